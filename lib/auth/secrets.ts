// Secrets at rest: a connection's configuration as it is stored, and as the process that collects reads it.
import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import { StreamgaugeError } from '../errors'
import { fillAll, hasReference, isReference, type Variables } from '../variables'
import { keyIdOf, type SealingKey, seal, unseal } from './sealing'
import { mapSealed, mapSecrets, secretPaths } from './secret-fields'
import { findKeys, type KeyPlace, type Keyring, readSealingKey } from './secret-keys'

export type ConnectionConfig<Config = unknown> = {
  name: string
  config: Config
  /** In a file any text may read variables; what a person enters is a variable only as a whole and in a secret field. */
  managedByFile: boolean
}

/** What to give to `saveConnection`: every secret that is written out is sealed, what is sealed already or a variable stays. */
export async function sealConfig<Config extends object>(
  { name, config, managedByFile }: ConnectionConfig<Config>,
  schema: z.ZodType,
  place: KeyPlace,
): Promise<Config> {
  return replaceLiterals({ name, config, managedByFile }, schema, place, (text, key, path) => ({
    $secret: seal(text, key, { connection: name, path }),
  }))
}

/** The same with a digest in place of every secret that is written out: it tells whether one changed, and nobody else what it is. */
export function digestSecrets<Config extends object>(
  connection: ConnectionConfig<Config>,
  schema: z.ZodType,
  place: KeyPlace,
): Promise<Config> {
  return replaceLiterals(connection, schema, place, (text, key, path) =>
    createHmac('sha256', key.bytes)
      .update(JSON.stringify([path, text]))
      .digest('base64url'),
  )
}

async function replaceLiterals<Config extends object>(
  { name, config, managedByFile }: ConnectionConfig<Config>,
  schema: z.ZodType,
  place: KeyPlace,
  replace: (text: string, key: SealingKey, path: string) => unknown,
): Promise<Config> {
  const paths = secretPaths(schema)
  const stays = managedByFile ? hasReference : isReference
  let literals = 0
  mapSecrets(config, paths, (text) => {
    if (!stays(text)) literals += 1
  })
  if (literals === 0) return config
  const key = await readSealingKey(place)
  return mapSecrets(config, paths, (text, path) => {
    if (stays(text)) return text
    return replace(managedByFile ? String(fillAll(text, {}, name)) : text, key, path)
  }) as Config // sound: an object stays one
}

/**
 * The stored configuration with its variables and its secrets: for whoever asks the source, never for a page or a log.
 * Throws `config` naming what cannot be read.
 */
export async function fillConfig(
  { name, config, managedByFile }: ConnectionConfig,
  schema: z.ZodType,
  environment: Variables,
  place: KeyPlace,
): Promise<unknown> {
  const reader = `The source ${name}`
  const filled = managedByFile
    ? fillAll(config, environment, reader)
    : mapSecrets(config, secretPaths(schema), (text) => (isReference(text) ? fillAll(text, environment, reader) : text))
  return hasSecrets(filled) ? openSecrets(name, filled, await findKeys(place)) : filled
}

/** Throws `config` when a secret of the stored configuration cannot be read with the keys that are there. */
export async function checkSecrets({ name, config }: ConnectionConfig, place: KeyPlace): Promise<void> {
  if (hasSecrets(config)) openSecrets(name, config, await findKeys(place))
}

/** The same secrets under another key; those that it holds already stay as they are. Throws `config` like `checkSecrets`. */
export function resealConfig(name: string, config: unknown, keys: Keyring, key: SealingKey): unknown {
  return mapSealed(config, ({ $secret }, path) => {
    if (keyIdOf($secret) === key.id && keys.has(key.id)) return { $secret }
    return { $secret: seal(openSecret(name, $secret, path, keys), key, { connection: name, path }) }
  })
}

export function hasSecrets(config: unknown): boolean {
  let found = false
  mapSealed(config, () => {
    found = true
  })
  return found
}

function openSecrets(name: string, config: unknown, keys: Keyring): unknown {
  return mapSealed(config, ({ $secret }, path) => openSecret(name, $secret, path, keys))
}

function openSecret(connection: string, sealed: string, path: string, keys: Keyring): string {
  const key = keys.get(keyIdOf(sealed) ?? '')
  const text = key && unseal(sealed, key, { connection, path })
  if (typeof text === 'string') return text
  const reason = key ? 'it was altered' : keys.size === 0 ? 'its key is missing' : 'it was sealed with another key'
  throw new StreamgaugeError('config', `The secret ${path} of the source ${connection} cannot be read: ${reason}.`, {
    hint: key ? 'Enter it anew.' : SECRET_KEY_HINT,
  })
}

const SECRET_KEY_HINT =
  'Set STREAMGAUGE_SECRET, or put back the file secret.key in STREAMGAUGE_HOME, as it was when the source was saved; or enter the secret anew.'
