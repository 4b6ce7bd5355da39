import { createTask, validate } from 'node-cron'
import { DEFAULT_SCHEDULE } from '../store/connections'

/** The next instants at which a connection is due, epoch milliseconds, by its own cron expression or the usual one. */
function nextRuns(schedule: string | null, many: number): number[] {
  const task = createTask(schedule && validate(schedule) ? schedule : DEFAULT_SCHEDULE, () => {})
  const runs = task.getNextRuns(many).map((at) => at.getTime())
  void task.destroy()
  return runs
}

export function nextRunAt(schedule: string | null): number | null {
  return nextRuns(schedule, 1)[0] ?? null
}

/** The source could have been collected this often since it last was, and an hour went by. */
const MISSED = 3
const HOUR = 3_600_000

/** Whether a connection that is to be collected by itself was not for much longer than its schedule says. */
export function isLate(schedule: string | null, lastFinishedAt: number | null, now: number): boolean {
  const [first = 0, second = 0] = nextRuns(schedule, 2)
  return lastFinishedAt !== null && now - lastFinishedAt > Math.max(HOUR, MISSED * (second - first))
}
