// The worker's side of the queue: takes what is asked for, has it done, and says how it ended. Pages use lib/store/queue.ts.
import PgBoss from 'pg-boss'
import { StreamgaugeError } from '../lib/errors'
import { COLLECT_QUEUE, giveBack, queueDatabase, whileSettingUpQueue } from '../lib/store/queue'
import { pause } from './pause'

/** How a job ended: for good, to be done again (at once, or later), or failed in a way that passes. */
export type Ended = { how: 'done' } | { how: 'again'; at: Date | null } | { how: 'failed'; reason: string }

export type QueueWork = {
  /** Jobs at the same time. */
  slots: number
  handle: (connection: string) => Promise<Ended>
  onError: (error: unknown) => void
  /** When it aborts, nothing new is begun; what goes on is waited for. */
  signal: AbortSignal
  pollMs?: number
}

const POLL_MS = 1000
// What is done is of no use an hour later: how runs went is kept elsewhere.
const TIDY = { maintenanceIntervalSeconds: 600, archiveCompletedAfterSeconds: 3600, deleteAfterDays: 1 }

// Three tries more, after about 45 s, 90 s and 3 minutes. LIMIT: pg-boss lets no job be active for a day.
const QUEUE = {
  name: COLLECT_QUEUE,
  policy: 'short',
  retryLimit: 3,
  retryDelay: 30,
  retryBackoff: true,
  expireInSeconds: 23 * 60 * 60,
  retentionMinutes: 14 * 24 * 60,
} as const

/** Makes the queue if need be, and keeps it tidy while it is open. Several processes may do so at once. Throws `config`. */
export async function openQueue(onError: (error: unknown) => void): Promise<PgBoss> {
  const boss = new PgBoss({ db: queueDatabase, schedule: false, ...TIDY })
  boss.on('error', onError)
  try {
    // NOTE: pg-boss tells a lost race from a failure by the words of an English server; here nobody races.
    await whileSettingUpQueue(async () => {
      await boss.start()
      await boss.createQueue(QUEUE.name, { ...QUEUE })
      await boss.updateQueue(QUEUE.name, { ...QUEUE })
    })
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {})
    if ((error as { code?: unknown }).code !== '42501') throw error
    throw new StreamgaugeError('config', 'The database does not let us make the schema pgboss for the queue.', {
      cause: error,
      hint: 'As its owner: grant create on database NAME to USER.',
    })
  }
  return boss
}

/** Takes jobs until it is told to stop, and returns when the last one has ended. */
export async function workQueue(boss: PgBoss, work: QueueWork): Promise<void> {
  const { slots, signal, pollMs = POLL_MS } = work
  const running = new Set<Promise<void>>()
  while (!signal.aborted) {
    const free = slots - running.size
    const jobs = free > 0 ? await boss.fetch<{ connection: string }>(QUEUE.name, { batchSize: free }) : []
    for (const { id, data } of jobs) {
      const run = workJob(boss, id, data.connection, work).finally(() => running.delete(run))
      running.add(run)
    }
    await pause(pollMs, signal)
  }
  await Promise.all(running)
}

/** What cannot be told to the database stays as begun by nobody, and is taken up as such. */
async function workJob(boss: PgBoss, id: string, connection: string, work: QueueWork): Promise<void> {
  try {
    const ended = await work.handle(connection)
    if (ended.how === 'again') await giveBack(id, ended.at)
    else if (ended.how === 'failed') await boss.fail(QUEUE.name, id, { reason: ended.reason })
    else await boss.complete(QUEUE.name, id)
  } catch (error) {
    work.onError(error)
  }
}
