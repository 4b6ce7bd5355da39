import { WINDOW_PARAMETERS } from '../../../../lib/insights/page-window'
import { href, one, type Query } from '../../../_ui/query'

/** Where the page is, for links and times. */
export type Place = { path: string; query: Query; zone: string; now: number }

/** The list of runs. */
export const RUNS = 'runs'

type Asked = { show?: string; sort?: string; pipeline?: string; job?: string }

/** The list of runs, of these only, in the same window. */
export function runsHref({ path, query }: Pick<Place, 'path' | 'query'>, asked: Asked): string {
  const window = Object.fromEntries(WINDOW_PARAMETERS.map((name) => [name, one(query, name)]))
  return href(path, window, { show: undefined, ...asked }, RUNS)
}
