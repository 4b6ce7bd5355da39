// A worker: gives signs of life, says when connections are due, collects what is asked for, and sends reports. Any number may run at once.
import { hostname } from 'node:os'
import { describeError, errorKind } from '../lib/errors'
import { createLog } from '../lib/log'
import { findConnection } from '../lib/store/connections'
import { demoDay } from '../lib/store/demo'
import { beat, stopBeating } from '../lib/store/heartbeats'
import { takeUpOrphans } from '../lib/store/queue'
import { collectConnection } from './collect'
import { withDatabase } from './database'
import { deriveInTurn } from './derive-meanwhile'
import { pause } from './pause'
import { type Ended, openQueue, workQueue } from './queue'
import { keepReporting } from './reports'
import { Schedule } from './schedule'

const BEAT_MS = 10_000
// A job is on its way to the lock of its connection for a moment only.
const ORPHAN_SECONDS = 10
const SLOTS = 4
const NAME = `worker ${hostname()} ${process.pid}`
const ENDS_ITSELF = { endsItself: true }
const log = createLog({ process: 'worker' })
const complain = (error: unknown) => log.error(describeError(error))

async function collect(name: string, signal: AbortSignal): Promise<Ended> {
  try {
    const { status } = await collectConnection(name, (line) => log.debug({ connection: name }, line), signal)
    if (status === 'aborted' || status === 'changed') return { how: 'again', at: null }
  } catch (error) {
    // The connection keeps the error where its health page and sg doctor read it.
    log.warn({ connection: name }, describeError(error))
    if (errorKind(error) === 'unavailable') return { how: 'failed', reason: describeError(error) }
  }
  const { waitingUntil = null } = (await findConnection(name)) ?? {}
  return waitingUntil === null ? { how: 'done' } : { how: 'again', at: new Date(waitingUntil) }
}

async function keepAlive(schedule: Schedule, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await beat(NAME, new Date())
      for (const connection of await takeUpOrphans(ORPHAN_SECONDS))
        log.warn({ connection }, 'the worker that collected it is gone; it is collected again')
      await schedule.refresh(Date.now())
    } catch (error) {
      complain(error)
    }
    await pause(BEAT_MS, signal)
  }
}

async function main(): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(signal, () => stop.abort())
  await withDatabase(async (env) => {
    await beat(NAME, new Date())
    const queue = await openQueue(complain)
    const schedule = new Schedule(complain)
    const { failed } = await deriveInTurn()
    for (const { repository, reason } of failed) log.error({ repository }, `could not derive: ${reason}`)
    // Below `npm start` it is one of several, which speaks for all.
    if (!process.channel) process.stderr.write('This worker collects what is due and sends reports (Ctrl-C stops it)\n')
    const handle = (connection: string) => collect(connection, stop.signal)
    // What a demo says is of nobody's interest outside.
    const isDemo = (await demoDay()) !== null
    await Promise.all([
      keepAlive(schedule, stop.signal),
      isDemo ? null : keepReporting({ env, signal: stop.signal, log }),
      workQueue(queue, { slots: SLOTS, handle, onError: complain, signal: stop.signal }),
    ])
    await schedule.close()
    await queue.stop({ graceful: false })
    await stopBeating(NAME).catch(() => {})
  }, ENDS_ITSELF)
}

await main()
process.exit(0)
