// What a metric's page shows: of one service everything, of several their figures side by side and what they are together.
import type { ServiceFacts } from '../facts/service'
import type { AnyMetric, MetricRow, Window } from '../metrics/contract'
import { intervalOf, summarise } from '../metrics/summary'
import type { Comparison } from './comparison'
import { windowOf } from './measure'
import type { Sample } from './metric-points'
import { type LeftOut, leftOut } from './metric-rows'
import { metricSettings, type Setting } from './metric-settings'
import { type TrendLimits, type TrendWeek, trendLimits, weeklyTrend } from './metric-trend'
import { resolveWindow, type WindowChoice } from './page-window'
import { type Clock, isTimed, readOn, USUAL } from './reading'
import { compareFigures, metricFigure, type ServiceFigure } from './service-figures'

export type Range = { from: number; to: number }

/** What both kinds of page have. */
type Shown = {
  /** What it is computed from, each service in its own window. */
  samples: Sample[]
  window: Window
  previous: Range | null
  weeks: TrendWeek[]
  limits: TrendLimits | null
  leftOut: LeftOut[]
  settings: Setting[]
}

export type ServiceMetric = Shown & {
  figure: ServiceFigure
  /** The value of the window before; null where there was none to compare with. */
  before: number | null
  clock: Clock
  /** The value on the service's other clock, where it has two and they bear on it. */
  otherClock: { clock: Clock; value: number | null } | null
}

/** The metric of one service; its facts with details. */
export function serviceMetric(
  metric: AnyMetric,
  facts: ServiceFacts,
  choice: WindowChoice,
  now: number,
  reading = USUAL,
): ServiceMetric {
  const { service, deployed } = facts
  const { window: range, previous } = resolveWindow(choice, service.timeZone, now, deployed.firstAt)
  const { calendar } = service
  const elapsed = windowOf(facts, { ...range, now })
  const window = readOn(elapsed, reading, calendar)
  const weeks = weeklyTrend(metric, [{ facts, window }])
  const figure = metricFigure(metric, facts, window, previous)
  const { clock } = reading
  const other: Clock = clock === 'working' ? 'elapsed' : 'working'
  return {
    samples: [{ facts, window }],
    window,
    previous,
    figure,
    before: previous && metric.compute(facts, { ...window, ...previous }).value,
    clock,
    otherClock:
      calendar && isTimed(metric)
        ? { clock: other, value: metric.compute(facts, readOn(elapsed, { clock: other }, calendar)).value }
        : null,
    weeks,
    limits: trendLimits(metric, weeks),
    leftOut: leftOut(metric, [{ facts, window }]),
    settings: metricSettings(metric, [window], facts, { benchmark: figure.benchmark, clock }),
  }
}

export type SideBySide = Pick<ServiceFigure, 'value' | 'n' | 'part' | 'change' | 'interval'> & {
  name: string
  slug: string
  team: string | null
  weeks: TrendWeek[]
}
export type Pooled = {
  value: number | null
  n: number
  part: number | null
  interval: [number, number] | null
  change: Comparison
  before: number | null
}
export type SeveralMetric = Shown & { services: SideBySide[]; pooled: Pooled }

type Member = { facts: ServiceFacts; slug: string }

/** The metric of several services, each in its own time zone. */
export function severalMetric(metric: AnyMetric, members: Member[], choice: WindowChoice, now: number): SeveralMetric {
  const resolved = members.map(({ facts, slug }) => {
    const { window: range, previous } = resolveWindow(choice, facts.service.timeZone, now, facts.deployed.firstAt)
    return { facts, slug, previous, window: windowOf(facts, { ...range, now }) }
  })
  const services = resolved.map(({ facts, slug, window, previous }): SideBySide => {
    const { value, n, part, change, interval } = metricFigure(metric, facts, window, previous)
    const { name, team } = facts.service
    return { name, slug, team, value, n, part, change, interval, weeks: weeklyTrend(metric, [{ facts, window }]) }
  })
  const weeks = weeklyTrend(metric, resolved)
  const current = pool(metric, resolved)
  const earlier = resolved.flatMap((one) =>
    one.previous ? [{ facts: one.facts, window: { ...one.window, ...one.previous } }] : [],
  )
  const before = earlier.length === 0 ? null : pool(metric, earlier)
  const windows = several(resolved.map((one) => one.window))
  const window = joined(windows)
  return {
    samples: resolved,
    window,
    previous: resolved[0]?.previous ?? null,
    services,
    pooled: {
      ...current.summary,
      interval: intervalOf(metric, current.rows),
      change: compareFigures(metric.unit, current.summary, before?.summary ?? null),
      before: before?.summary.value ?? null,
    },
    weeks,
    limits: trendLimits(metric, weeks),
    leftOut: leftOut(metric, resolved),
    settings: metricSettings(metric, windows, null),
  }
}

/** All rows of several services as one figure. */
export function pool(metric: AnyMetric, samples: Sample[]) {
  const rows: MetricRow[] = samples.flatMap(({ facts, window }) => metric.rows(facts, window))
  const summary = summarise(metric, rows, null)
  if (metric.unit !== 'per-day') return { rows, summary }
  // Days differ by zone and by how long a service is known: frequencies add up.
  const known = samples.flatMap(({ facts, window }) => metric.compute(facts, window).value ?? [])
  return { rows, summary: { ...summary, value: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) } }
}

type Windows = [Window, ...Window[]]

function several([first, ...rest]: Window[]): Windows {
  if (!first) throw new Error('No service to show.')
  return [first, ...rest]
}

/** From the earliest beginning to the latest end; UTC where the zones differ. */
function joined(windows: Windows): Window {
  const [first, ...rest] = windows
  const isOne = rest.every(({ timeZone }) => timeZone === first.timeZone)
  return {
    ...first,
    from: Math.min(...windows.map(({ from }) => from)),
    to: Math.max(...windows.map(({ to }) => to)),
    timeZone: isOne ? first.timeZone : 'UTC',
  }
}

/** The first and the last instant of which there is a row at all, for a page that has none in its window. */
export function knownRange(metric: AnyMetric, everything: ServiceFacts[], now: number): Range | null {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const facts of everything) {
    const all = windowOf(facts, { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, now })
    for (const { at } of metric.rows(facts, all)) {
      from = Math.min(from, at)
      to = Math.max(to, at)
    }
  }
  return Number.isFinite(from) ? { from, to } : null
}
