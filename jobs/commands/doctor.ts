// sg doctor: what is wrong with this installation, and how to mend it.
import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { findPeopleKey } from '../../lib/auth/people-key'
import { checkSecrets } from '../../lib/auth/secrets'
import { findConfigFile } from '../../lib/config'
import { type Env, readEnv } from '../../lib/env'
import { describeError, StreamgaugeError } from '../../lib/errors'
import { deploymentCounts } from '../../lib/insights/deployment-counts'
import { deriveStale } from '../../lib/insights/derive-stale'
import { listUnclearCorrections } from '../../lib/insights/unclear-corrections'
import { type Known, NO_DEPLOYMENTS, sourcesOf, whyEmpty } from '../../lib/insights/why-empty'
import { loadCollectionStates } from '../../lib/store/collection-runs'
import { type Connection, listConnections } from '../../lib/store/connections'
import { databaseVersion, recordCounts, recordsByRepository, strayDeployments } from '../../lib/store/counts'
import { listServices, type ServiceSummary } from '../../lib/store/services'
import { PEOPLE_KEY_HINT, peopleKeyFits } from '../../lib/store/settings'
import { withDatabase } from '../database'
import { applyConfig } from '../declare'
import { checkReports } from './doctor-reports'

export type Finding = { area: string; status: 'ok' | 'warning' | 'problem'; says: string; mend?: string }

const OLDEST_GIT = [2, 31]
const OLDEST_POSTGRES = 150_000
const LITTLE_SPACE = 1024 ** 3
const GIB = 1024 ** 3

async function checkGit(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'])
    const [major, minor] = (/(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number)
    const enough =
      major !== undefined &&
      (major > (OLDEST_GIT[0] ?? 0) || (major === OLDEST_GIT[0] && (minor ?? 0) >= (OLDEST_GIT[1] ?? 0)))
    if (enough) return { area: 'git', status: 'ok', says: stdout.trim() }
    return {
      area: 'git',
      status: 'problem',
      says: `${stdout.trim()} is too old.`,
      mend: `Install git ${OLDEST_GIT.join('.')} or newer.`,
    }
  } catch {
    return {
      area: 'git',
      status: 'problem',
      says: 'git is not on the PATH.',
      mend: 'Install git; collecting a repository needs it.',
    }
  }
}

const REFUSALS: Record<string, string> = { EACCES: 'you may not write there', EROFS: 'it is read-only' }

function checkHome({ home }: Env): Finding {
  const area = 'home'
  let folder = home
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder)
  if (!statSync(folder).isDirectory()) {
    return { area, status: 'problem', says: `${folder} is a file.`, mend: 'Set STREAMGAUGE_HOME to a folder.' }
  }
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    const free = bavail * bsize
    const says = `${home}, ${(free / GIB).toFixed(1)} GiB free`
    if (free >= LITTLE_SPACE) return { area, status: 'ok', says }
    return {
      area,
      status: 'warning',
      says: `${says}: little space for a database.`,
      mend: 'Free some space, or set STREAMGAUGE_HOME to another disk.',
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    return {
      area,
      status: 'problem',
      says: `${folder} cannot be written: ${REFUSALS[code] ?? code}.`,
      mend: 'Mend its permissions, or set STREAMGAUGE_HOME.',
    }
  }
}

/** The environment, or null when it is not right and said so. */
function checkEnvironment(findings: Finding[]): Env | null {
  try {
    return readEnv()
  } catch (error) {
    findings.push({ area: 'environment', status: 'problem', says: describeError(error) })
    return null
  }
}

async function checkConfig(env: Env): Promise<Finding[]> {
  const area = 'configuration'
  try {
    const file = findConfigFile(env.configPath, process.cwd())
    if (file === null) return []
    await applyConfig(env, new Date())
    return [{ area, status: 'ok', says: file }]
  } catch (error) {
    return [{ area, status: 'problem', says: describeError(error) }]
  }
}

async function checkDatabase(env: Env): Promise<Finding[]> {
  const { text, number } = await databaseVersion()
  const where = env.databaseUrl ? 'the one of DATABASE_URL' : 'embedded, in the home folder'
  const version: Finding =
    number >= OLDEST_POSTGRES
      ? { area: 'database', status: 'ok', says: `PostgreSQL ${text}, ${where}, up to date` }
      : {
          area: 'database',
          status: 'problem',
          says: `PostgreSQL ${text} is too old.`,
          mend: 'Use PostgreSQL 15 or newer.',
        }
  const counts = await recordCounts()
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const listed = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => `${count.toLocaleString('en')} ${type}`)
  const records: Finding =
    total > 0
      ? { area: 'records', status: 'ok', says: listed.join(', ') }
      : {
          area: 'records',
          status: 'warning',
          says: 'There are no records yet.',
          mend: 'Measure a clone with: npm start -- PATH, or import a file with: npm run sg -- import FILE',
        }
  return [version, records]
}

/** Nothing to say while there is neither a key nor anybody hashed with one. */
async function checkPeople(env: Env): Promise<Finding[]> {
  const area = 'people key'
  try {
    const key = await findPeopleKey(env)
    const fits = await peopleKeyFits(key)
    if (fits === 'no') {
      const says = key === null ? 'It is missing' : 'It is not the one that the database was filled with'
      return [
        { area, status: 'problem', says: `${says}; nothing can be imported or collected.`, mend: PEOPLE_KEY_HINT },
      ]
    }
    return key === null
      ? []
      : [{ area, status: 'ok', says: fits === 'yes' ? 'the one of the database' : 'not used yet' }]
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
    return [{ area, status: 'problem', says: error.message, mend: error.hint }]
  }
}

