// When each connection is due. Every worker may run it: what several ask for at the same instant is one collection.
import { type ScheduledTask, schedule, validate } from 'node-cron'
import { type Connection, DEFAULT_SCHEDULE, listConnections } from '../lib/store/connections'
import { enqueueScheduled } from '../lib/store/queue'

type Enqueue = (connection: string, due: Date | null) => Promise<void>

/** Keeps one task per connection that is not paused; a changed schedule replaces it. */
export class Schedule {
  private readonly tasks = new Map<string, ScheduledTask>()

  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly enqueue: Enqueue = enqueueScheduled,
  ) {}

  /** Makes it what the database says by now. */
  async refresh(now: number): Promise<void> {
    const connections = (await listConnections()).filter(({ paused }) => !paused)
    const wanted = new Map(connections.map((connection) => [connection.name, expressionOf(connection)]))
    for (const [name, task] of this.tasks) {
      if (wanted.get(name) === task.getPattern()) continue
      await task.destroy()
      this.tasks.delete(name)
    }
    for (const connection of connections) {
      const { name } = connection
      if (this.tasks.has(name)) continue
      const task = schedule(expressionOf(connection), ({ date }) => this.ask(name, date), { name })
      this.tasks.set(name, task)
      if (isOverdue(connection, task, now)) await this.enqueue(name, null)
    }
  }

  async close(): Promise<void> {
    for (const task of this.tasks.values()) await task.destroy()
    this.tasks.clear()
  }

  private async ask(name: string, due: Date): Promise<void> {
    await this.enqueue(name, due).catch(this.onError)
  }
}

function expressionOf({ schedule: own }: Connection): string {
  return own && validate(own) ? own : DEFAULT_SCHEDULE
}

/** Whether it may have been due while no worker was there: it began longer ago than its next two times are apart. */
function isOverdue({ lastStartedAt }: Connection, task: ScheduledTask, now: number): boolean {
  const [first, second] = task.getNextRuns(2)
  if (lastStartedAt === null || !first || !second) return true
  return now - lastStartedAt >= second.getTime() - first.getTime()
}
