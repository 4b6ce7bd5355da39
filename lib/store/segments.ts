// Tables of facts on disk: each cut by quarters of a year, so that a window reads what it needs and a new fact rewrites little.
import { createHash } from 'node:crypto'
import type pg from 'pg'
import {
  CHANGE,
  CHANGE_COLUMNS,
  CHANGE_DETAILS,
  type ChangeTable,
  type ColumnSpec,
  DEPLOYMENT_COLUMNS,
  DEPLOYMENT_DETAILS,
  type DeploymentTable,
  INCIDENT_COLUMNS,
  INCIDENT_DETAILS,
  type IncidentTable,
  QUALITY_COLUMNS,
  QUALITY_DETAILS,
  type QualityTable,
} from '../facts/tables'
import { binaryArray } from './binary-array'
import { decodeColumns, encodeColumns } from './columns'

export type FactTables = {
  changes: ChangeTable
  deployments: DeploymentTable
  incidents: IncidentTable
  quality: QualityTable
}
export type FactKind = keyof FactTables

const SPECS: Record<FactKind, { core: ColumnSpec; details: ColumnSpec; sortedBy: string }> = {
  changes: { core: CHANGE_COLUMNS, details: CHANGE_DETAILS, sortedBy: 'endedAt' },
  deployments: { core: DEPLOYMENT_COLUMNS, details: DEPLOYMENT_DETAILS, sortedBy: 'finishedAt' },
  incidents: { core: INCIDENT_COLUMNS, details: INCIDENT_DETAILS, sortedBy: 'endedAt' },
  quality: { core: QUALITY_COLUMNS, details: QUALITY_DETAILS, sortedBy: 'at' },
}
export const FACT_KINDS = Object.keys(SPECS) as FactKind[] // sound: the keys of that record

/** What is still under way, and what is of every window, comes after every quarter; what never waited comes before. */
export const OPEN_SEGMENT = 1_000_000

/** Quarters since year 0, of the instant in UTC. */
export function segmentOf(at: number): number {
  if (at === Number.POSITIVE_INFINITY) return OPEN_SEGMENT
  if (!(at > -62_135_596_800_000)) return 0
  const date = new Date(at)
  return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3)
}

export type Segment = {
  kind: FactKind
  segment: number
  core: Buffer
  details: Buffer
  /** The last instant that matters of a change that ended before it was merged or on the default branch; null: none. */
  lateUntil: number | null
  /** Of the bytes and of the whole facts behind them. */
  digest: Buffer
}

type AnyTable = { length: number; details: Record<string, unknown> | null } & Record<string, unknown>

/** `texts`: the whole fact behind each row, as it is stored; rows without one have only their columns. */
export function cutTable(kind: FactKind, table: FactTables[FactKind], texts: string[]): Segment[] {
  const { core, details, sortedBy } = SPECS[kind]
  const given = table as unknown as AnyTable // sound: read by the names of its spec
  const order = given[sortedBy] as Float64Array
  const segments: Segment[] = []
  for (let from = 0; from < given.length; ) {
    const segment = segmentOf(order[from] as number)
    let to = from + 1
    while (to < given.length && segmentOf(order[to] as number) === segment) to += 1
    const bytes = encodeColumns(core, given as never, from, to)
    const more = encodeColumns(details, given.details as never, from, to)
    const hash = createHash('sha256').update(bytes).update(more)
    for (let row = from; row < to; row += 1) hash.update(texts[row] ?? '')
    const lateUntil = kind === 'changes' ? lateUntilOf(table as ChangeTable, from, to) : null
    segments.push({ kind, segment, core: bytes, details: more, lateUntil, digest: hash.digest().subarray(0, 16) })
    from = to
  }
  return segments
}

