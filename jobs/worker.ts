// The worker: signs of life, and collection when a connection's schedule says so.
import { type ScheduledTask, schedule, validate } from 'node-cron'
import { describeError } from '../lib/errors'
import { deriveStale } from '../lib/insights/derive-stale'
import { createLog } from '../lib/log'
import { listConnections } from '../lib/store/connections'
import { beat, stopBeating } from '../lib/store/heartbeats'
import { collectConnection, DEFAULT_SCHEDULE } from './collect'
import { withDatabase } from './database'

const BEAT_MS = 10_000
const NAME = 'worker'
const ENDS_ITSELF = { endsItself: true }
const log = createLog({ process: NAME })

/** Keeps one cron task per connection; a changed schedule replaces it. */
function scheduler(signal: AbortSignal) {
  const tasks = new Map<string, { expression: string; task: ScheduledTask }>()
  return async function refresh(): Promise<void> {
    const connections = await listConnections()
    const wanted = new Map(
      connections.map(({ name, schedule: own }) => [name, own && validate(own) ? own : DEFAULT_SCHEDULE]),
    )
    for (const [name, { expression, task }] of tasks) {
      if (wanted.get(name) === expression) continue
      await task.destroy()
      tasks.delete(name)
    }
    for (const [name, expression] of wanted) {
      if (tasks.has(name)) continue
      const task = schedule(expression, () => collectQuietly(name, signal), { name, noOverlap: true })
      tasks.set(name, { expression, task })
      // A worker that starts does not know how long nobody collected; what `npm start` has just collected costs next to nothing.
      void collectQuietly(name, signal)
    }
  }
}

async function collectQuietly(name: string, signal: AbortSignal): Promise<void> {
  try {
    await collectConnection(name, (line) => log.debug({ connection: name }, line), signal)
  } catch (error) {
    // The connection keeps the error where its health page and sg doctor read it.
    log.warn({ connection: name }, describeError(error))
  }
}

async function main(): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => stop.abort())
  await withDatabase(async () => {
    const refresh = scheduler(stop.signal)
    await beat(NAME, new Date())
    const { failed } = await deriveStale()
    for (const { repository, reason } of failed) log.error({ repository }, `could not derive: ${reason}`)
    while (!stop.signal.aborted) {
      try {
        await beat(NAME, new Date())
        await refresh()
      } catch (error) {
        log.error(describeError(error))
      }
      await pause(BEAT_MS, stop.signal)
    }
    await stopBeating(NAME).catch(() => {})
  }, ENDS_ITSELF)
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // The signal may have come while the round before this pause was still working.
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
}

await main()
process.exit(0)
