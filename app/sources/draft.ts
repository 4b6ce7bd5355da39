// What a person filled in for a connection: read, checked, sealed. Server actions only put words to what comes of it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validate as isSchedule } from 'node-cron'
import { mapSecrets, secretPaths } from '../../lib/auth/secret-fields'
import { checkSecrets, fillConfig, sealConfig } from '../../lib/auth/secrets'
import type { Check, Source } from '../../lib/collectors/contract'
import { sources } from '../../lib/collectors/registry'
import { checkSource } from '../../lib/collectors/run'
import { type Env, OWN_SECRETS, readEnv } from '../../lib/env'
import { describeError, errorKind } from '../../lib/errors'
import { type Connection, findConnection, saveConnection } from '../../lib/store/connections'
import { listIngestTokens, RESERVED_SOURCES } from '../../lib/store/ingest-tokens'
import { wantedServices } from '../../lib/store/services'
import { hasLiteralSecret, isReference } from '../../lib/variables'
import { configOf, fieldsOf, problemsOf } from './fields'

const CHECK_MS = 45_000
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u

export type Draft = {
  source: Source
  name: string
  schedule: string | null
  config: Record<string, unknown>
  before: Connection | null
}
/** By field; '' is of none. */
export type Problems = Record<string, string>

/** `known`: the name of the connection that is changed, null for a new one. Null when it, or its kind, is not there. */
export async function readDraft(
  form: FormData,
  known: string | null,
): Promise<{ draft: Draft; problems: Problems } | null> {
  const before = known === null ? null : await findConnection(known)
  const kind = before?.kind ?? String(form.get('kind'))
  const source = Object.hasOwn(sources, kind) ? sources[kind] : undefined
  if (!source || (known !== null && !before)) return null
  const fields = fieldsOf(source.config, before?.config)
  const config = configOf(fields, form, before?.config)
  const name = before?.name ?? String(form.get('name') ?? '').trim()
  const schedule = String(form.get('schedule') ?? '').trim() || null
  const draft = { source, name, schedule, config, before }
  const problems: Problems = {}
  if (!NAME.test(name)) problems.name = 'begins with a letter or digit and holds letters, digits, spaces, . _ - only'
  else if (!before && (await isTaken(name))) problems.name = 'is taken'
  if (schedule !== null && !isSchedule(schedule)) problems.schedule = 'is not a cron expression such as */10 * * * *'
  for (const [field, value] of Object.entries(config)) {
    if (typeof value === 'string' && hasLiteralSecret(value))
      problems[field] = 'has a user or a password in it, which would be stored in the clear'
  }
  mapSecrets(config, secretPaths(source.config), (text, path) => {
    if (isReference(text) && OWN_SECRETS.has(text.slice(2, -1))) problems[path] = 'is a secret of Streamgauge itself'
  })
  const unreadable = await unreadableSecret(draft)
  if (unreadable) return { draft, problems: { '': unreadable, ...problems } }
  const parsed = source.config.safeParse(await filled(draft).catch(() => config))
  return { draft, problems: parsed.success ? problems : { ...problemsOf(parsed.error, fields), ...problems } }
}

/** Why a secret that is to stay as it was cannot be read. */
async function unreadableSecret({ name, config }: Draft): Promise<string | null> {
  try {
    await checkSecrets({ name, config, managedByFile: false }, placeOf(readEnv()))
    return null
  } catch (error) {
    if (errorKind(error) !== 'config') throw error
    return describeError(error)
  }
}

async function isTaken(name: string): Promise<boolean> {
  if (RESERVED_SOURCES.has(name) || (await findConnection(name))) return true
  return (await listIngestTokens()).some((token) => token.name === name)
}

/** With its secrets in the clear: for the source alone. */
async function filled({ name, config, source }: Draft): Promise<unknown> {
  const stored = { name, config, managedByFile: false }
  return fillConfig(stored, source.config, process.env, placeOf(readEnv()))
}

function placeOf({ home, secret, oldSecret }: Env) {
  return { home, secret, oldSecret }
}

/** Asks the source with what was filled in. Throws what its check throws. */
export async function checkDraft(draft: Draft): Promise<Check> {
  const services = await wantedServices()
  const workdir = await mkdtemp(join(tmpdir(), 'streamgauge-check-'))
  try {
    return await checkSource(draft.source, draft.name, await filled(draft), {
      ...{ workdir, services, now: new Date(), clock: () => new Date(), environment: process.env },
      signal: AbortSignal.timeout(CHECK_MS),
      wantPaths: services.some(({ hasPaths }) => hasPaths),
      allowPrivateAddresses: readEnv().allowPrivateAddresses,
    })
  } finally {
    await rm(workdir, { recursive: true, force: true })
  }
}

export async function saveDraft({ source, name, schedule, config }: Draft): Promise<void> {
  const sealed = await sealConfig({ name, config, managedByFile: false }, source.config, placeOf(readEnv()))
  await saveConnection({ name, kind: source.id, config: sealed, managedByFile: false, schedule })
}
