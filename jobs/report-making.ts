// Makes the reports that sendings wait for, once for each period, and puts them into the archive as they are then sent.
import type { Env } from '../lib/env'
import { describeError, errorKind, inSentences, StreamgaugeError } from '../lib/errors'
import { loadReportMaterial } from '../lib/insights/report/material'
import { servicesOfScope } from '../lib/insights/report/scope-services'
import { parsePeriod } from '../lib/period'
import { buildReport } from '../lib/report/build'
import { type ReportPicture, reportPictures } from '../lib/report/charts'
import { sourcesBehind } from '../lib/report/doubts'
import { reportHtml } from '../lib/report/email'
import { reportMarkdown } from '../lib/report/markdown'
import type { Report } from '../lib/report/report'
import { reportText } from '../lib/report/text'
import { archiveReport, findArchivedOf } from '../lib/store/report-archive'
import { explainUnmade, releaseSendings, SCHEDULE, type UnmadeReport } from '../lib/store/report-sendings'
import { findSubscription, type SubscriptionScope } from '../lib/store/report-subscriptions'
import { listServices } from '../lib/store/services'
import { deriveInTurn } from './derive-meanwhile'

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
  if (parsed?.kind !== 'week') throw new StreamgaugeError('bug', `There is no report of the period ${period}.`)
  await deriveInTurn()
  const { scope: about, services } = servicesOfScope(await listServices(), scope)
  const week = { key: parsed.key, monday: parsed.from }
  const material = await loadReportMaterial(about, services, week, now.getTime())
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
  const drawnIds = new Set(pictures.map(({ id }) => id))
  const html = await reportHtml(report, (chart) =>
    drawnIds.has(chart.id) ? `cid:${pictures.find(({ id }) => id === chart.id)?.cid}` : null,
  )
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
 * sent again by hand as it was. Returns whether its sendings may begin.
 */
export async function makeUnmade(unmade: UnmadeReport, now: Date, env: MakeEnv): Promise<boolean> {
  const { subscription, period, occasion, waitsUntil } = unmade
  const found = await findSubscription(subscription)
  if (found === null) return false
  const archived = await findArchivedOf(subscription, period)
  if (archived) {
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
    await explainUnmade(unmade, words, isOver ? 'refused' : 'waiting', now)
    if (errorKind(error) === 'bug') throw error
    return false
  }
}