function lateUntilOf({ flags, mergedAt, closedAt, reachedAt }: ChangeTable, from: number, to: number): number | null {
  let until = Number.NEGATIVE_INFINITY
  for (let row = from; row < to; row += 1) {
    if (((flags[row] ?? 0) & CHANGE.late) === 0) continue
    for (const instants of [mergedAt, closedAt, reachedAt]) {
      const at = instants[row] as number
      if (at > until) until = at
    }
  }
  return Number.isFinite(until) ? until : null
}

/** The table that segments of one kind make, in their order. Without details they are null. */
export function joinTable<Kind extends FactKind>(kind: Kind, cores: Uint8Array[], details: Uint8Array[] | null) {
  const spec = SPECS[kind]
  const core = decodeColumns(spec.core, cores)
  return { ...core, details: details && decodeColumns(spec.details, details) } as unknown as FactTables[Kind] // sound: by its spec
}

export type SegmentKey = { service: string; kind: FactKind; segment: number }

/** Which stored segments of these services differ from `wanted` or are no more; the others need no writing at all. */
export async function differingSegments(
  client: pg.PoolClient,
  wanted: { service: string; kinds: FactKind[]; segments: Segment[] }[],
): Promise<{ changed: (Segment & { service: string })[]; gone: SegmentKey[] }> {
  const stored = await client.query<SegmentKey & { digest: Buffer }>(
    'select service, kind, segment, digest from fact_segments where service = any($1)',
    [wanted.map(({ service }) => service)],
  )
  const key = ({ service, kind, segment }: SegmentKey) => `${segment} ${kind} ${service}`
  const digests = new Map(stored.rows.map((row) => [key(row), row.digest]))
  const kindsOf = new Map(wanted.map(({ service, kinds }) => [service, kinds]))
  const all = wanted.flatMap(({ service, segments }) => segments.map((segment) => ({ ...segment, service })))
  const kept = new Set(all.map(key))
  return {
    changed: all.filter((segment) => digests.get(key(segment))?.equals(segment.digest) !== true),
    gone: stored.rows
      .filter((row) => kindsOf.get(row.service)?.includes(row.kind) && !kept.has(key(row)))
      .map(({ service, kind, segment }) => ({ service, kind, segment })),
  }
}

export async function writeSegments(
  client: pg.PoolClient,
  changed: (Segment & { service: string })[],
  gone: SegmentKey[],
): Promise<void> {
  if (gone.length > 0) {
    await client.query(
      `delete from fact_segments stored using unnest($1::text[], $2::text[], $3::int[]) as gone(service, kind, segment)
       where stored.service = gone.service and stored.kind = gone.kind and stored.segment = gone.segment`,
      [gone.map((row) => row.service), gone.map((row) => row.kind), gone.map((row) => row.segment)],
    )
  }
  for (const some of chunksOf(changed)) {
    await client.query(
      `insert into fact_segments (service, kind, segment, core, details, late_until, digest)
       select * from unnest($1::text[], $2::text[], $3::int[], $4::bytea[], $5::bytea[], $6::timestamptz[], $7::bytea[])
       on conflict (service, kind, segment) do update set core = excluded.core, details = excluded.details,
         late_until = excluded.late_until, digest = excluded.digest`,
      [
        some.map((row) => row.service),
        some.map((row) => row.kind),
        some.map((row) => row.segment),
        binaryArray('bytea', some.length, (at) => some[at]?.core),
        binaryArray('bytea', some.length, (at) => some[at]?.details),
        some.map(({ lateUntil }) => (lateUntil === null ? null : new Date(lateUntil).toISOString())),
        binaryArray('bytea', some.length, (at) => some[at]?.digest),
      ],
    )
  }
}

// Bounds one statement.
const CHUNK_BYTES = 16 * 1024 * 1024

function chunksOf<One extends Segment>(segments: One[]): One[][] {
  const chunks: One[][] = []
  let size = CHUNK_BYTES
  for (const segment of segments) {
    if (size >= CHUNK_BYTES) {
      chunks.push([])
      size = 0
    }
    chunks.at(-1)?.push(segment)
    size += segment.core.length + segment.details.length
  }
  return chunks
}