async function checkConnections(env: Env): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const connection of await listConnections()) findings.push(await checkConnection(connection, env))
  return findings
}

async function checkConnection(connection: Connection, env: Env): Promise<Finding> {
  const { name, lastError, lastFinishedAt, waitingUntil, paused } = connection
  const area = `source ${name}`
  try {
    await checkSecrets(connection, env)
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
    return { area, status: 'problem', says: error.message, mend: error.hint }
  }
  if (lastError) return { area, status: 'problem', says: lastError.message, mend: lastError.hint }
  if (lastFinishedAt === null)
    return { area, status: 'warning', says: 'It has never been collected.', mend: `npm run sg -- collect ${name}` }
  const wait =
    waitingUntil === null ? '' : `; its source has answered enough until ${new Date(waitingUntil).toISOString()}`
  const says = `collected ${new Date(lastFinishedAt).toISOString()}${paused ? ', paused' : ''}${wait}`
  return { area, status: 'ok', says }
}

function describeRule({ rule }: ServiceSummary): string {
  const match = rule.match === undefined ? '' : ` matching ${rule.match}`
  return `${rule.from}${match}${rule.inferred ? ' (found by itself)' : ''}`
}

/** Follows a service from its records to what was delivered, and names the first step that is missing. */
function checkService(
  service: ServiceSummary,
  { counts, ...known }: Pick<Known, 'counts' | 'records' | 'sources'>,
): Finding {
  const area = `service ${service.name}`
  const missing = whyEmpty({ ...service, ...known, counts }).find(({ done }) => !done)
  if (missing) {
    const says = `Nothing is measured. ${missing.title}: ${missing.says}`
    return { area, status: 'warning', says, ...(missing.mend === null ? {} : { mend: missing.mend }) }
  }
  const { successes, unknownShas } = counts
  const doubt = unknownShas > 0 ? `, ${unknownShas} of them with an unknown commit` : ''
  return {
    area,
    status: unknownShas > 0 ? 'warning' : 'ok',
    says: `${successes} deployments by the rule ${describeRule(service)}${doubt}`,
  }
}

async function checkContent(env: Env, findings: Finding[]): Promise<void> {
  findings.push(...(await checkDatabase(env)), ...(await checkPeople(env)), ...(await checkConfig(env)))
  const { failed } = await deriveStale()
  for (const { repository, reason } of failed) {
    findings.push({ area: `repository ${repository}`, status: 'problem', says: `It cannot be derived: ${reason}` })
  }
  findings.push(...(await checkConnections(env)), ...(await checkReports(env)))
  for (const { service, count } of await strayDeployments()) {
    findings.push({
      area: 'deployments',
      status: 'warning',
      says: `${count} of them name the service ${JSON.stringify(service)}, which nobody configured: they count nowhere.`,
      mend: 'Declare the service in streamgauge.yaml or import its record.',
    })
  }
  for (const { id, says, mend } of await listUnclearCorrections())
    findings.push({ area: `correction ${id}`, status: 'warning', says, mend })
  const [counts, byRepository, states] = await Promise.all([
    deploymentCounts(),
    recordsByRepository(),
    loadCollectionStates(),
  ])
  const sources = sourcesOf(states)
  for (const service of await listServices()) {
    const own = counts.get(service.name) ?? NO_DEPLOYMENTS
    const records = byRepository.get(service.repository) ?? 0
    findings.push(checkService(service, { counts: own, records, sources }))
  }
}

const SHOWN_ALIKE = 20

/** A terminal's worth: of many services or corrections in the same state the first ones, then how many more there are. */
function folded(findings: Finding[]): Finding[] {
  const shown: Finding[] = []
  const seen = new Map<string, { area: string; status: Finding['status']; count: number }>()
  for (const finding of findings) {
    const kind = /^(service|correction) /.exec(finding.area)?.[1]
    if (kind === undefined) {
      shown.push(finding)
      continue
    }
    const { area, status } = { area: `${kind}s`, status: finding.status }
    const alike = seen.get(`${area} ${status}`) ?? { area, status, count: 0 }
    seen.set(`${area} ${status}`, { ...alike, count: alike.count + 1 })
    if (alike.count < SHOWN_ALIKE) shown.push(finding)
  }
  for (const { area, status, count } of seen.values()) {
    const more = (count - SHOWN_ALIKE).toLocaleString('en')
    if (count > SHOWN_ALIKE)
      shown.push({ area, status, says: `and ${more} more like these (all of them with --json).` })
  }
  return shown
}

const SIGNS = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' }

/** Returns 0 when nothing is a problem, else 1. */
export async function runDoctor(options: { json?: boolean }, write: (text: string) => void): Promise<number> {
  const findings: Finding[] = [{ area: 'node', status: 'ok', says: process.version }, await checkGit()]
  const env = checkEnvironment(findings)
  if (env) {
    if (!env.databaseUrl) findings.push(checkHome(env))
    try {
      await withDatabase(() => checkContent(env, findings), { declare: false })
    } catch (error) {
      findings.push({ area: 'database', status: 'problem', says: describeError(error) })
    }
  }
  const text = folded(findings).map(
    ({ status, area, says, mend }) => `${SIGNS[status]}${area}: ${says}${mend ? `\n        → ${mend}` : ''}\n`,
  )
  write(options.json ? `${JSON.stringify({ findings }, null, 2)}\n` : text.join(''))
  return findings.some((finding) => finding.status === 'problem') ? 1 : 0
}
