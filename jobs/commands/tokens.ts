// sg tokens: who may send records over HTTP.
import { createIngestToken } from '../../lib/auth/ingest-token'
import { StreamgaugeError } from '../../lib/errors'
import { listIngestTokens, removeIngestToken } from '../../lib/store/ingest-tokens'
import { withDatabase } from '../database'

/** The new token on standard output, and nothing else there. */
export async function runAddToken(name: string, write: (text: string) => void): Promise<void> {
  await withDatabase(async () => {
    const token = await createIngestToken(name, new Date())
    process.stderr.write(`A token for ${name}. It is shown this once; what it sends is of the source ${name}.\n`)
    write(`${token}\n`)
  })
}

export async function runRemoveToken(name: string): Promise<void> {
  await withDatabase(async () => {
    if (!(await removeIngestToken(name))) {
      throw new StreamgaugeError('not-found', `There is no token named ${JSON.stringify(name)}.`)
    }
    process.stderr.write(`The token ${name} is refused from now on. The records that it sent stay.\n`)
  })
}

export async function runTokens({ json }: { json?: boolean }, write: (text: string) => void): Promise<void> {
  await withDatabase(async () => {
    const tokens = await listIngestTokens()
    if (json) return write(`${JSON.stringify({ tokens }, null, 2)}\n`)
    if (tokens.length === 0) process.stderr.write('No token yet. Make one with: npm run sg -- tokens add NAME\n')
    for (const { name, lastUsedAt } of tokens)
      write(`${name}  ${lastUsedAt ? `last used ${lastUsedAt}` : 'never used'}\n`)
  })
}
