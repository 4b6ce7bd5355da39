// What a person who waits for a collection reads: one stream's pages and records, and what is left.
import type { Budget } from '../lib/collectors/contract'
import type { Progress } from '../lib/collectors/run'
import { formatDuration } from '../lib/format'

// Before that many streams have ended nothing is known of how long one takes.
const ENOUGH_ENDED = 3

/** `elapsedSeconds`: since the run began. `budget`: what the source said last. */
export function progressLine(progress: Progress, elapsedSeconds: number, budget?: Budget): string {
  const { stream, scope, pages, records, note, ended, known } = progress
  const what = scope ? `${stream} of ${scope.title}` : stream
  const read = `${count(records)} records`
  const said = [note ?? (pages > 1 ? `${count(pages)} pages, ${read}` : read)]
  if (known > 1) said.push(`${count(ended)} of ${count(known)} streams done`)
  const left = ended >= ENOUGH_ENDED ? (elapsedSeconds / ended) * (known - ended) : 0
  if (left >= 1) said.push(`about ${formatDuration(left)} left`)
  if (budget) said.push(`${count(budget.remaining)} of ${count(budget.limit)} requests left`)
  return `${what}: ${said.join('; ')}`
}

function count(number: number): string {
  return number.toLocaleString('en')
}
