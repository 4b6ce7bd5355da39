import { type FutureAsked, futureQuery } from '../../../../lib/insights/future-edits'
import { BEFORE_MS, type FutureView, futureView } from '../../../../lib/insights/future-view'
import { windowOf } from '../../../../lib/insights/measure'
import { resolveWindow, type WindowChoice, windowQuery } from '../../../../lib/insights/page-window'
import { loadFacts } from '../../../../lib/store/measured'
import type { ServiceSummary } from '../../../../lib/store/services'

export type LoadedFuture = { view: FutureView; range: { from: number; to: number } }

/** The future state that is asked for, for the page and for saving it. Null: the service is no more. */
export async function loadFuture(
  summary: ServiceSummary,
  choice: WindowChoice,
  asked: FutureAsked,
  now: number,
): Promise<LoadedFuture | null> {
  const { window: range } = resolveWindow(choice, summary.timeZone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], range.from - BEFORE_MS, 'details')).get(summary.name)
  return facts ? { view: futureView(facts, windowOf(facts, { ...range, now }), asked), range } : null
}

/** All that a saved state is simulated from, as the form carries it. */
export function askedText(choice: WindowChoice, asked: FutureAsked): string {
  return [windowQuery(choice), new URLSearchParams(futureQuery(asked)).toString()].filter(Boolean).join('&')
}
