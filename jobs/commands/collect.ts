import { describeError } from '../../lib/errors'
import { listConnections } from '../../lib/store/connections'
import { collectConnection } from '../collect'
import { withDatabase } from '../database'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const INTERRUPTED = 130
// Its pages are stored one by one, so it stops after one rather than in the middle.
const ENDS_ITSELF = { endsItself: true }

/** Collects the named connections, or all; one's failure never stops the next. Returns the exit code. */
export async function runCollect(names: string[]): Promise<number> {
  const stop = new AbortController()
  for (const signal of SIGNALS) process.on(signal, () => stop.abort())
  return withDatabase(async () => {
    const wanted = names.length > 0 ? names : (await listConnections()).map((connection) => connection.name)
    if (wanted.length === 0) {
      process.stderr.write('No source is configured yet. Measure a clone with: npm start -- PATH\n')
      return 1
    }
    let failed = 0
    for (const name of wanted) {
      if (stop.signal.aborted) break
      try {
        await collectConnection(name, (line) => process.stderr.write(`${name}: ${line}\n`), stop.signal)
      } catch (error) {
        failed++
        process.stderr.write(`${name}: ${describeError(error)}\n`)
      }
    }
    if (stop.signal.aborted) return INTERRUPTED
    return failed === 0 ? 0 : 1
  }, ENDS_ITSELF)
}
