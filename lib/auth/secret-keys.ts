// Which keys secrets at rest are sealed with: of the environment, else of a file in the home.
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createKeyFile, type KeyFile, readKeyFile } from './key-file'
import { deriveKey, type SealingKey } from './sealing'

export type KeyPlace = {
  home: string
  /** STREAMGAUGE_SECRET. */
  secret?: string
  /** STREAMGAUGE_SECRET_OLD: what it was before, until `sg secrets rotate` has run. */
  oldSecret?: string
}

/** By id. */
export type Keyring = ReadonlyMap<string, SealingKey>

/** Every key that is there; makes none. Throws `config` for a file that cannot be read or holds no key. */
export async function findKeys({ home, secret, oldSecret }: KeyPlace): Promise<Keyring> {
  // A rotation that was interrupted may have sealed with the next one already.
  const inFiles = await Promise.all([fileIn(home), nextFileIn(home)].map(readKeyFile))
  const texts = [secret, oldSecret, ...inFiles].filter((text) => typeof text === 'string')
  const keys = await Promise.all(texts.map(deriveKey))
  return new Map(keys.map((key) => [key.id, key]))
}

/** The key to seal with: of STREAMGAUGE_SECRET, else of `secret.key` in the home, which is made when missing. Throws `config`. */
export async function readSealingKey({ home, secret }: KeyPlace): Promise<SealingKey> {
  return deriveKey(secret ?? (await readKeyFile(fileIn(home))) ?? (await createKeyFile(fileIn(home))))
}

/** The key to go over to, and what makes it the one that is sealed with, to be called when nothing needs the old one. */
export async function nextKey(place: KeyPlace): Promise<{ key: SealingKey; adopt: () => Promise<void> }> {
  const { home, secret, oldSecret } = place
  if (secret !== undefined || oldSecret !== undefined)
    return { key: await readSealingKey(place), adopt: async () => {} }
  const next = nextFileIn(home)
  const text = (await readKeyFile(next)) ?? (await createKeyFile(next))
  return { key: await deriveKey(text), adopt: () => rename(next.path, fileIn(home).path).catch(unlessAdopted) }
}

/** Of two rotations at once, both to the same key, one is first. */
function unlessAdopted(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

function fileIn(home: string): KeyFile {
  return {
    path: join(home, 'secret.key'),
    title: 'secret key',
    variable: 'STREAMGAUGE_SECRET',
    mend: 'Put the file back from a backup, or delete it: then the secrets of the sources must be entered anew.',
  }
}

function nextFileIn(home: string): KeyFile {
  const file = fileIn(home)
  return { ...file, path: `${file.path}.next` }
}
