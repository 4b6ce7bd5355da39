import { parseWindowBound } from '../lib/time'

/** The command was called wrongly: exit code 2, with the right way beside it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A time option in the service's zone. Throws `UsageError` naming the option. */
export function timeOption(option: string, text: string, zone: string): number {
  const at = parseWindowBound(text, zone)
  if (at !== null) return at
  throw new UsageError(
    `--${option} ${JSON.stringify(text)} is not a time. Give a date (2026-03-01) or an RFC 3339 time with an offset (2026-03-01T09:00:00Z).`,
  )
}

/** The half-open window of --from and --to. */
export function windowOptions(from: string, to: string, zone: string): { from: number; to: number } {
  const window = { from: timeOption('from', from, zone), to: timeOption('to', to, zone) }
  if (window.from < window.to) return window
  throw new UsageError(`The window is empty: --from ${from} is not before --to ${to} (--to is exclusive).`)
}

export function choiceOption<Choice extends string>(
  option: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (text === undefined) return undefined
  const found = choices.find((choice) => choice === text)
  if (found) return found
  throw new UsageError(`--${option} ${JSON.stringify(text)} is not known. Give one of: ${choices.join(', ')}.`)
}
