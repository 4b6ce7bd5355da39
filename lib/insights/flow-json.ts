// The JSON of `sg flow`: what the page of a service's flow says of the same window.
import type { ServiceFacts } from '../facts/service'
import { PROFILE, type Window } from '../metrics/contract'
import { FLOW_ITEMS } from '../metrics/flow-item'
import { ratio } from '../metrics/spread'
import { formatInstant } from '../time'
import { loadAt } from './flow-series'
import type { FlowExample, FlowFigures, FlowView } from './flow-view'

/** What every view of one service in one window begins with. */
export function headOf({ service, environment }: ServiceFacts, { from, to, timeZone }: Window) {
  return {
    service: service.name,
    environment,
    from: formatInstant(from),
    to: formatInstant(to),
    timeZone,
    profile: PROFILE,
  }
}

type Span = { from: number; to: number }

/** Durations in seconds, rates 0 to 1; what is made of nothing is null. `against`: the window of `before`; null: none. */
export function flowJson(facts: ServiceFacts, window: Window, view: FlowView, against: Span | null) {
  return { ...headOf(facts, window), ...viewJson(view, against) }
}

export type TeamNamed = { name: string; services: readonly { name: string }[] }
/** From the first day of any service's window to the last of any, shown in `timeZone`. */
export type TeamSpan = Span & { timeZone: string }

/** What every view of a team's services together begins with. */
export function teamHeadOf({ name, services }: TeamNamed, { from, to, timeZone }: TeamSpan) {
  return {
    team: name,
    services: services.map((service) => service.name),
    from: formatInstant(from),
    to: formatInstant(to),
    timeZone,
    profile: PROFILE,
  }
}

/** The same of a team's services together: `unclassified` says of which each is. */
export function teamFlowJson(team: TeamNamed, span: TeamSpan, view: FlowView, against: Span | null) {
  return {
    ...teamHeadOf(team, span),
    ...viewJson(view, against),
    unclassified: view.examples.map(({ service, id, title }) => ({ service, id, title })),
  }
}

function viewJson(view: FlowView, against: Span | null) {
  const { series, sums, law, weeks, examples } = view
  return {
    ...figuresJson(view.now),
    before:
      view.before && against
        ? { from: formatInstant(against.from), to: formatInstant(against.to), ...figuresJson(view.before) }
        : null,
    weeks: weeks.map(({ key, partial, items }) => ({ week: key, partial, ...items })),
    unclassified: examples.map(({ id, title }: FlowExample) => ({ id, title })),
    cumulative: {
      every: series.every,
      points: series.points.map((point) => {
        const { started, opened, merged, left, verified, delivered, closed, apart } = point.counts
        return {
          at: formatInstant(point.at),
          partial: point.partial,
          started,
          opened,
          merged,
          left,
          delivered,
          closed,
          apart,
          verified: series.checked ? verified : null,
          inProgress: loadAt(point),
        }
      }),
    },
    littlesLaw: { ...law, arrived: sums.arrived, departed: sums.departed, before: sums.before, after: sums.after },
  }
}

function figuresJson({ velocity, time, efficiency, load, items }: FlowFigures) {
  const { n, median, p25, p75, p85 } = time
  return {
    velocity,
    time: { n, median, p25, p75, p85 },
    efficiency: { n: efficiency.n, active: efficiency.active, total: efficiency.total, value: efficiency.value },
    load,
    distribution: Object.fromEntries(
      FLOW_ITEMS.map((item) => [item, { n: items[item], share: ratio(items[item], velocity.n) }]),
    ),
  }
}
