// The edits of a future state as an address and a saved one have them. What cannot be understood is said beside its field.
import { STAGES, type Stage } from '../facts/stage'
import { formatDuration, formatRate } from '../format'
import type { StreamEdits } from '../metrics/future-state'
import { readDuration } from './stream-estimate'
import { joined } from './stream-words'

export type FutureAsked = { edits: StreamEdits; limit: number | null }
export const MOST_PERCENT = 400
const MOST_LIMIT = 1000
const YEAR_SECONDS = 366 * 86_400

/** `keep-review=50`: half of its time is left; `most-review=4h`: it takes no more than that. */
export const EDIT_PARAMETERS = [
  ...STAGES.flatMap((stage) => [`keep-${stage}`, `most-${stage}`]),
  'batch',
  'limit',
] as readonly string[]

export type ReadFuture = { asked: FutureAsked; problems: Record<string, string> }

/** An edit that is not understood is left out and named in `problems`, by its parameter. */
export function readFuture(one: (name: string) => string | undefined): ReadFuture {
  const problems: Record<string, string> = {}
  const percent = (name: string): number => {
    const text = one(name)?.trim().replace(/\s*%$/, '').replace(',', '.')
    if (text === undefined || text === '') return 1
    if (/^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) <= MOST_PERCENT) return Number(text) / 100
    problems[name] = `is a number from 0 to ${MOST_PERCENT}, in per cent of today`
    return 1
  }
  const stages: StreamEdits['stages'] = {}
  for (const stage of STAGES) {
    const share = percent(`keep-${stage}`)
    const text = one(`most-${stage}`)
    const most = text === undefined ? null : readDuration(text)
    if (text !== undefined && most === null) problems[`most-${stage}`] = 'is a number and a unit: 45 min, 4 h, 2 d'
    const isBound = most !== null && most <= YEAR_SECONDS
    if (share !== 1 || isBound) stages[stage] = { share, most: isBound ? most : null }
  }
  let batch = percent('batch')
  if (batch === 0) {
    problems.batch = 'cannot be 0: every deployment has at least one change'
    batch = 1
  }
  const asked = one('limit')?.trim()
  const isLimit = asked !== undefined && /^[1-9]\d{0,3}$/.test(asked) && Number(asked) <= MOST_LIMIT
  if (asked !== undefined && !isLimit) problems.limit = `is a whole number from 1 to ${MOST_LIMIT}, or empty`
  return { asked: { edits: { stages, batch }, limit: isLimit ? Number(asked) : null }, problems }
}

/** The edits as parameters; only those that change something. */
export function futureQuery({ edits, limit }: FutureAsked): Record<string, string> {
  const query: Record<string, string> = {}
  for (const stage of STAGES) {
    const edit = edits.stages[stage]
    if (edit && edit.share !== 1) query[`keep-${stage}`] = percentText(edit.share)
    if (edit && edit.most !== null) query[`most-${stage}`] = durationText(edit.most)
  }
  if (edits.batch !== 1) query.batch = percentText(edits.batch)
  if (limit !== null) query.limit = String(limit)
  return query
}

/** As a field takes it: "1.5 h". */
export function durationText(seconds: number): string {
  const [unit, size] =
    seconds % 86_400 === 0 && seconds > 0 ? ['d', 86_400] : seconds >= 3600 ? ['h', 3600] : ['min', 60]
  return `${Number((seconds / size).toFixed(3))} ${unit}`
}

function percentText(share: number): string {
  return String(Number((share * 100).toFixed(2)))
}

/** "no merge", "half of pickup", "review at most 4 h"; empty where nothing is changed. */
export function editWords({ edits, limit }: FutureAsked): string[] {
  const words = STAGES.flatMap((stage: Stage): string[] => {
    const edit = edits.stages[stage]
    if (!edit) return []
    if (edit.share === 0 || edit.most === 0) return [`no ${stage}`]
    const left =
      edit.share === 1 ? stage : edit.share === 0.5 ? `half of ${stage}` : `${formatRate(edit.share)} of ${stage}`
    return [edit.most === null ? left : `${left} at most ${formatDuration(edit.most)}`]
  })
  if (edits.batch !== 1) words.push(edits.batch === 0.5 ? 'half the batch' : `${formatRate(edits.batch)} of the batch`)
  if (limit !== null) words.push(`at most ${limit} in progress`)
  return words
}

/** Whether it says anything about single changes; a limit alone does not. */
export function changesStages({ edits }: FutureAsked): boolean {
  return Object.keys(edits.stages).length > 0 || edits.batch !== 1
}

export function editSentence(asked: FutureAsked): string {
  const words = editWords(asked)
  return words.length === 0 ? 'nothing changed' : joined(words)
}
