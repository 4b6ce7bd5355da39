// What a team has taken upon itself, as of a period's end: the open actions of its retros, and exceptions from its agreements.
import type { ServiceFacts } from '../../facts/service'
import { loadLimitedTeams } from '../../store/agreements'
import type { DecidedAction } from '../../store/retro-board'
import { loadRetroTeams, teamKeyOf } from '../../store/retros'
import type { ServiceSummary } from '../../store/services'
import { dayStart, parseDay } from '../../time'
import type { AgreementReading } from '../agreements'
import { loadAgreements } from '../agreements-load'
import type { Expectation } from '../expectation'
import { isOn, type Outcome, outcomeOf } from '../expectation-outcome'
import { teamsOf } from '../metric-view'
import { openActions } from '../open-actions'
import { dayAfter, type RetroDays } from '../retro-days'
import { sharedZone } from '../retro-pack'
import { FEW } from '../service-figures'
import type { ReportMember } from './figures'
import type { ReportScope } from './scope'

/** While its weeks go on: as expected so far, not so, or nobody can tell yet; after them as the retro's page says it. */
export type Course = 'on' | 'off' | 'early' | 'held' | 'missed' | 'few'
export const COURSES: readonly Course[] = ['on', 'off', 'early', 'held', 'missed', 'few']

/** Without its owner: a report names nobody. */
export type ReportAction = Expectation & RetroDays & { text: string; outcome: Outcome | null; course: Course | null }
export type TeamActions = { team: string; courses: Record<Course, number> }
export type TeamAgreements = { team: string; agreed: number; broken: number; exceptions: number }

/** Of one team each action and agreement; of several only how many. */
export type ReportPractices = {
  actions: ReportAction[]
  agreements: { zone: string; readings: AgreementReading[] } | null
  teamActions: TeamActions[]
  teamAgreements: TeamAgreements[]
}

export type Decided = { team: string; actions: DecidedAction[] }

/** What was open when the period was over. */
export async function loadDecidedActions(
  scope: ReportScope,
  services: ServiceSummary[],
  { to, end }: { to: string; end: number },
): Promise<Decided[]> {
  if (!isOfTeams(scope)) return []
  const retros = await loadRetroTeams()
  const all: Decided[] = []
  for (const team of teamsIn(scope, services)) {
    if (!retros.has(teamKeyOf(team))) continue
    // The retro of just these days may have been held before they were over.
    const open = await openActions(team, dayAfter(to, 1))
    const actions = open.filter(({ closedAt }) => closedAt < end)
    if (actions.length > 0) all.push({ team, actions })
  }
  return all
}

/** A day before any zone has reached the first of the days that the actions are compared with. */
export function decidedSince(decided: readonly Decided[]): number {
  const first = decided.flatMap(({ actions }) => actions.map(({ from }) => (parseDay(from) ?? 0) - 1))
  return first.length === 0 ? Number.POSITIVE_INFINITY : dayStart(Math.min(...first), 'UTC')
}

type Asked = {
  scope: ReportScope
  services: ServiceSummary[]
  members: ReportMember[]
  decided: Decided[]
  end: number
}

/** `members`: all services, also those that were never deployed, as the pages of a team have them. */
export async function loadPractices({ scope, services, members, decided, end }: Asked): Promise<ReportPractices> {
  const of = (team: string) => members.filter(({ facts }) => sameTeam(facts.service.team, team))
  const judged = decided.map(({ team, actions }) => {
    const facts = of(team).map((member) => member.facts)
    const zone = sharedZone(services.filter((service) => sameTeam(service.team, team)))
    return { team, actions: actions.map((action) => judge(action, facts, zone, end)) }
  })
  const limited = isOfTeams(scope) ? await loadLimitedTeams() : new Set<string>()
  const kept: { team: string; readings: AgreementReading[] }[] = []
  for (const team of teamsIn(scope, services)) {
    if (!limited.has(teamKeyOf(team))) continue
    const samples = of(team).map(({ facts, windows }) => ({ facts, window: windows.period }))
    kept.push({ team, readings: await loadAgreements(team, samples) })
  }
  if (scope.kind === 'team') {
    const readings = kept.flatMap((one) => one.readings)
    return {
      actions: judged.flatMap(({ actions }) => actions),
      agreements: readings.length === 0 ? null : { zone: sharedZone(services), readings },
      teamActions: [],
      teamAgreements: [],
    }
  }
  return {
    actions: [],
    agreements: null,
    teamActions: judged.map(({ team, actions }) => ({ team, courses: counted(actions) })),
    teamAgreements: kept.map(countBroken),
  }
}

function judge(action: DecidedAction, members: ServiceFacts[], zone: string, end: number): ReportAction {
  const { text, measure, side, value, weeks, from, to } = action
  const outcome = outcomeOf(action, members, zone, end)
  return { text, measure, side, value, weeks, from, to, outcome, course: outcome && courseOf(action, outcome) }
}

/** Too few rows say nothing, before the weeks are over as after. */
export function courseOf(expectation: Pick<Expectation, 'side' | 'value'>, outcome: Outcome): Course {
  const { verdict, after, unit, elapsedDays } = outcome
  if (verdict !== 'running') return verdict
  const isEarly = after.value === null || elapsedDays < 1 || (unit !== 'per-day' && after.n < FEW)
  if (isEarly) return 'early'
  return isOn(expectation, after.value ?? 0) ? 'on' : 'off'
}

function counted(actions: readonly ReportAction[]): Record<Course, number> {
  const counts: Record<Course, number> = { on: 0, off: 0, early: 0, held: 0, missed: 0, few: 0 }
  // Of what cannot be measured any more nobody can tell.
  for (const { course } of actions) counts[course ?? 'few'] += 1
  return counts
}

function countBroken({ team, readings }: { team: string; readings: AgreementReading[] }): TeamAgreements {
  const beyond = readings.map(({ n, kept }) => n - kept)
  return {
    team,
    agreed: readings.length,
    broken: beyond.filter((count) => count > 0).length,
    exceptions: beyond.reduce((sum, count) => sum + count, 0),
  }
}

/** A service, or a group of some, is no team. */
function isOfTeams({ kind }: ReportScope): boolean {
  return kind === 'team' || kind === 'organisation'
}

/** Each once, however its services write it. */
function teamsIn(scope: ReportScope, services: ServiceSummary[]): string[] {
  if (scope.kind === 'team') return [scope.name]
  return [...new Map(teamsOf(services).map((team) => [teamKeyOf(team), team])).values()]
}

function sameTeam(one: string | null, other: string): boolean {
  return one !== null && teamKeyOf(one) === teamKeyOf(other)
}
