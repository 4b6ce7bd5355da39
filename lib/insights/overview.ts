// The overview: services side by side in one window, against the window before.
import type { DeployedEver, ServiceFacts } from '../facts/service'
import { type Window, wallSeconds } from '../metrics/contract'
import { weekBuckets } from '../time'
import { type Comparison, compareAmounts, compareRates } from './comparison'
import { BAND_YEAR } from './measure'
import { FigurePool, type Figures, type Run } from './overview-figures'
import { byTeamAndName, type Group, inOrder, pageOf, type Sort } from './overview-order'
import { resolveWindow, type WindowChoice } from './page-window'
import { qualityNotes } from './quality-words'
import { type Judgement, judgementOf } from './signals'
import { type TrendPoint, type Weeks, weeklyDeployments, weeklyLeadTimes } from './trend'
import { largestMove, type Measured, type Move } from './what-changed'

type Listed = { name: string; slug: string; team: string | null; timeZone: string; deployed: DeployedEver }

export type Changes = Record<Exclude<keyof Figures, 'waiting'>, Comparison>

export type OverviewRow = Measured &
  Judgement & {
    changes: Changes
    /** Records that were left out or could not be read. */
    notes: number
    leadTrend: TrendPoint[]
    deploymentTrend: TrendPoint[]
  }

/** All events of several services together. */
export type Pooled = { current: Figures; before: Figures | null; changes: Changes }
/** `pooled` is null where services are not grouped. */
export type OverviewGroup = Group<OverviewRow> & { pooled: Pooled | null }

export type Overview<S> = {
  groups: OverviewGroup[]
  /** Whether any service belongs to a team, so that grouping makes a difference. */
  hasTeams: boolean
  page: number
  pages: number
  total: number
  pooled: Pooled
  /** Every matching service, for sentences about all of them. */
  all: Measured[]
  /** Of all that could be told of what changed, what to tell first. */
  move: Move | null
  withoutDeployment: S[]
}

export type OverviewAsked = {
  choice: WindowChoice
  now: number
  sort: Sort
  grouped: boolean
  page: number
  size: number
}

/** Services with the text in their name or their team's; `team` wants exactly that one. */
export function matching<S extends { name: string; team: string | null }>(
  services: S[],
  { text, team }: { text: string; team: string | null },
): S[] {
  const part = text.trim().toLocaleLowerCase()
  return services.filter(
    (service) =>
      (team === null || service.team === team) &&
      (part === '' ||
        service.name.toLocaleLowerCase().includes(part) ||
        service.team?.toLocaleLowerCase().includes(part)),
  )
}

/** `services` are the matching ones, `facts` theirs by name, from `earliest` on. */
export function overview<S extends Listed>(
  services: S[],
  facts: Map<string, ServiceFacts>,
  asked: OverviewAsked,
): Overview<S> {
  const sorted = [...services].sort(byTeamAndName)
  const withoutDeployment = sorted.filter((service) => service.deployed.count === 0)
  const windows = new Windows(asked.choice, asked.now)
  const deployed = sorted.filter((service) => service.deployed.count > 0)
  const { all, total, teams } = measureAll(deployed, facts, windows)
  const hasTeams = all.some((row) => row.team !== null)
  const grouped = asked.grouped && hasTeams
  const ordered = inOrder(all, asked.sort, grouped)
  const groups = pageOf(ordered, asked.page, asked.size, grouped).map((group): OverviewGroup => {
    const runs = grouped ? teams.get(group.team) : undefined
    const rows = group.rows.flatMap((row) => {
      const known = facts.get(row.name)
      return known ? [rowOf(row, known, windows)] : []
    })
    return { ...group, rows, pooled: runs ? pooled(runs) : null }
  })
  const judge = ({ name, current }: Measured) => {
    const known = facts.get(name)
    if (!known) return null
    return judgementOf(known, windows.of(known.service.timeZone, known.deployed).window, current).variations
  }
  return {
    groups,
    hasTeams,
    page: asked.page,
    pages: Math.max(1, Math.ceil(all.length / asked.size)),
    total: all.length,
    // After the teams': see `figures`.
    pooled: pooled(total),
    all,
    move: largestMove(all, judge),
    withoutDeployment,
  }
}

// Kept between calls for their room: nothing in here waits, so no two calls are ever under way at once.
const POOLS = { now: new FigurePool(), before: new FigurePool() }

