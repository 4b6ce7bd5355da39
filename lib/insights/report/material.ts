// Everything that a report of a day, a week or a month is made of, as plain data: it can be kept, and made into words again.
import { keyOf } from '../../facts/fact-key'
import type { ServiceFacts } from '../../facts/service'
import type { Stage } from '../../facts/stage'
import { STUCK, type WaitState } from '../../metrics/aging'
import { changeFailureRate } from '../../metrics/change-failure-rate'
import { PROFILE } from '../../metrics/contract'
import { deploymentFrequency } from '../../metrics/deployment-frequency'
import { leadTime } from '../../metrics/lead-time'
import type { Period } from '../../period'
import { loadFactRows } from '../../store/fact-rows'
import { loadFacts } from '../../store/measured'
import type { ServiceSummary } from '../../store/services'
import { dayStart } from '../../time'
import { qualityReport } from '../quality-report'
import { changeIdAt, nameAt } from '../rows'
import { failureWords } from '../rule-words'
import { changeLabel, deploymentRow } from '../service-rows'
import { isStuck, loadWaitingView } from '../waiting-work'
import { failedRows, largestBatch, longestWait } from './events'
import {
  firstDay,
  type ReportAmount,
  type ReportFigure,
  type ReportMember,
  reportAmount,
  reportFigures,
  windowsOf,
} from './figures'
import { decidedSince, loadDecidedActions, loadPractices, type ReportPractices } from './practices'
import type { ReportScope } from './scope'
import { loadReportSources, type ReportSource, sourcesOf } from './sources'
import { datesOf } from './week'

/** A change as a report names it: `#12` and its title, of anybody's writing. */
export type ReportChange = { service: string; label: string; title: string }

export type ReportFailure = {
  service: string
  deployment: string
  finishedAt: number
  zone: string
  /** It never reached production. */
  isAttempt: boolean
  /** Why it counts as failed, in words. */
  reasons: string[]
  recoveredAt: number | null
  /** Null where it has not recovered, or by its times did so before it finished. */
  recoverySeconds: number | null
}
export type ReportStuck = ReportChange & { state: WaitState; ageSeconds: number; staySeconds: number }
export type ReportService = {
  name: string
  leadTime: ReportAmount
  deployments: ReportAmount
  failed: ReportAmount
}

export type ReportMaterial = {
  scope: ReportScope
  /** Its key, `2026-W10`, and its dates, the last one exclusive. */
  period: { kind: Period['kind']; key: string; from: string; to: string }
  /** The earliest begin and the latest end among the services' zones. */
  from: number
  to: number
  /** Of the services, each once. */
  zones: string[]
  madeAt: number
  profile: { name: string; version: number }
  figures: ReportFigure[]
  /** By name. */
  services: ReportService[]
  /** Names of those that were never deployed to production. */
  undeployed: string[]
  longestWait: (ReportChange & { stage: Stage; seconds: number }) | null
  failures: ReportFailure[]
  largestBatch: { service: string; deployment: string; changes: number; lines: number | null } | null
  /** As of the period's end. */
  stuck: { count: number; waiting: number; line: number; oldest: ReportStuck[] }
  /** Records that figures leave out or doubt, the most frequent first. */
  doubts: { count: number; words: string; affects: string }[]
  sources: ReportSource[]
  practices: ReportPractices
}

const SHOWN_STUCK = 3

/** `services`: those of the scope; facts must be up to date with the records. */
export async function loadReportMaterial(
  scope: ReportScope,
  services: ServiceSummary[],
  period: Period,
  now: number,
): Promise<ReportMaterial> {
  const sorted = [...services].sort((a, b) => (a.name < b.name ? -1 : 1))
  const zones = [...new Set(sorted.map(({ timeZone }) => timeZone))]
  const begins = (zones.length === 0 ? ['UTC'] : zones).map((zone) => ({
    since: dayStart(firstDay(period), zone),
    from: dayStart(period.from, zone),
    to: dayStart(period.until, zone),
  }))
  const dates = datesOf(period)
  const end = Math.max(...begins.map(({ to }) => to))
  const decided = await loadDecidedActions(scope, sorted, { to: dates.to, end })
  const since = Math.min(decidedSince(decided), ...begins.map((begin) => begin.since))
  const facts = await loadFacts(sorted, since, 'details')
  const everyone = [...facts.values()].map(
    (one): ReportMember => ({ facts: one, windows: windowsOf(one, period, now) }),
  )
  const isDeployed = (service: ServiceSummary) => service.deployed.count > 0
  const deployed = new Set(sorted.filter(isDeployed).map(({ name }) => name))
  const members = everyone.filter(({ facts: { service } }) => deployed.has(service.name))
  const ofServices = members.map(({ facts: one }) => ({ facts: one, slug: one.service.slug }))
  const { doubts } = qualityReport(ofServices, { kind: 'dates', ...dates }, now)
  return {
    scope,
    period: { kind: period.kind, key: period.key, ...dates },
    from: Math.min(...begins.map(({ from }) => from)),
    to: end,
    zones,
    madeAt: now,
    profile: PROFILE,
    figures: figuresOf(members, period),
    services: members.map(serviceOf),
    undeployed: sorted.flatMap(({ name }) => (deployed.has(name) ? [] : [name])),
    longestWait: await loadLongestWait(members),
    failures: await loadFailures(members),
    largestBatch: await loadLargestBatch(members),
    stuck: await loadStuck(members),
    doubts: doubts.map(({ count, words, affects }) => ({ count, words, affects })),
    sources: await loadReportSources(
      scope.kind === 'organisation' ? null : await sourcesOf(members.map((one) => one.facts)),
    ),
    practices: await loadPractices({ scope, services: sorted, members: everyone, decided, end }),
  }
}

