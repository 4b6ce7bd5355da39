import { createTask, validate } from 'node-cron'
import { DEFAULT_SCHEDULE } from '../../lib/store/connections'

/** When a connection is due next, epoch milliseconds, by its own cron expression or the usual one. */
export function nextRunAt(schedule: string | null): number | null {
  const task = createTask(schedule && validate(schedule) ? schedule : DEFAULT_SCHEDULE, () => {})
  const [next] = task.getNextRuns(1)
  void task.destroy()
  return next?.getTime() ?? null
}
