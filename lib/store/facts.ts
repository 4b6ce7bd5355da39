// Stored facts: written as differences, a few services in one transaction.
import type pg from 'pg'
import { withTransaction } from '../db'
import type { DeploymentFact } from '../facts/deployment'
import type { FactName } from '../facts/fact-key'
import type { FactRows } from '../facts/rows'
import type { DeployedEver } from '../facts/service'
import { binaryArray } from './binary-array'
import { arrayLiteral, type SqlType } from './record-tables'
import {
  cutTable,
  differingSegments,
  type FactKind,
  type FactTables,
  type Segment,
  type SegmentKey,
  segmentOf,
  writeSegments,
} from './segments'
import { type ServiceState, saveState } from './service-states'

/** What is to be stored of one service. Without a first pass its changes and mentions stay as they are. */
export type ServiceFactsToSave = {
  state: ServiceState
  deployed: DeployedEver
  rows: FactRows
  tables: Pick<FactTables, 'deployments' | 'incidents'> & Partial<FactTables>
  mentions: Map<string, FactName> | null
}

/** A fact that was stored comes back with its keys in another order; its text is to be the same. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.length === 0 ? value : value.map(inOrder)
  const fields = value as Record<string, unknown>
  const ordered: Record<string, unknown> = {}
  for (const name of Object.keys(fields).sort()) ordered[name] = inOrder(fields[name])
  return ordered
}

/** The texts of whole facts: of each change in its table's order, of each deployment in its own. */
type Texts = { changes: string[]; deployments: string[] }
type Cut = { service: string; kinds: FactKind[]; segments: Segment[]; texts: Texts }

function cut({ state, tables, rows }: ServiceFactsToSave): Cut {
  const texts = {
    changes: (tables.changes?.details?.ids ?? []).map((id) => JSON.stringify(rows.changes.get(id))),
    deployments: [...rows.deployments.values()].map((fact) => JSON.stringify(inOrder(fact))),
  }
  const kinds = Object.keys(tables) as FactKind[] // sound: the keys of its type
  const segments = kinds.flatMap((kind) => {
    const table = tables[kind]
    return table ? cutTable(kind, table, kind === 'changes' || kind === 'deployments' ? texts[kind] : []) : []
  })
  return { service: state.name, kinds, segments, texts }
}

/**
 * All facts of these services in one transaction: readers see the old state of each or the new one. Returns how many segments of
 * theirs differed.
 */
export async function saveServices(saved: ServiceFactsToSave[], now: number): Promise<number> {
  if (saved.length === 0) return 0
  return withTransaction(async (client) => {
    const cuts = saved.map(cut)
    const { changed, gone } = await differingSegments(client, cuts)
    const differing = new Set(
      [...changed, ...gone].map(({ service, kind, segment }) => `${segment} ${kind} ${service}`),
    )
    await clearRows(client, 'change_facts', 'changes', [...changed, ...gone])
    await clearRows(client, 'deployment_facts', 'deployments', [...changed, ...gone])
    await insertChanges(client, saved, cuts, differing)
    await insertDeployments(client, saved, cuts, differing)
    await writeSegments(client, changed, gone)
    await replaceMentions(client, saved)
    const touched = new Set([...changed, ...gone].map(({ service }) => service))
    for (const { state, deployed } of saved) await saveState(client, state, deployed, touched.has(state.name), now)
    return changed.length + gone.length
  })
}

/** The rows of differing segments go and come again as a whole; all others stay untouched. */
async function clearRows(client: pg.PoolClient, table: string, kind: FactKind, differing: SegmentKey[]): Promise<void> {
  const own = differing.filter((row) => row.kind === kind)
  if (own.length === 0) return
  await client.query(
    `delete from ${table} stored using unnest($1::text[], $2::int[]) as old(service, segment)
     where stored.service = old.service and stored.segment = old.segment`,
    [own.map((row) => row.service), own.map((row) => row.segment)],
  )
}

