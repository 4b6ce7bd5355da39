// Makes the reports that sendings wait for, once for each period, and puts them into the archive as they are then sent.
import { isDeepStrictEqual } from 'node:util'
import type { Env } from '../lib/env'
import { describeError, errorKind, inSentences, StreamgaugeError } from '../lib/errors'
import { loadReportMaterial } from '../lib/insights/report/material'
import { servicesOfScope } from '../lib/insights/report/scope-services'
import { parsePeriod } from '../lib/period'
import { buildReport } from '../lib/report/build'
import { type ReportPicture, reportPictures } from '../lib/report/charts'
import { sourcesBehind } from '../lib/report/doubts'
import { inMail, reportHtml } from '../lib/report/email'
import { reportMarkdown } from '../lib/report/markdown'
import type { Report } from '../lib/report/report'
import { reportText } from '../lib/report/text'
import { archiveReport, findArchivedOf } from '../lib/store/report-archive'
import { explainUnmade, releaseSendings, SCHEDULE, type UnmadeReport } from '../lib/store/report-sendings'
import { findSubscription, type SubscriptionScope } from '../lib/store/report-subscriptions'
import { listServices } from '../lib/store/services'
import { deriveInTurn } from './derive-meanwhile'

/** So long past its time to wait what failed by a mistake of ours is tried again. */
const BUG_TRIED_MS = 60 * 60_000

type MakeEnv = Pick<Env, 'url'>

export type MadeReport = {
  report: Report
  /** Names of sources that may still bring something of the period; a paused one will not. */
  behind: string[]
}

/** What is known by now of the period of these services. Throws `not-found` where nobody knows them. */
export async function makeReport(
  { scope, period }: { scope: SubscriptionScope; period: string },
  now: Date,
  env: MakeEnv,
): Promise<MadeReport> {
  const parsed = parsePeriod(period)
  if (parsed === null) throw new StreamgaugeError('bug', `There is no period ${period}.`)
  await deriveInTurn()
  const { scope: about, services } = servicesOfScope(await listServices(), scope)
  const material = await loadReportMaterial(about, services, parsed, now.getTime())
  const behind = sourcesBehind(material.sources, material.to).filter(({ paused }) => !paused)
  return { report: buildReport(material, { url: env.url ?? null }), behind: behind.map(({ name }) => name) }
}

export type ReportFor = Pick<UnmadeReport, 'period' | 'occasion'> & {
  subscription: string | null
  name: string
  scope: SubscriptionScope
}

/** Everything that is ever sent of a report, kept. Returns its id; `problem` says why it has no pictures. */
export async function keepReport(
  { subscription, period, occasion, name, scope }: ReportFor,
  report: Report,
  now: Date,
): Promise<{ id: string; problem: string | null }> {
  const { pictures, problem } = await drawn(report)
  const drawnOnes = new Set(pictures.map(({ id }) => id))
  const html = await reportHtml(report, (chart) => (drawnOnes.has(chart.id) ? inMail(chart) : null))
  const words = { subject: report.subject, report, html, text: reportText(report), markdown: reportMarkdown(report) }
  return { id: await archiveReport({ subscription, period, occasion, name, scope, ...words, pictures }, now), problem }
}

/** A machine without a renderer still has its report. */
async function drawn(report: Report): Promise<{ pictures: ReportPicture[]; problem: string | null }> {
  try {
    return { pictures: await reportPictures(report), problem: null }
  } catch (error) {
    if (errorKind(error) !== 'unavailable') throw error
    return { pictures: [], problem: describeError(error) }
  }
}

/**
 * Makes one report that is wanted, unless its sources are behind and its time to wait is not over. What was sent of a period is
 * sent again by hand as it was, unless it was about others. Returns whether its sendings may begin.
 */
export async function makeUnmade(unmade: UnmadeReport, now: Date, env: MakeEnv): Promise<boolean> {
  const { subscription, period, occasion, waitsUntil } = unmade
  const found = await findSubscription(subscription)
  if (found === null) return false
  const archived = await findArchivedOf(subscription, period)
  // A subscription may be about somebody else by now.
  if (archived && (occasion === SCHEDULE || isDeepStrictEqual(archived.scope, found.scope))) {
    await releaseSendings(unmade, archived.id, now)
    return true
  }
  const isOver = now.getTime() >= waitsUntil
  try {
    const { name, scope } = found
    const { report, behind } = await makeReport({ scope, period }, now, env)
    if (behind.length > 0 && !isOver && occasion === SCHEDULE) {
      await explainUnmade(unmade, `Waits for ${behind.slice(0, 5).join(', ')} to be collected.`, 'waiting', now)
      return false
    }
    const { id } = await keepReport({ subscription, period, occasion, name, scope }, report, now)
    await releaseSendings(unmade, id, now)
    return true
  } catch (error) {
    const words =
      error instanceof StreamgaugeError ? inSentences(error) : 'It cannot be made: see the log of the worker.'
    const isBug = errorKind(error) === 'bug'
    // A database that was away for a moment costs nobody a report, however short the time to wait is.
    const isLost = isOver && (!isBug || occasion !== SCHEDULE || now.getTime() >= waitsUntil + BUG_TRIED_MS)
    await explainUnmade(unmade, words, isLost ? 'refused' : 'waiting', now)
    if (isBug) throw error
    return false
  }
}
