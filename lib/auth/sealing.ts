// A text that only the holder of a key reads, and only in the place it was sealed for: AES-256-GCM.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'

export type SealingKey = {
  /** Tells keys apart, and nothing of the key. */
  id: string
  bytes: Buffer
}

/** Where a sealed text belongs: a connection and the path of a field. Elsewhere it does not open. */
export type SealedPlace = { connection: string; path: string }

const VERSION = 'v1'
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const ID_BYTES = 6
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SEALED = /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]+)$/

const derive = promisify<string, string, number, object, Buffer>(scrypt)
const derived = new Map<string, Promise<SealingKey>>()

/** The key that a text stands for, however long that is: a tenth of a second once, for whoever guesses too. */
export function deriveKey(text: string): Promise<SealingKey> {
  const known = derived.get(text)
  if (known) return known
  // NOTE: a salt of our own rather than one per installation, so that the text alone brings a backup back.
  const key = derive(text, 'streamgauge secrets at rest', KEY_BYTES + ID_BYTES, { N: 32768, maxmem: 2 ** 26 }).then(
    (bytes) => ({ id: bytes.subarray(KEY_BYTES).toString('base64url'), bytes: bytes.subarray(0, KEY_BYTES) }),
  )
  derived.set(text, key)
  return key
}

/** `v1.<key id>.<nonce>.<ciphertext and tag>`, different each time. */
export function seal(text: string, key: SealingKey, place: SealedPlace): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated(key.id, place))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [VERSION, key.id, nonce.toString('base64url'), body.toString('base64url')].join('.')
}

/** Which key a sealed text needs; null when it is none. */
export function keyIdOf(sealed: string): string | null {
  return SEALED.exec(sealed)?.[1] ?? null
}

/** The text, or null when it was altered, sealed with another key or for another place. */
export function unseal(sealed: string, key: SealingKey, place: SealedPlace): string | null {
  const [, id, nonce = '', encoded = ''] = SEALED.exec(sealed) ?? []
  const body = Buffer.from(encoded, 'base64url')
  if (id !== key.id || body.length < TAG_BYTES) return null
  const decipher = createDecipheriv(CIPHER, key.bytes, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES })
  decipher.setAAD(associated(id, place))
  decipher.setAuthTag(body.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function associated(keyId: string, { connection, path }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, connection, path]))
}
