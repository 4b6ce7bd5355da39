// What a person who waits for a collection reads: one stream's pages and records, and what is left.
import type { Progress } from '../lib/collectors/run'
import { formatDuration } from '../lib/format'

// Before that many streams have ended nothing is known of how long one takes.
const ENOUGH_ENDED = 3

/** `elapsedSeconds`: since the run began. */
export function progressLine(progress: Progress, elapsedSeconds: number): string {
  const { stream, scope, pages, records, note, ended, known, budget } = progress
  const what = scope ? `${stream} of ${scope.title}` : stream
  if (budget) return `${what}: ${count(budget.remaining)} of ${count(budget.limit)} requests left`
  const read = `${count(records)} records`
  const said = [note ?? (pages > 1 ? `${count(pages)} pages, ${read}` : read)]
  if (known > 1) said.push(`${count(ended)} of ${count(known)} streams done`)
  const left = ended >= ENOUGH_ENDED ? (elapsedSeconds / ended) * (known - ended) : 0
  if (left >= 1) said.push(`about ${formatDuration(left)} left`)
  return `${what}: ${said.join('; ')}`
}

function count(number: number): string {
  return number.toLocaleString('en')
}
