// Facts as columns, for computing figures: loaded once per version of a service and process, from the quarter that is asked for on.
import pg from 'pg'
import { z } from 'zod'
import { pool } from '../db'
import { QUALITY_CODES, type QualityCode, type QualityFact, type ServiceFacts } from '../facts/service'
import { copyOut } from './copy-out'
import { rows } from './records'
import { type FactKind, type FactTables, joinTable, segmentOf } from './segments'
import { findService, listServices, type ServiceSummary } from './services'

type Depth = 'core' | 'details'
type Cached = { version: string; since: number; depth: Depth; tables: FactTables; bytes: number; usedAt: number }
type Cache = { services: { stamp: string; list: ServiceSummary[] } | null; facts: Map<string, Cached>; clock: number }

// By pool, because another database has other facts; and for the whole process, because Next evaluates a module more than once in it.
const holder = globalThis as { streamgaugeFacts?: WeakMap<object, Cache> }
holder.streamgaugeFacts ??= new WeakMap()
const caches = holder.streamgaugeFacts

function currentCache(): Cache {
  const known = caches.get(pool())
  if (known) return known
  const cache: Cache = { services: null, facts: new Map(), clock: 0 }
  caches.set(pool(), cache)
  return cache
}

/** What a process keeps at most; the services that were asked for longest ago go first. */
const LARGEST_CACHE_BYTES = 512 * 1024 * 1024

/** Every measured service by name; read again only when any of them has another version. */
export async function currentServices(): Promise<ServiceSummary[]> {
  const [state] = await rows(
    z.object({ stamp: z.string() }),
    `select coalesce(max(version), 0) || ' ' || count(*) as stamp from service_states`,
    [],
  )
  const stamp = state?.stamp ?? ''
  const cache = currentCache()
  if (cache.services?.stamp !== stamp) cache.services = { stamp, list: await listServices() }
  return cache.services.list
}

async function readSegments(names: string[], since: number, depth: Depth): Promise<Map<string, Cached>> {
  const late = Number.isFinite(since) ? `or stored.late_until >= '${new Date(since).toISOString()}'` : 'or true'
  const found = new Map<string, { version: string; chunks: Map<string, { cores: Buffer[]; details: Buffer[] }> }>()
  await copyOut(
    `select state.service, state.version::text, stored.kind, stored.core, ${depth === 'core' ? 'null::bytea' : 'stored.details'}
     from service_states state left join fact_segments stored on stored.service = state.service
       and (stored.segment >= ${segmentOf(since)} ${late})
     where state.service = any(array[${names.map((name) => pg.escapeLiteral(name)).join()}]::text[])
     order by state.service, stored.kind, stored.segment`,
    ([name, version, kind, core, details]) => {
      const service = String(name)
      let one = found.get(service)
      if (!one) {
        one = { version: String(version), chunks: new Map() }
        found.set(service, one)
      }
      if (!kind || !core) return
      const chunks = one.chunks.get(String(kind)) ?? { cores: [], details: [] }
      chunks.cores.push(Buffer.from(core))
      if (details) chunks.details.push(Buffer.from(details))
      one.chunks.set(String(kind), chunks)
    },
  )
  return new Map(
    [...found].map(([service, { version, chunks }]) => {
      let bytes = 4096
      for (const { cores, details } of chunks.values()) {
        // Texts take about twice their bytes as strings.
        for (const core of cores) bytes += core.length
        for (const detail of details) bytes += 2 * detail.length
      }
      const table = <Kind extends FactKind>(kind: Kind) => {
        const { cores, details } = chunks.get(kind) ?? { cores: [], details: [] }
        return joinTable(kind, cores, depth === 'details' ? details : null)
      }
      const tables: FactTables = {
        changes: table('changes'),
        deployments: table('deployments'),
        incidents: table('incidents'),
        quality: table('quality'),
      }
      return [service, { version, since, depth, tables, bytes, usedAt: 0 }]
    }),
  )
}

function isEnough(known: Cached | undefined, version: string, since: number, depth: Depth): boolean {
  return known?.version === version && known.since <= since && (known.depth === 'details' || depth === 'core')
}

/** Whether this process has the facts already. */
export function hasFacts({ name, version }: ServiceSummary, since: number, depth: Depth): boolean {
  return isEnough(currentCache().facts.get(name), version, since, depth)
}

/** Facts of these services with everything that a window from `since` on asks for; a service that is no more is left out. */
export async function loadFacts(
  services: ServiceSummary[],
  since: number,
  depth: Depth = 'core',
): Promise<Map<string, ServiceFacts>> {
  const cache = currentCache()
  cache.clock += 1
  const missing = services.filter((service) => !hasFacts(service, since, depth)).map(({ name }) => name)
  if (missing.length > 0) {
    for (const [name, read] of await readSegments(missing, since, depth)) cache.facts.set(name, read)
  }
  const found = new Map<string, ServiceFacts>()
  for (const service of services) {
    const known = cache.facts.get(service.name)
    if (!known) continue
    known.usedAt = cache.clock
    found.set(service.name, { service, environment: 'production', deployed: service.deployed, ...known.tables })
  }
  if (missing.length > 0) forgetOldest(cache)
  return found
}

function forgetOldest(cache: Cache): void {
  let bytes = 0
  for (const known of cache.facts.values()) bytes += known.bytes
  if (bytes <= LARGEST_CACHE_BYTES) return
  for (const [name, known] of [...cache.facts].sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
    if (bytes <= LARGEST_CACHE_BYTES || known.usedAt === cache.clock) return
    cache.facts.delete(name)
    bytes -= known.bytes
  }
}

/** The quality facts of each named service. */
export async function loadQuality(services: string[]): Promise<Map<string, QualityFact[]>> {
  const read = await readSegments(services, Number.NEGATIVE_INFINITY, 'details')
  return new Map(
    [...read].map(([service, { tables }]) => {
      const { length, at, code, details } = tables.quality
      const facts = Array.from({ length }, (_, row): QualityFact => {
        const placed = at[row] as number
        const name = QUALITY_CODES[code[row] as number] as QualityCode // sound: written from the same list
        return { code: name, record: details?.records[row] ?? '', at: Number.isFinite(placed) ? placed : null }
      })
      return [service, facts]
    }),
  )
}

/** Everything that the metrics of a service are computed from, with details; null: no such service. By name, former name or slug. */
export async function loadServiceFacts(name: string, since = Number.NEGATIVE_INFINITY): Promise<ServiceFacts | null> {
  const service = await findService(name)
  if (!service) return null
  return (await loadFacts([service], since, 'details')).get(service.name) ?? null
}
