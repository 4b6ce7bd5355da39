import { type ReadWindow, readWindow, WINDOW_PARAMETERS, windowAsked } from '../../../../lib/insights/page-window'
import type { Iteration } from '../../../../lib/insights/window-days'
import { one, type Query } from '../../../_ui/query'

/** The window of the address; without one, the team's last iteration, or the last four weeks where it has none. */
export function askedWindow(query: Query, iteration: Iteration | null): ReadWindow {
  if (WINDOW_PARAMETERS.some((name) => one(query, name) !== undefined)) {
    return readWindow(windowAsked((name) => one(query, name)))
  }
  return readWindow({
    window: iteration ? `last-iteration.${iteration.start}.${iteration.days}` : '4w',
  })
}
