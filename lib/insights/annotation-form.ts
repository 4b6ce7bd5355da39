// What the form of an annotation holds, as texts: made of what stands, read, checked.
import type { Said } from '../store/annotations'
import { dayKey, dayStart, parseDay } from '../time'
import { annotationZone, type Listed } from './annotation-words'

export const FIELDS = ['text', 'about', 'kind', 'from', 'until'] as const
export type FieldName = (typeof FIELDS)[number]
export type Values = Record<FieldName, string>
/** By field; '' is of none. */
export type Problems = Partial<Record<FieldName | '', string>>
export type Read = { ok: true; said: Said } | { ok: false; problems: Problems }

/** In characters. */
export const LONGEST = { text: 500, kind: 40 } as const
export const KINDS = ['freeze', 'holiday', 'reorganisation', 'practice', 'project'] as const
/** The epoch of git, and as far as anybody plans. */
export const DAYS = { first: '1970-01-01', last: '2199-12-31' } as const

type Known = { services: readonly Listed[]; before: Said | null }

/** The text of the choice of whom it is about: '' is everybody. */
export function aboutText({ team, service }: Pick<Said, 'team' | 'service'>): string {
  if (service !== null) return `service:${service}`
  return team === null ? '' : `team:${team}`
}

export function storedValues(said: Said, services: readonly Listed[]): Values {
  const zone = annotationZone(said, services)
  const last = said.until === null || said.until <= said.at ? said.at : said.until - 1
  const [from, until] = [dayKey(said.at, zone), dayKey(last, zone)]
  return { text: said.text, about: aboutText(said), kind: said.kind ?? '', from, until: until === from ? '' : until }
}

/** What was typed, in a form that can be stored: without NUL, half characters and line breaks. */
export function readValues(get: (name: FieldName) => unknown): Values {
  const text = (name: FieldName) => {
    const value = get(name)
    const given = typeof value === 'string' ? value : ''
    return given.replaceAll('\0', '').toWellFormed().replace(/\s+/g, ' ').trim()
  }
  return Object.fromEntries(FIELDS.map((name) => [name, text(name)])) as Values // sound: every field is there
}

/** Whole days: from the first instant of the first to the end of the last. Untouched days of what stood keep their instants. */
export function readAnnotation(values: Values, { services, before }: Known): Read {
  const problems: Problems = {}
  const { text, kind } = values
  if (text === '') problems.text = 'is empty'
  else if (lengthOf(text) > LONGEST.text) problems.text = tooLong(text, LONGEST.text)
  if (lengthOf(kind) > LONGEST.kind) problems.kind = tooLong(kind, LONGEST.kind)
  const about = readAbout(values.about, services, before)
  if (!about) problems.about = 'is neither everybody nor a team or a service that is known'
  const [from, until] = [readDay(values.from), readDay(values.until || values.from)]
  if (typeof from === 'string') problems.from = from
  if (typeof until === 'string' && values.until !== '') problems.until = until
  if (typeof from === 'number' && typeof until === 'number' && until < from) problems.until = 'is before the first day'
  if (Object.keys(problems).length > 0 || !about || typeof from === 'string' || typeof until === 'string') {
    return { ok: false, problems }
  }
  const zone = annotationZone(about, services)
  const spell = isUntouched(values, about, before, services)
    ? { at: before?.at ?? 0, until: before?.until ?? null }
    : { at: dayStart(from, zone), until: dayStart(until + 1, zone) }
  return { ok: true, said: { ...about, ...spell, kind: kind || null, text } }
}

function isUntouched(
  { from, until }: Values,
  about: Pick<Said, 'team' | 'service'>,
  before: Said | null,
  services: readonly Listed[],
): boolean {
  if (!before || aboutText(before) !== aboutText(about)) return false
  const shown = storedValues(before, services)
  return shown.from === from && shown.until === until
}

/** Null: nobody of that name. What it was about before may be gone meanwhile and stay. */
function readAbout(
  text: string,
  services: readonly Listed[],
  before: Said | null,
): Pick<Said, 'team' | 'service'> | null {
  if (text === '') return { team: null, service: null }
  if (before && text === aboutText(before)) return { team: before.team, service: before.service }
  const [kind = ''] = text.split(':', 1)
  const name = text.slice(kind.length + 1)
  if (kind === 'service' && services.some((service) => service.name === name)) return { team: null, service: name }
  return kind === 'team' && services.some(({ team }) => team === name) ? { team: name, service: null } : null
}

function readDay(text: string): number | string {
  if (text === '') return 'is not given'
  const day = parseDay(text)
  if (day === null) return 'is not a date that exists, such as 2026-03-01'
  if (text < DAYS.first) return `is before ${DAYS.first}`
  return text > DAYS.last ? `is after ${DAYS.last}` : day
}

const lengthOf = (text: string) => [...text].length

function tooLong(text: string, most: number): string {
  return `has ${lengthOf(text)} characters; there is room for ${most}`
}
