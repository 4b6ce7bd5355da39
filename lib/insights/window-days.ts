// The windows that one can choose: which local days each means, and which it is compared with. A day is its number since 1970-01-01.
import { parseDay } from '../time'

export const PRESETS = { '4w': 4, '12w': 12, '26w': 26, '52w': 52 } as const
export type Preset = keyof typeof PRESETS

/** From its first day on, every so many days. */
export type Iteration = { start: string; days: number }

/** What the URL says; `dates` end before `to`. `back` 0 is the quarter or the iteration under way, up to today. */
type Shown =
  | { kind: 'preset'; preset: Preset }
  | { kind: 'all' }
  | { kind: 'dates'; from: string; to: string }
  | { kind: 'quarter'; back: 0 | 1 }
  | ({ kind: 'iteration'; back: 0 | 1 } & Iteration)

export type Against = { kind: 'year' } | { kind: 'none' } | { kind: 'dates'; from: string; to: string }

/** Without `against` it is compared with the window before. */
export type WindowChoice = Shown & { against?: Against }

/** Half open. */
export type Days = { from: number; to: number }

/** `previous` is null where nothing is compared with. `all` begins with the day of the first deployment. */
export function daysOf(choice: WindowChoice, today: number, first: number): { days: Days; previous: Days | null } {
  const days = shownDays(choice, today, first)
  const { against } = choice
  if (against?.kind === 'none') return { days, previous: null }
  if (against?.kind === 'dates') return { days, previous: dated(against) }
  if (choice.kind === 'all') return { days, previous: null }
  return { days, previous: against?.kind === 'year' ? yearBefore(choice, days) : before(choice, days) }
}

function shownDays(choice: WindowChoice, today: number, first: number): Days {
  const tomorrow = today + 1
  if (choice.kind === 'all') return { from: first, to: tomorrow }
  if (choice.kind === 'dates') return dated(choice)
  if (choice.kind === 'preset') return { from: tomorrow - 7 * PRESETS[choice.preset], to: tomorrow }
  const from = periodStart(choice, today)
  return choice.back === 0 ? { from, to: tomorrow } : { from: periodStart(choice, from - 1), to: from }
}

type Period = Extract<WindowChoice, { back: 0 | 1 }>

/** The first day of the quarter or the iteration that holds the day. */
function periodStart(choice: Period, day: number): number {
  if (choice.kind === 'iteration') {
    const start = parseDay(choice.start) ?? 0
    return start + Math.floor((day - start) / choice.days) * choice.days
  }
  const date = dateOf(day)
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3, 1) / DAY
}

/** As many days before it; of a quarter or an iteration the whole one before. */
function before(choice: WindowChoice, { from, to }: Days): Days {
  if (choice.kind !== 'quarter' && choice.kind !== 'iteration') return { from: from - (to - from), to: from }
  return { from: periodStart(choice, from - 1), to: from }
}

/** Quarters and dates keep their dates, weeks and iterations their days of the week: 52 weeks before. */
function yearBefore({ kind }: WindowChoice, { from, to }: Days): Days {
  if (kind !== 'quarter' && kind !== 'dates') return { from: from - 364, to: to - 364 }
  return { from: sameDateBefore(from), to: sameDateBefore(to) }
}

/** 29 February becomes 1 March. */
function sameDateBefore(day: number): number {
  const date = dateOf(day)
  return date.setUTCFullYear(date.getUTCFullYear() - 1) / DAY
}

function dated({ from, to }: { from: string; to: string }): Days {
  return { from: parseDay(from) ?? 0, to: parseDay(to) ?? 0 }
}

const DAY = 86_400_000

function dateOf(day: number): Date {
  return new Date(day * DAY)
}
