// Reads from the URL which view of the overview is asked for. Nothing is clamped: what cannot be shown is said.
import { SORT_COLUMNS, type Sort, type SortColumn } from './overview-order'
import { readWindow, WINDOW_PARAMETERS, type WindowChoice, windowAsked } from './page-window'

export type OverviewView = {
  choice: WindowChoice
  text: string
  team: string | null
  sort: Sort
  grouped: boolean
  page: number
  /** In the order of the table. */
  columns: OverviewColumn[]
}
export type ReadView = { ok: true; view: OverviewView } | { ok: false; choice: WindowChoice | null; message: string }

export type OverviewColumn = Exclude<SortColumn, 'name'>
export const OVERVIEW_COLUMNS = SORT_COLUMNS.filter((column) => column !== 'name')

/** What a view is besides its window and the page that is open. */
export const VIEW_PARAMETERS = ['q', 'team', 'sort', 'group', 'columns']

type Asked = (name: string) => string | undefined

const PAGE = /^[1-9]\d{0,6}$/

export function readView(asked: Asked): ReadView {
  const window = readWindow(windowAsked(asked))
  if (!window.ok) return { ok: false, choice: null, message: window.message }
  const { choice } = window
  const sort = readSort(asked('sort'))
  if (!sort) return { ok: false, choice, message: `There is no column “${shortened(asked('sort'))}” to sort by.` }
  const group = asked('group') ?? 'team'
  if (group !== 'team' && group !== 'none') {
    return { ok: false, choice, message: `Services are grouped by team or not at all, not by “${shortened(group)}”.` }
  }
  const columns = (asked('columns') ?? '').split(',').filter((name) => name !== '')
  const unknown = columns.find((name) => !(OVERVIEW_COLUMNS as string[]).includes(name))
  if (unknown !== undefined) return { ok: false, choice, message: `There is no column “${shortened(unknown)}”.` }
  const page = asked('page') ?? '1'
  if (!PAGE.test(page)) return { ok: false, choice, message: `There is no page ${shortened(page)}.` }
  return {
    ok: true,
    view: {
      choice,
      text: asked('q') ?? '',
      team: asked('team') ?? null,
      sort,
      grouped: group === 'team',
      page: Number(page),
      columns: OVERVIEW_COLUMNS.filter((name) => columns.length === 0 || columns.includes(name)),
    },
  }
}

/** `-lead-time` is the longest first. */
function readSort(text = 'name'): Sort | null {
  const descending = text.startsWith('-')
  const column = SORT_COLUMNS.find((name) => name === (descending ? text.slice(1) : text))
  return column ? { column, descending } : null
}

/** What the header of a column asks for: the other direction of its own, else the largest first and names from A. */
export function nextSort(current: Sort, column: SortColumn): string | undefined {
  const descending = current.column === column ? !current.descending : column !== 'name'
  return column === 'name' && !descending ? undefined : `${descending ? '-' : ''}${column}`
}

function shortened(text = ''): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** The view in a query string without all that is none of its own; null where there is no such view. */
export function viewQuery(search: string): string | null {
  const query = new URLSearchParams(search)
  const asked: Asked = (name) => query.get(name) || undefined
  if (!readView(asked).ok) return null
  const known = [...WINDOW_PARAMETERS, ...VIEW_PARAMETERS].flatMap((name) => {
    const value = asked(name)
    return value === undefined ? [] : [[name, value]]
  })
  return new URLSearchParams(known).toString()
}
