// Who may send records over HTTP: whoever shows a token that was made for it.
import { createHash, randomBytes } from 'node:crypto'
import { findIngestToken, saveIngestToken } from '../store/ingest-tokens'

// So that a scanner for leaked secrets, and a person, knows it when it is seen.
const PREFIX = 'sgi_'
const BEARER = /^Bearer +(\S+)$/i

/** The token, to be shown once: it is not stored. Throws `config` when the name is taken. */
export async function createIngestToken(name: string, now: Date): Promise<string> {
  const token = PREFIX + randomBytes(32).toString('base64url')
  await saveIngestToken(name, hashOf(token), now)
  return token
}

/** The source whose records the bearer of this `Authorization` header sends; null: nobody's. */
export async function sourceOfBearer(authorization: string | null, now: Date): Promise<string | null> {
  const token = BEARER.exec(authorization?.trim() ?? '')?.[1]
  // NOTE: found by its hash, so that how long it takes says nothing of any other token.
  return token?.startsWith(PREFIX) ? findIngestToken(hashOf(token), now) : null
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
