// The JSON of `sg forecast`: what the forecast of a service says of the same window.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import type { Held } from '../metrics/forecast'
import { formatInstant } from '../time'
import { headOf } from './flow-json'
import { dayText, type ForecastView } from './forecast-view'

/** Dates in the service's zone; `by` null: in no time that is looked at. No level where too little is known. */
export function forecastJson(facts: ServiceFacts, window: Window, view: ForecastView, inProgress: number) {
  const { asked, days, base, history, levels } = view
  return {
    ...headOf(facts, window),
    until: dayText(asked.until),
    count: asked.count,
    days,
    inProgress,
    base: { ...base, from: formatInstant(base.from), to: formatInstant(base.to) },
    historyWeeks: history,
    levels: levels.map(({ level, count, range, day, heldTotals, heldDays }) => ({
      level,
      atLeast: count,
      between: range,
      by: day === null ? null : dayText(day),
      held: {
        atLeast: heldOf(heldTotals, 'promise'),
        between: heldOf(heldTotals, 'range'),
        by: heldOf(heldDays, 'promise'),
      },
    })),
  }
}

/** Of `n` forecasts of the past, how many held. */
function heldOf(held: Held, which: 'promise' | 'range') {
  return { n: held.n, held: held[which] }
}
