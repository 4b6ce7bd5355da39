// The rows behind a box, a triangle or a way back of a value stream, slowest first.
import { keyOf } from '../facts/fact-key'
import { STAGES, type Stage } from '../facts/stage'
import type { Judge } from '../metrics/sent-back'
import { isJudge, RECOVERY_STAGES, type RecoveryStage } from '../metrics/stream'
import { loadFactRows } from '../store/fact-rows'
import { groupedBy } from './grouped'
import { pageOfRows, type Slice } from './page-of-rows'
import { changeLabel } from './service-rows'
import type { ServiceStream } from './stream-load'

/** `lead`: the whole way to production; `verify`: from there to a passed check; `restore`: a whole incident. */
export type StreamPart = Stage | RecoveryStage | 'lead' | 'verify' | 'restore'
/** What went through, what came back, what is in it now. */
export const STREAM_SHOWS = ['through', 'back', 'now'] as const
export type StreamShow = (typeof STREAM_SHOWS)[number]

export type StreamAsked = { part: StreamPart; show: StreamShow; page: number | null }
export type StreamRead = { ok: true; asked: StreamAsked | null } | { ok: false; message: string }

const PARTS: readonly string[] = [...STAGES, 'lead', 'verify', ...RECOVERY_STAGES, 'restore']

function isPart(text: string): text is StreamPart {
  return PARTS.includes(text)
}

/** Whether a stage judges what reaches it, so that changes may come back. */
export function sendsBack(part: string): part is Judge {
  return isJudge(part)
}

export function isOfIncidents(part: StreamPart): part is RecoveryStage | 'restore' {
  return part === 'restore' || (RECOVERY_STAGES as readonly string[]).includes(part)
}

/** What the address asks; `asked` null: nothing. */
export function readStreamAsked(query: {
  stage?: string | undefined
  show?: string | undefined
  page?: string | undefined
}): StreamRead {
  const { stage, show = 'through', page } = query
  if (stage === undefined) return { ok: true, asked: null }
  const no = (message: string): StreamRead => ({ ok: false, message })
  if (!isPart(stage)) return no(`There is no stage “${stage.slice(0, 40)}”. There are ${PARTS.join(', ')}.`)
  const wanted = STREAM_SHOWS.find((one) => one === show)
  if (!wanted) return no(`There is no selection “${show.slice(0, 40)}”. There are ${STREAM_SHOWS.join(', ')}.`)
  if (wanted === 'back' && !isJudge(stage))
    return no(`Nothing is sent back by ${stage}: review, build and deploy do that.`)
  if (wanted === 'now' && !(STAGES as readonly string[]).includes(stage)) return no(`No work is counted in ${stage}.`)
  if (page !== undefined && !/^[1-9]\d{0,6}$/.test(page)) return no(`“${page.slice(0, 40)}” is no page number.`)
  return { ok: true, asked: { part: stage, show: wanted, page: page === undefined ? null : Number(page) } }
}

/** `seconds`: what the list is ordered by. `wholeSeconds`: lead time, time to restore, or age. */
export type StreamEntry = {
  service: string
  source: string
  id: string
  /** Null where it came back and is not known to have ended. */
  seconds: number | null
  wholeSeconds: number
  /** How often it came back. */
  returns: number
}

/** Pure. Slowest first; what has not ended comes before all. */
export function streamEntries(parts: readonly ServiceStream[], { part, show }: StreamAsked): StreamEntry[] {
  const entries = parts.flatMap((own) => entriesOf(own, part, show))
  const height = ({ seconds }: StreamEntry) => seconds ?? Number.POSITIVE_INFINITY
  return entries.sort((a, b) => (height(a) === height(b) ? 0 : height(b) - height(a)) || (a.id < b.id ? -1 : 1))
}

function entriesOf({ changes, work, recoveries, window }: ServiceStream, part: StreamPart, show: StreamShow) {
  if (isOfIncidents(part)) {
    const at = part === 'restore' ? -1 : RECOVERY_STAGES.indexOf(part)
    return recoveries.flatMap(({ service, source, id, seconds, observed, restoreSeconds }): StreamEntry[] => {
      if (at >= 0 && !observed[at]) return []
      const own = at < 0 ? restoreSeconds : (seconds[at] ?? 0)
      return [{ service, source, id, seconds: own, wholeSeconds: restoreSeconds, returns: 0 }]
    })
  }
  if (show === 'now') {
    const here = work.filter(({ stage }) => stage === part)
    return here.map(({ service, id, ageSeconds, staySeconds }): StreamEntry => {
      return { service, source: '', id, seconds: staySeconds, wholeSeconds: ageSeconds, returns: 0 }
    })
  }
  return changes.flatMap((change): StreamEntry[] => {
    const { service, id, leadSeconds, verifiedSeconds, returns } = change
    const came = isJudge(part) ? (returns[part] ?? []) : []
    const entry = { service, source: '', id, wholeSeconds: leadSeconds, returns: came.length }
    if (show === 'back') {
      if (came.length === 0) return []
      const ended = came.flatMap(({ at, backAt }) => (backAt === null ? [] : [window.seconds(at, backAt)]))
      const seconds = ended.length < came.length ? null : ended.reduce((sum, one) => sum + one, 0)
      return [{ ...entry, seconds }]
    }
    if (part === 'lead') return [{ ...entry, seconds: leadSeconds }]
    if (part === 'verify') return verifiedSeconds === null ? [] : [{ ...entry, seconds: verifiedSeconds }]
    const at = STAGES.indexOf(part)
    return change.observed[at] ? [{ ...entry, seconds: change.seconds[at] ?? 0 }] : []
  })
}

export type StreamRow = StreamEntry & { label: string; title: string }

/** One page of the entries with their titles. */
export async function streamPage(
  entries: readonly StreamEntry[],
  { part, page }: StreamAsked,
  size: number,
): Promise<Slice<StreamRow>> {
  const slice = pageOfRows([...entries.keys()], (row) => row, { descending: false, page, size })
  const shown = slice.rows.map((row) => entries[row] as StreamEntry) // sound: places in the list
  const titles = new Map<string, string>()
  for (const [service, own] of groupedBy(shown, (entry) => entry.service)) {
    const wanted = isOfIncidents(part) ? { incidents: own } : { changes: own.map(({ id }) => id) }
    const { changes, incidents } = await loadFactRows(service, wanted)
    for (const entry of own) {
      const found = isOfIncidents(part) ? incidents.get(keyOf(entry)) : changes.get(entry.id)
      titles.set(titleKey(entry), found?.title ?? '')
    }
  }
  const rows = shown.map((entry) => ({
    ...entry,
    label: isOfIncidents(part) ? entry.id : changeLabel(entry.id),
    title: titles.get(titleKey(entry)) ?? '',
  }))
  return { ...slice, rows }
}

function titleKey({ service, source, id }: StreamEntry): string {
  return JSON.stringify([service, source, id])
}