/** Weeks say nothing of whether a day or a month is a signal. */
function figuresOf(members: ReportMember[], { kind }: Period): ReportFigure[] {
  const figures = reportFigures(members)
  return kind === 'week' ? figures : figures.map((figure) => ({ ...figure, variation: null }))
}

function serviceOf({ facts, windows }: ReportMember): ReportService {
  const samples = [{ facts, window: windows.period }]
  return {
    name: facts.service.name,
    leadTime: reportAmount(leadTime, samples),
    deployments: reportAmount(deploymentFrequency, samples),
    failed: reportAmount(changeFailureRate, samples),
  }
}

async function loadLongestWait(members: ReportMember[]): Promise<ReportMaterial['longestWait']> {
  const all = members.flatMap(({ facts, windows }) => {
    const found = longestWait(facts, windows.period)
    return found ? [{ facts, ...found }] : []
  })
  const [first] = all.sort((a, b) => b.seconds - a.seconds)
  if (!first) return null
  const change = await loadChange(first.facts, changeIdAt(first.facts, first.row))
  return change && { ...change, stage: first.stage, seconds: first.seconds }
}

async function loadChange(facts: ServiceFacts, id: string): Promise<ReportChange | null> {
  const service = facts.service.name
  const change = (await loadFactRows(service, { changes: [id] })).changes.get(id)
  return change ? { service, label: changeLabel(id), title: change.title } : null
}

async function loadFailures(members: ReportMember[]): Promise<ReportFailure[]> {
  const failures: ReportFailure[] = []
  for (const { facts, windows } of members) {
    const names = failedRows(facts, windows.period).map((row) => nameAt(facts.deployments, row))
    const { deployments } = await loadFactRows(facts.service.name, { deployments: names })
    for (const name of names) {
      const fact = deployments.get(keyOf(name))
      if (!fact) continue
      const { id, finishedAt, succeeded, reasons, recoveredAt, recoverySeconds } = deploymentRow(fact, windows.period)
      failures.push({
        service: facts.service.name,
        deployment: id,
        finishedAt,
        zone: facts.service.timeZone,
        isAttempt: !succeeded,
        reasons: [...new Set(reasons.map(failureWords))],
        recoveredAt,
        recoverySeconds,
      })
    }
  }
  return failures.sort((a, b) => a.finishedAt - b.finishedAt)
}

async function loadLargestBatch(members: ReportMember[]): Promise<ReportMaterial['largestBatch']> {
  const all = members.flatMap(({ facts, windows }) => {
    const found = largestBatch(facts, windows.period)
    return found ? [{ facts, ...found }] : []
  })
  const [first] = all.sort((a, b) => b.changes - a.changes)
  if (!first) return null
  const { id } = nameAt(first.facts.deployments, first.row)
  const lines = first.facts.deployments.lines[first.row] ?? Number.NaN
  return {
    service: first.facts.service.name,
    deployment: id,
    changes: first.changes,
    lines: Number.isNaN(lines) ? null : lines,
  }
}

async function loadStuck(members: ReportMember[]): Promise<ReportMaterial['stuck']> {
  const stuck: { facts: ServiceFacts; id: string; state: WaitState; ageSeconds: number; staySeconds: number }[] = []
  let waiting = 0
  for (const { facts, windows } of members) {
    const { work } = await loadWaitingView(facts, { ...windows.trend, to: windows.period.to })
    waiting += work.length
    stuck.push(...work.filter(isStuck).map((one) => ({ ...one, facts })))
  }
  stuck.sort((a, b) => b.ageSeconds - a.ageSeconds)
  const oldest: ReportStuck[] = []
  for (const { facts, id, state, ageSeconds, staySeconds } of stuck.slice(0, SHOWN_STUCK)) {
    const change = await loadChange(facts, id)
    if (change) oldest.push({ ...change, state, ageSeconds, staySeconds })
  }
  return { count: stuck.length, waiting, line: STUCK, oldest }
}
