// The rows behind a figure of the flow page.
import { FLOW_ITEMS, type FlowItem } from '../metrics/flow-item'
import { waitingChanges } from '../metrics/population'
import { loadTitles } from '../store/flow-records'
import type { FlowChange, ServiceFlow } from './flow-load'
import { groupedBy } from './grouped'
import { pageOfRows, type Slice } from './page-of-rows'
import { changeIdAt } from './rows'
import { changeLabel } from './service-rows'

/** Delivered changes, those of one flow item, or what is in progress at the end of the window. */
export const FLOW_SHOWS = ['delivered', ...FLOW_ITEMS, 'progress'] as const
export type FlowShow = (typeof FLOW_SHOWS)[number]
export type FlowAsked = { show: FlowShow; page: number | null }
export type FlowRead = { ok: true; asked: FlowAsked | null } | { ok: false; message: string }

/** What the address asks; `asked` null: nothing. */
export function readFlowAsked({ show, page }: { show?: string | undefined; page?: string | undefined }): FlowRead {
  if (show === undefined) return { ok: true, asked: null }
  const wanted = FLOW_SHOWS.find((one) => one === show)
  if (!wanted)
    return { ok: false, message: `There is no list “${show.slice(0, 40)}”. There are ${FLOW_SHOWS.join(', ')}.` }
  if (page !== undefined && !/^[1-9]\d{0,6}$/.test(page))
    return { ok: false, message: `“${page.slice(0, 40)}” is no page number.` }
  return { ok: true, asked: { show: wanted, page: page === undefined ? null : Number(page) } }
}

/** `seconds`: lead time, or age of what is in progress. `at`: when it was delivered, or when it began. */
export type FlowEntry = {
  service: string
  id: string
  at: number
  seconds: number
  item: FlowItem | null
  by: FlowChange['by']
  title: string | null
}
export type FlowRow = FlowEntry & { label: string; title: string }

/** Pure. The latest delivered first; of what is in progress the oldest. */
export function flowEntries(parts: readonly ServiceFlow[], show: FlowShow): FlowEntry[] {
  if (show === 'progress') {
    const work = parts.flatMap(({ facts, window }) =>
      waitingChanges(facts, window).map(({ row, since, ageSeconds }): FlowEntry => {
        const id = changeIdAt(facts, row)
        const nothing = { item: null, by: null, title: null }
        return { service: facts.service.name, id, at: since, seconds: ageSeconds, ...nothing }
      }),
    )
    return work.sort((a, b) => b.seconds - a.seconds || (a.id < b.id ? -1 : 1))
  }
  const done = parts.flatMap(({ facts, changes }) =>
    changes.flatMap(({ id, at, leadSeconds, item, by, title }): FlowEntry[] =>
      show === 'delivered' || item === show
        ? [{ service: facts.service.name, id, at, seconds: leadSeconds, item, by, title }]
        : [],
    ),
  )
  return done.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
}

/** One page of the entries with their titles. */
export async function flowPage(
  entries: readonly FlowEntry[],
  page: number | null,
  size: number,
): Promise<Slice<FlowRow>> {
  const slice = pageOfRows([...entries.keys()], (row) => row, { descending: false, page, size })
  const shown = slice.rows.map((row) => entries[row] as FlowEntry) // sound: places in the list
  const titles = new Map<FlowEntry, string>()
  const untitled = shown.filter(({ title }) => title === null)
  for (const [service, own] of groupedBy(untitled, (entry) => entry.service)) {
    const found = await loadTitles(
      service,
      own.map(({ id }) => id),
    )
    for (const entry of own) titles.set(entry, found.get(entry.id) ?? '')
  }
  const rows = shown.map(
    (entry): FlowRow => ({
      ...entry,
      label: changeLabel(entry.id),
      title: entry.title ?? titles.get(entry) ?? '',
    }),
  )
  return { ...slice, rows }
}
