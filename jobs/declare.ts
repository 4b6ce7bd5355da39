// What streamgauge.yaml declares becomes records and connections; what it declared before and no longer does goes.
import { createHash } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { validate as isSchedule } from 'node-cron'
import type { z } from 'zod'
import { type Channel, digestChannel, sealDeclared } from '../lib/auth/report-channels'
import type { KeyPlace } from '../lib/auth/secret-keys'
import { digestSecrets, sealConfig } from '../lib/auth/secrets'
import type { Source } from '../lib/collectors/contract'
import { sources } from '../lib/collectors/registry'
import { removeWorkdir } from '../lib/collectors/workdir'
import { type Config, configError, findConfigFile, readConfigFile } from '../lib/config'
import type { Env } from '../lib/env'
import { StreamgaugeError } from '../lib/errors'
import type { Removal, SourceRecord } from '../lib/records/record'
import { listConnections, removeConnection, saveConnection } from '../lib/store/connections'
import { type Declared, loadDeclared, saveDeclared } from '../lib/store/declared'
import { demoDay } from '../lib/store/demo'
import { RESERVED_SOURCES } from '../lib/store/ingest-tokens'
import { type DeclaredSubscription, declareSubscriptions } from '../lib/store/report-subscriptions'
import { escapeReferences, fillAll, hasLiteralSecret, type Variables } from '../lib/variables'

const SOURCE = 'streamgauge.yaml'

type DeclaredConnection = Pick<z.infer<typeof Config>['sources'][number], 'name' | 'kind'> & {
  source: Source
  schedule: string | null
  config: object
  managedByFile: true
}

const LITERAL_SECRET =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the file's own way to read a variable
  'has a user or a password written out; read them from the environment, for example https://user:${TOKEN}@host/owner/name'

/**
 * Throws `config` naming the file and the field. Relative paths are those of the file's folder; all else keeps its
 * variables, so that no secret is stored.
 */
function declaredConnections(config: Config, file: string, environment: Variables): DeclaredConnection[] {
  return config.sources.map(({ name, kind, schedule, ...rest }, at) => {
    const refuse = (field: string, reason: string) =>
      new StreamgaugeError('config', `${file} is not right. sources.${at}.${field}: ${reason}`)
    const source = Object.hasOwn(sources, kind) ? sources[kind] : undefined
    if (!source) throw refuse('kind', `${JSON.stringify(kind)} is not one of ${Object.keys(sources).join(', ')}`)
    if (RESERVED_SOURCES.has(name)) throw refuse('name', `${JSON.stringify(name)} is a source of Streamgauge's own`)
    if (schedule !== undefined && !isSchedule(schedule)) {
      throw refuse('schedule', `${JSON.stringify(schedule)} is not a cron expression such as */10 * * * *`)
    }
    for (const [field, value] of Object.entries(rest)) {
      if (typeof value === 'string' && hasLiteralSecret(value)) throw refuse(field, LITERAL_SECRET)
    }
    const filled = fillAll(rest, environment, file) as typeof rest // sound: an object stays one
    const path = typeof filled.path === 'string' && filled.path !== '' ? resolve(dirname(file), filled.path) : undefined
    const parsed = source.config.safeParse(path === undefined ? filled : { ...filled, path })
    if (!parsed.success) throw configError(file, parsed.error, ['sources', at])
    const own = path === undefined ? rest : { ...rest, path: escapeReferences(path) }
    return { name, kind, source, schedule: schedule ?? null, config: own, managedByFile: true }
  })
}

type DeclaredReport = Config['reports'][number]

/** The path of a file is that of the folder of the configuration. */
function declaredReports(
  { reports }: Config,
  file: string,
): (Omit<DeclaredReport, 'channel'> & { channel: Channel })[] {
  return reports.map(({ channel, ...report }) => {
    if (channel.kind !== 'file') return { ...report, channel }
    return { ...report, channel: { ...channel, path: escapeReferences(resolve(dirname(file), channel.path)) } }
  })
}

async function sealReports(
  reports: ReturnType<typeof declaredReports>,
  env: KeyPlace,
): Promise<DeclaredSubscription[]> {
  return Promise.all(
    reports.map(async ({ recipients, channel, ...settings }) => ({
      settings: { ...settings, channel: await sealDeclared(channel, env) },
      recipients,
    })),
  )
}

function declaredRecords(config: Config, before: Declared | null): (SourceRecord | Removal)[] {
  const cleared = (known: Record<string, string[]> | undefined, record: { name: string }) => {
    const unset = (known?.[record.name] ?? []).filter((field) => !Object.hasOwn(record, field))
    return unset.length > 0 ? { unset } : {}
  }
  const gone = (type: 'team' | 'service', known: Record<string, string[]> | undefined, now: { name: string }[]) => {
    const names = new Set(now.map(({ name }) => name))
    return Object.keys(known ?? {})
      .filter((name) => !names.has(name))
      .map((name): Removal => ({ type, source: SOURCE, name, deleted: true }))
  }
  return [
    ...config.teams.map(
      (team) => ({ type: 'team', source: SOURCE, ...team, ...cleared(before?.teams, team) }) as const,
    ),
    ...config.services.map(
      (service) => ({ type: 'service', source: SOURCE, ...service, ...cleared(before?.services, service) }) as const,
    ),
    ...gone('team', before?.teams, config.teams),
    ...gone('service', before?.services, config.services),
  ]
}

function fieldsOf(records: { name: string }[]): Record<string, string[]> {
  return Object.fromEntries(
    records.map(({ name, ...fields }) => [name, Object.keys(fields).filter((field) => field !== 'repository')]),
  )
}

/**
 * Makes the database say what the configuration file declares, if that differs from what was applied last. Returns the
 * names of the connections that are new. Without a file nothing changes: an empty one takes everything back.
 */
export async function applyConfig(
  env: Pick<Env, 'configPath'> & KeyPlace,
  now: Date,
  folder = process.cwd(),
): Promise<string[]> {
  const file = findConfigFile(env.configPath, folder)
  // What is declared is somebody's own, and a demo is nobody's.
  if (file === null || (await demoDay()) !== null) return []
  const config = readConfigFile(file, process.env)
  const wanted = declaredConnections(config, file, process.env)
  const told = wanted.map(async ({ source, ...connection }) => {
    return { ...connection, config: await digestSecrets(connection, source.config, env) }
  })
  const reports = declaredReports(config, file)
  const toldReports = reports.map(async (report) => ({ ...report, channel: await digestChannel(report.channel, env) }))
  const hash = createHash('sha256')
    .update(
      JSON.stringify([
        { ...config, sources: null, reports: null },
        await Promise.all(told),
        await Promise.all(toldReports),
      ]),
    )
    .digest('hex')
  const before = await loadDeclared()
  if (before?.hash === hash) return []

  const known = await listConnections()
  for (const { source, ...connection } of wanted)
    await saveConnection({ ...connection, config: await sealConfig(connection, source.config, env) })
  const names = new Set(wanted.map(({ name }) => name))
  for (const { name, managedByFile } of known) {
    if (!managedByFile || names.has(name)) continue
    await removeConnection(name)
    await removeWorkdir(env.home, name)
  }

  await declareSubscriptions(await sealReports(reports, env), now)
  const declared: Declared = { hash, teams: fieldsOf(config.teams), services: fieldsOf(config.services) }
  await saveDeclared(declaredRecords(config, before), declared, now)
  return [...names].filter((name) => !known.some((connection) => connection.name === name))
}
