// sg collect: collects now, and on a terminal waits out what a source's limit makes wait.
import { describeError } from '../../lib/errors'
import { formatDuration } from '../../lib/format'
import { findConnection, listConnections } from '../../lib/store/connections'
import { type Collected, collectConnection } from '../collect'
import { withDatabase } from '../database'
import { pause } from '../pause'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const INTERRUPTED = 130
const SOME_REJECTED = 3
const LONGEST_PAUSE_MS = 3_600_000
// Its pages are stored one by one, so it stops after one rather than in the middle.
const ENDS_ITSELF = { endsItself: true }

type Say = (line: string) => void

export type Patience = {
  /** Whether somebody is there to see what is waited for. */
  waits: boolean
  clock: () => number
  pause: (milliseconds: number) => Promise<void>
}

/** Collects the named connections, or all; one's failure never stops the next. Returns the exit code. */
export async function runCollect(names: string[]): Promise<number> {
  const stop = new AbortController()
  for (const signal of SIGNALS) process.on(signal, () => stop.abort())
  const patience: Patience = {
    waits: process.stderr.isTTY === true,
    clock: Date.now,
    pause: (milliseconds) => pause(milliseconds, stop.signal),
  }
  return withDatabase(async () => {
    const wanted = names.length > 0 ? names : (await listConnections()).map((connection) => connection.name)
    if (wanted.length === 0) {
      process.stderr.write('No source is configured yet. Measure a clone with: npm start -- PATH\n')
      return 1
    }
    return collectAll(wanted, (line) => process.stderr.write(`${line}\n`), stop.signal, patience)
  }, ENDS_ITSELF)
}

/** Those whose source has answered enough are collected again when it answers, until none is left. Returns the exit code. */
export async function collectAll(names: string[], say: Say, signal: AbortSignal, patience: Patience): Promise<number> {
  const { waits, clock, pause } = patience
  const waiting = new Map<string, number>()
  let [failed, rejected] = [false, false]
  for (let due = names; ; due = [...waiting.keys()].filter((name) => (waiting.get(name) ?? 0) <= clock())) {
    for (const name of due) {
      if (signal.aborted) break
      waiting.delete(name)
      try {
        const collected = await collectCurrent(name, say, signal)
        rejected ||= collected.rejected > 0
      } catch (error) {
        failed = true
        say(`${name}: ${describeError(error)}`)
      }
      // Where some streams failed, others may wait.
      const { waitingUntil = null } = (await findConnection(name)) ?? {}
      if (waitingUntil !== null) waiting.set(name, waitingUntil)
    }
    if (signal.aborted) return INTERRUPTED
    // What is left is for the worker, or for the next call.
    if (!waits || waiting.size === 0) break
    const until = Math.min(...waiting.values())
    const [wait, at] = [Math.max(0, until - clock()), new Date(until).toISOString()]
    say(`Waiting ${formatDuration(wait / 1000)} for ${[...waiting.keys()].join(', ')}, until ${at} (Ctrl-C stops)`)
    await pause(Math.min(wait, LONGEST_PAUSE_MS))
  }
  if (failed || waiting.size > 0) return 1
  return rejected ? SOME_REJECTED : 0
}

/** With the configuration that it has when it ends. */
async function collectCurrent(name: string, say: Say, signal: AbortSignal): Promise<Collected> {
  for (;;) {
    const collected = await collectConnection(name, (line) => say(`${name}: ${line}`), signal)
    if (collected.status !== 'changed' || signal.aborted) return collected
  }
}
