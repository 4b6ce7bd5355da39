// What the URL of a service's page asks of its lists: which one, which rows, in which order. Nothing is guessed: what is not understood is said.

export const TABS = ['changes', 'deployments', 'incidents', 'waiting'] as const
export type Tab = (typeof TABS)[number]

/** The first of each is what a list shows by itself. */
export const SORTS = {
  changes: ['deployed', 'started', 'lead'],
  deployments: ['finished', 'took', 'changes', 'recovery'],
  incidents: ['started', 'resolved', 'lasted'],
  waiting: ['age'],
} as const satisfies Record<Tab, readonly string[]>
export type Sort<Of extends Tab = Tab> = (typeof SORTS)[Of][number]

export const SHOWS = {
  changes: ['all', 'counted', 'bots', 'left-out', 'baseline'],
  deployments: ['all', 'failed', 'repairs', 'attempts', 'unknown'],
  incidents: ['all', 'open', 'unlinked'],
  waiting: ['all', 'open', 'merged'],
} as const satisfies Record<Tab, readonly string[]>
export type Show<Of extends Tab = Tab> = (typeof SHOWS)[Of][number]

export type ListQuery = {
  [Of in Tab]: {
    tab: Of
    sort: Sort<Of>
    descending: boolean
    show: Show<Of>
    /** A part of a title or an id; '' for all. */
    text: string
    /** Null: the first, or the one that has the open row. */
    page: number | null
    /** The id of the row that is expanded; every row of the page for `all`. */
    open: string | null
    /** Only the changes of this deployment. */
    deployment: string | null
  }
}[Tab]

type Asked = Partial<Record<'tab' | 'sort' | 'dir' | 'show' | 'q' | 'page' | 'open' | 'deployment', string | undefined>>
export type ReadList = { ok: true; list: ListQuery } | { ok: false; message: string }

export const EVERY_ROW = 'all'

export function readList(asked: Asked): ReadList {
  const tab = asked.tab ?? TABS[0]
  if (!isOneOf(TABS, tab)) return no('tab', tab, TABS)
  const sort = asked.sort ?? SORTS[tab][0]
  if (!isOneOf<string>(SORTS[tab], sort)) return no(`order of ${tab}`, sort, SORTS[tab])
  const show = asked.show ?? SHOWS[tab][0]
  if (!isOneOf<string>(SHOWS[tab], show)) return no(`selection of ${tab}`, show, SHOWS[tab])
  const dir = asked.dir ?? 'desc'
  if (dir !== 'asc' && dir !== 'desc') return no('direction', dir, ['asc', 'desc'])
  if (asked.page !== undefined && !/^[1-9]\d{0,6}$/.test(asked.page)) {
    return { ok: false, message: `“${shorten(asked.page)}” is no page number: pages count from 1.` }
  }
  const list = {
    tab,
    sort,
    descending: dir === 'desc',
    show,
    text: (asked.q ?? '').trim(),
    page: asked.page === undefined ? null : Number(asked.page),
    open: asked.open ?? null,
    deployment: tab === 'changes' ? (asked.deployment ?? null) : null,
  }
  return { ok: true, list: list as ListQuery } // sound: sort and show are of the tab's own lists
}

function isOneOf<One extends string>(known: readonly One[], value: string): value is One {
  return (known as readonly string[]).includes(value)
}

function no(what: string, given: string, known: readonly string[]): ReadList {
  return { ok: false, message: `There is no ${what} “${shorten(given)}”. There are ${known.join(', ')}.` }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
