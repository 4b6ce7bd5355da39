// The embedded server, kept up while `npm start` runs: whoever ended it, a reader should not have to know how to start it.
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../lib/errors'
import type { DatabaseLease } from '../prisma/postgres'

const LOOK_EVERY_MS = 3000

/** Until the signal. What hinders it is said once, and tried again. */
export async function keepDatabase(
  lease: Pick<DatabaseLease, 'embedded' | 'revive'>,
  say: (line: string) => void,
  signal: AbortSignal,
  everyMs = LOOK_EVERY_MS,
): Promise<void> {
  if (!lease.embedded) return
  let told = ''
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    try {
      if (await lease.revive()) say('The database had stopped and was started again')
      told = ''
    } catch (error) {
      const why = describeError(error)
      if (why !== told) say(why)
      told = why
    }
  }
}
