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

/** Segments of one service as they come in, until they are joined. */
class Collected {
  #chunks = new Map<string, { cores: Buffer[]; details: Buffer[] }>()
  #scratch = Buffer.allocUnsafe(256 * 1024)
  #taken = 0
  #bytes = 4096

  add(kind: string, core: Buffer, details: Buffer | null): void {
    const chunks = this.#chunks.get(kind) ?? { cores: [], details: [] }
    this.#chunks.set(kind, chunks)
    chunks.cores.push(this.#keep(core))
    if (details) chunks.details.push(this.#keep(details))
    // Texts take about twice their bytes as strings.
    this.#bytes += core.length + 2 * (details?.length ?? 0)
  }

  /** A copy in memory that the next service uses again: fresh memory for all of them would take as long as reading them. */
  #keep(given: Buffer): Buffer {
    if (this.#taken + given.length > this.#scratch.length) {
      // What was kept so far stays where it is.
      this.#scratch = Buffer.allocUnsafe(Math.max(given.length, 2 * this.#scratch.length))
      this.#taken = 0
    }
    const from = this.#taken
    this.#taken += given.copy(this.#scratch, from)
    return this.#scratch.subarray(from, this.#taken)
  }

  /** The tables of what was added; then it is empty. */
  join(depth: Depth): { tables: FactTables; bytes: number } {
    const table = <Kind extends FactKind>(kind: Kind) => {
      const { cores, details } = this.#chunks.get(kind) ?? { cores: [], details: [] }
      return joinTable(kind, cores, depth === 'details' ? details : null)
    }
    const tables: FactTables = {
      changes: table('changes'),
      deployments: table('deployments'),
      incidents: table('incidents'),
      quality: table('quality'),
    }
    const bytes = this.#bytes
    this.#chunks.clear()
    this.#taken = 0
    this.#bytes = 4096
    return { tables, bytes }
  }
}

async function readSegments(names: string[], since: number, depth: Depth): Promise<Map<string, Cached>> {
  const late = Number.isFinite(since) ? `or stored.late_until >= '${new Date(since).toISOString()}'` : 'or true'
  const found = new Map<string, Cached>()
  const collected = new Collected()
  let current: { service: string; version: string } | null = null
  const finish = () => {
    if (!current) return
    const { service, version } = current
    found.set(service, { version, since, depth, ...collected.join(depth), usedAt: 0 })
  }
  await copyOut(
    `select state.service, state.version::text, stored.kind, stored.core, ${depth === 'core' ? 'null::bytea' : 'stored.details'}
     from service_states state left join fact_segments stored on stored.service = state.service
       and (stored.segment >= ${segmentOf(since)} ${late})
     where state.service = any(array[${names.map((name) => pg.escapeLiteral(name)).join()}]::text[])
     order by state.service, stored.kind, stored.segment`,
    ([name, version, kind, core, details]) => {
      const service = String(name)
      if (current?.service !== service) {
        finish()
        current = { service, version: String(version) }
      }
      if (kind && core) collected.add(String(kind), core, details ?? null)
    },
  )
  finish()
  return found
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