async function insertChanges(
  client: pg.PoolClient,
  saved: ServiceFactsToSave[],
  cuts: Cut[],
  differing: Set<string>,
): Promise<void> {
  const rows: { service: string; segment: number; id: string; text: string }[] = []
  for (const [index, { state, tables }] of saved.entries()) {
    const ids = tables.changes?.details?.ids ?? []
    for (const [at, id] of ids.entries()) {
      const segment = segmentOf(tables.changes?.endedAt[at] as number)
      if (!differing.has(`${segment} changes ${state.name}`)) continue
      rows.push({ service: state.name, segment, id, text: cuts[index]?.texts.changes[at] ?? '' })
    }
  }
  await insertRows(client, 'change_facts', rows, [
    { name: 'service', type: 'text', read: (row) => row.service },
    { name: 'id', type: 'text', read: (row) => row.id },
    { name: 'segment', type: 'integer', read: (row) => row.segment },
    { name: 'fact', type: 'jsonb', read: (row) => row.text },
  ])
}

async function insertDeployments(
  client: pg.PoolClient,
  saved: ServiceFactsToSave[],
  cuts: Cut[],
  differing: Set<string>,
): Promise<void> {
  const rows: { service: string; segment: number; fact: DeploymentFact; text: string }[] = []
  for (const [index, { state, rows: facts }] of saved.entries()) {
    let at = 0
    for (const fact of facts.deployments.values()) {
      const segment = segmentOf(fact.finishedAt)
      const text = cuts[index]?.texts.deployments[at++] ?? ''
      if (differing.has(`${segment} deployments ${state.name}`)) rows.push({ service: state.name, segment, fact, text })
    }
  }
  await insertRows(client, 'deployment_facts', rows, [
    { name: 'service', type: 'text', read: (row) => row.service },
    { name: 'source', type: 'text', read: (row) => row.fact.source },
    { name: 'id', type: 'text', read: (row) => row.fact.id },
    { name: 'segment', type: 'integer', read: (row) => row.segment },
    { name: 'members', type: 'text[]', read: (row) => arrayLiteral(row.fact.members) },
    { name: 'fact', type: 'jsonb', read: (row) => row.text },
  ])
}

// Bounds the size of one statement.
const CHUNK = 5000

type Inserted<Row> = { name: string; type: SqlType; read: (row: Row) => unknown }

async function insertRows<Row>(
  client: pg.PoolClient,
  table: string,
  rows: Row[],
  columns: Inserted<Row>[],
): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ')
  // An array of arrays would be unnested to its leaves, so lists travel as text.
  const selected = columns.map(({ name, type }) => (type === 'text[]' ? `${name}::text[]` : name))
  const travelling = columns.map(({ type }) => (type === 'text[]' ? 'text' : type))
  for (let at = 0; at < rows.length; at += CHUNK) {
    const some = rows.slice(at, at + CHUNK)
    await client.query(
      `insert into ${table} (${names}) select ${selected.join(', ')}
       from unnest(${travelling.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as incoming(${names})`,
      columns.map(({ read }, index) =>
        binaryArray(travelling[index] ?? 'text', some.length, (row) => read(some[row] as Row)),
      ),
    )
  }
}

async function replaceMentions(client: pg.PoolClient, saved: ServiceFactsToSave[]): Promise<void> {
  const derived = saved.filter(({ mentions }) => mentions !== null)
  await client.query('delete from mention_facts where service = any($1)', [derived.map(({ state }) => state.name)])
  const rows = derived.flatMap(({ state, mentions }) =>
    [...(mentions ?? [])].map(([mention, { source, id }]) => [state.name, mention, JSON.stringify([source, id])]),
  )
  await insertRows(client, 'mention_facts', rows, [
    { name: 'service', type: 'text', read: ([service]) => service },
    { name: 'mention', type: 'text', read: ([, mention]) => mention },
    { name: 'deployment', type: 'text', read: ([, , deployment]) => deployment },
  ])
}

/** Forgets services that are measured no longer. */
export async function removeServices(names: string[]): Promise<void> {
  if (names.length === 0) return
  await withTransaction(async (client) => {
    const tables = ['fact_segments', 'change_facts', 'deployment_facts', 'mention_facts', 'incident_facts']
    for (const table of [...tables, 'service_states']) {
      await client.query(`delete from ${table} where service = any($1)`, [names])
    }
  })
}
