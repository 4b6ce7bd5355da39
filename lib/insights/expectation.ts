// An expectation in numbers, as a retro's action has it: read from a form, and said in words.
import { formatDuration, formatPerWeek, formatRate } from '../format'
import { isLocalDate } from '../time'
import { dayAfter } from './retro-days'
import { findMeasure, MEASURES, type Measure } from './retro-measure'
import { readDuration } from './stream-estimate'

export type Side = 'at-most' | 'at-least'
export type Expectation = { measure: string; side: Side; value: number; weeks: number }
/** `value` in seconds, a rate from 0 to 1, or a number per day; `due` a local day. */
export type ActionDraft = Expectation & { text: string; ownerRole: string; due: string }

export const ACTION_FIELDS = ['text', 'ownerRole', 'due', 'measure', 'side', 'value', 'weeks'] as const
export type ActionField = (typeof ACTION_FIELDS)[number]
export type ActionText = Record<ActionField, string>
export type ActionRead =
  | { ok: true; action: ActionDraft }
  | { ok: false; problems: Partial<Record<ActionField, string>> }

export const LONGEST_ACTION = 300
export const LONGEST_ROLE = 60
export const MOST_WEEKS = 26
const LONGEST_SECONDS = 366 * 86_400
const MOST_PER_WEEK = 10_000
/** A date further away is no date to keep. */
export const LATEST_DAYS = 366

/** What a form offers: metrics, then the medians of stages. */
export function measureOptions(): { id: string; words: string }[] {
  return MEASURES.map((measure) => ({ id: measure.id, words: measureWords(measure) }))
}

/** "Lead time for changes", "Pickup, median". */
export function measureWords({ title, metric }: Pick<Measure, 'title' | 'metric'>): string {
  return metric === null ? `${title}, median` : title
}

/** "Pickup, median at most 4 h within 3 weeks". */
export function expectationWords({ measure, side, value, weeks }: Expectation): string {
  const found = findMeasure(measure)
  const words = found ? measureWords(found) : measure
  const within = `within ${weeks}\u00a0${weeks === 1 ? 'week' : 'weeks'}`
  return `${words} ${side === 'at-most' ? 'at most' : 'at least'} ${formatMeasure(found?.unit ?? 'seconds', value)} ${within}`
}

export function formatMeasure(unit: Measure['unit'], value: number | null): string {
  if (unit === 'seconds') return formatDuration(value)
  return unit === 'rate' ? formatRate(value) : formatPerWeek(value)
}

/** `today` is the local day of the team. */
export function readAction(given: ActionText, today: string): ActionRead {
  const problems: Partial<Record<ActionField, string>> = {}
  const text = lineOf(given.text)
  if (text === '') problems.text = 'is missing'
  else if ([...text].length > LONGEST_ACTION) problems.text = `has at most ${LONGEST_ACTION} characters`
  const ownerRole = lineOf(given.ownerRole)
  if (ownerRole === '') problems.ownerRole = 'is missing'
  else if ([...ownerRole].length > LONGEST_ROLE) problems.ownerRole = `has at most ${LONGEST_ROLE} characters`
  else if (ownerRole.includes('@')) problems.ownerRole = 'is a role such as “on call”, not an address'
  const due = given.due.trim()
  if (!isLocalDate(due)) problems.due = 'is a date such as 2026-03-31'
  else if (due < today || due > dayAfter(today, LATEST_DAYS)) problems.due = 'is from today on, and within a year'
  const measure = findMeasure(given.measure)
  if (!measure) problems.measure = 'is one of the list'
  const { side } = given
  if (side !== 'at-most' && side !== 'at-least') problems.side = 'is at most or at least'
  const value = measure ? readValue(measure.unit, given.value) : 0
  if (value === null && measure) problems.value = VALUE_WORDS[measure.unit]
  const weeks = /^\d{1,2}$/.test(given.weeks.trim()) ? Number(given.weeks) : 0
  if (weeks < 1 || weeks > MOST_WEEKS) problems.weeks = `is a whole number from 1 to ${MOST_WEEKS}`
  if (Object.keys(problems).length > 0 || !measure || value === null) return { ok: false, problems }
  // sound: anything else is a problem above
  return { ok: true, action: { text, ownerRole, due, measure: measure.id, side: side as Side, value, weeks } }
}

const VALUE_WORDS: Record<Measure['unit'], string> = {
  seconds: 'is a number and a unit: 45 min, 1.5 h, 2 d, 1 w',
  rate: 'is a percentage from 0 to 100: 15 %',
  'per-day': 'is a number per week: 3 / week',
}

/** The number in the measure's own unit; null: it is none. */
function readValue(unit: Measure['unit'], text: string): number | null {
  if (unit === 'seconds') {
    const seconds = readDuration(text)
    return seconds === null || seconds > LONGEST_SECONDS ? null : seconds
  }
  const pattern =
    unit === 'rate' ? /^(\d{1,3}(?:[.,]\d{1,2})?)\s*%?$/ : /^(\d{1,5}(?:[.,]\d{1,2})?)\s*((\/|a|per)\s*week)?$/
  const amount = Number(pattern.exec(text.trim())?.[1]?.replace(',', '.') ?? Number.NaN)
  if (Number.isNaN(amount)) return null
  if (unit === 'rate') return amount <= 100 ? amount / 100 : null
  return amount <= MOST_PER_WEEK ? amount / 7 : null
}

/** One line without control characters and marks that would turn what follows. */
function lineOf(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim()
    .normalize('NFC')
}