type Runs = { now: Run; before: Run | null }

/** `services` by team, because a team's durations must lie side by side. */
function measureAll(services: Listed[], facts: Map<string, ServiceFacts>, windows: Windows) {
  POOLS.now.clear()
  POOLS.before.clear()
  const startRuns = (): Runs => ({ now: POOLS.now.start(), before: windows.comparing ? POOLS.before.start() : null })
  const total = startRuns()
  const all: Measured[] = []
  const teams = new Map<string | null, Runs>()
  for (const { name, slug, team, timeZone, deployed } of services) {
    const known = facts.get(name)
    if (!known) continue
    const runs = teams.get(team) ?? startRuns()
    teams.set(team, runs)
    const { window, previous } = windows.of(timeZone, deployed)
    const current = POOLS.now.measure(known, window, [runs.now, total.now])
    const before =
      previous && runs.before && total.before
        ? POOLS.before.measure(known, previous, [runs.before, total.before])
        : null
    all.push({ name, slug, team, current, before })
  }
  return { all, total, teams }
}

function pooled(runs: Runs): Pooled {
  const current = POOLS.now.figures(runs.now)
  const before = runs.before && POOLS.before.figures(runs.before)
  return { current, before, changes: changesOf(current, before) }
}

export function changesOf(current: Figures, before: Figures | null): Changes {
  return {
    leadTime: compareAmounts(current.leadTime, before?.leadTime ?? null),
    deployments: compareAmounts(current.deployments, before?.deployments ?? null),
    failed: compareRates(current.failed, before?.failed ?? null),
    recovery: compareAmounts(current.recovery, before?.recovery ?? null),
    restore: compareAmounts(current.restore, before?.restore ?? null),
    flow: compareRates(current.flow, before?.flow ?? null),
    batch: compareAmounts(current.batch, before?.batch ?? null),
  }
}

function rowOf(row: Measured, facts: ServiceFacts, windows: Windows): OverviewRow {
  const { window, weeks } = windows.of(facts.service.timeZone, facts.deployed)
  return {
    ...row,
    changes: changesOf(row.current, row.before),
    ...judgementOf(facts, window, row.current),
    notes: qualityNotes(facts, window).reduce((sum, note) => sum + note.count, 0),
    leadTrend: weeklyLeadTimes(facts, window, weeks()),
    deploymentTrend: weeklyDeployments(facts, window, weeks()),
  }
}

type Resolved = { window: Window; previous: Window | null; weeks: () => Weeks }

/** The choice in every time zone, resolved once for each. */
class Windows {
  #known = new Map<string, Resolved>()
  readonly comparing: boolean

  constructor(
    private readonly choice: WindowChoice,
    private readonly now: number,
  ) {
    this.comparing = resolveWindow(choice, 'UTC', now, now).previous !== null
  }

  of(timeZone: string, deployed: DeployedEver): Resolved {
    const first = this.choice.kind === 'all' ? deployed.firstAt : null
    const key = `${timeZone} ${first}`
    const known = this.#known.get(key)
    if (known) return known
    const { choice, now } = this
    const { window, previous } = resolveWindow(choice, timeZone, now, first)
    const complete = (range: { from: number; to: number }): Window => ({
      ...range,
      now,
      timeZone,
      unit: 'pr',
      bots: 'exclude',
      seconds: wallSeconds,
      bandYear: BAND_YEAR,
    })
    let weeks: Weeks | null = null
    const resolved: Resolved = {
      window: complete(window),
      previous: previous && complete(previous),
      weeks: () => {
        weeks ??= weekBuckets(window.from, Math.min(window.to, now), timeZone, now)
        return weeks
      },
    }
    this.#known.set(key, resolved)
    return resolved
  }
}

/** From when on facts are needed to measure the choice and the window before it, in every service's own zone. */
export function earliest(services: { timeZone: string }[], choice: WindowChoice, now: number): number {
  if (choice.kind === 'all') return Number.NEGATIVE_INFINITY
  const zones = new Set(services.map((service) => service.timeZone))
  const begins = [...zones].flatMap((zone) => {
    const { window, previous } = resolveWindow(choice, zone, now, null)
    return previous ? [window.from, previous.from] : [window.from]
  })
  return Math.min(now, ...begins)
}
