// A window and what it is compared with, in words.
import { dayKey, parseDay } from '../time'
import { unequalDays } from './page-window'
import { PRESETS, type WindowChoice } from './window-days'

/** The choice in words, and what it is compared with; null: with nothing. */
export function windowWords(choice: WindowChoice): { name: string; before: string | null } {
  return { name: nameOf(choice), before: againstWords(choice) }
}

function nameOf(choice: WindowChoice): string {
  if (choice.kind === 'all') return 'all time'
  if (choice.kind === 'dates') return `${choice.from} to ${lastDay(choice.to)}`
  if (choice.kind === 'preset') return `the last ${PRESETS[choice.preset]} weeks`
  return choice.back === 0 ? `this ${choice.kind} so far` : `the last ${choice.kind}`
}

function againstWords(choice: WindowChoice): string | null {
  const { against } = choice
  if (against?.kind === 'none') return null
  if (against?.kind === 'dates') return `${against.from} to ${lastDay(against.to)}`
  if (choice.kind === 'all') return null
  if (against?.kind === 'year') return 'the same a year before'
  if (choice.kind === 'preset') return `the ${PRESETS[choice.preset]} weeks before`
  return choice.kind === 'dates' ? 'the same length before' : `the ${choice.kind} before`
}

/** What to bear in mind where the two windows are not of one length; null where they are. */
export function unequalWords(choice: WindowChoice, zone: string, now: number): string | null {
  const lengths = unequalDays(choice, zone, now)
  return lengths && `${lengths[0]} days against ${lengths[1]}: medians, rates and frequencies are compared, not counts`
}

function lastDay(to: string): string {
  return dayKey((parseDay(to) ?? 0) * 86_400_000 - 1, 'UTC')
}
