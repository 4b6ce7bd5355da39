// Stored facts: written as differences, a few services in one transaction.
import type pg from 'pg'
import { withTransaction } from '../db'
import type { ChangeFact } from '../facts/change'
import type { DeploymentFact } from '../facts/deployment'
import type { FactName } from '../facts/fact-key'
import type { FactRows } from '../facts/rows'
import type { DeployedEver } from '../facts/service'
import { arrayLiteral } from './record-tables'
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
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

type Cut = { service: string; kinds: FactKind[]; segments: Segment[] }

function cut({ state, tables, rows }: ServiceFactsToSave): Cut {
  const texts: Record<FactKind, string[]> = {
    changes: (tables.changes?.details?.ids ?? []).map((id) => JSON.stringify(rows.changes.get(id))),
    deployments: [...rows.deployments.values()].map((fact) => JSON.stringify(fact, sortKeys)),
    incidents: [],
    quality: [],
  }
  const kinds = Object.keys(tables) as FactKind[] // sound: the keys of its type
  const segments = kinds.flatMap((kind) => {
    const table = tables[kind]
    return table ? cutTable(kind, table, texts[kind]) : []
  })
  return { service: state.name, kinds, segments }
}

/**
 * All facts of these services in one transaction: readers see the old state of each or the new one. Returns how many segments of
 * theirs differed.
 */
export async function saveServices(saved: ServiceFactsToSave[], now: number): Promise<number> {
  if (saved.length === 0) return 0
  return withTransaction(async (client) => {
    const { changed, gone } = await differingSegments(client, saved.map(cut))
    const differing = new Set(
      [...changed, ...gone].map(({ service, kind, segment }) => `${segment} ${kind} ${service}`),
    )
    await replaceChanges(client, saved, [...changed, ...gone], differing)
    await replaceDeployments(client, saved, [...changed, ...gone], differing)
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

async function replaceChanges(
  client: pg.PoolClient,
  saved: ServiceFactsToSave[],
  segments: SegmentKey[],
  differing: Set<string>,
): Promise<void> {
  await clearRows(client, 'change_facts', 'changes', segments)
  const rows: { service: string; segment: number; fact: ChangeFact }[] = []
  for (const { state, tables, rows: facts } of saved) {
    const ids = tables.changes?.details?.ids ?? []
    for (const [at, id] of ids.entries()) {
      const segment = segmentOf(tables.changes?.endedAt[at] as number)
      const fact = facts.changes.get(id)
      if (fact && differing.has(`${segment} changes ${state.name}`)) rows.push({ service: state.name, segment, fact })
    }
  }
  await insertRows(
    client,
    'change_facts',
    ['service', 'id', 'segment', 'fact'],
    ['text', 'text', 'int', 'jsonb'],
    [
      rows.map((row) => row.service),
      rows.map((row) => row.fact.id),
      rows.map((row) => String(row.segment)),
      rows.map((row) => JSON.stringify(row.fact)),
    ],
  )
}

async function replaceDeployments(
  client: pg.PoolClient,
  saved: ServiceFactsToSave[],
  segments: SegmentKey[],
  differing: Set<string>,
): Promise<void> {
  await clearRows(client, 'deployment_facts', 'deployments', segments)
  const rows: { service: string; segment: number; fact: DeploymentFact }[] = []
  for (const { state, rows: facts } of saved) {
    for (const fact of facts.deployments.values()) {
      const segment = segmentOf(fact.finishedAt)
      if (differing.has(`${segment} deployments ${state.name}`)) rows.push({ service: state.name, segment, fact })
    }
  }
  await insertRows(
    client,
    'deployment_facts',
    ['service', 'source', 'id', 'segment', 'members', 'fact'],
    ['text', 'text', 'text', 'int', 'text[]', 'jsonb'],
    [
      rows.map((row) => row.service),
      rows.map((row) => row.fact.source),
      rows.map((row) => row.fact.id),
      rows.map((row) => String(row.segment)),
      rows.map((row) => arrayLiteral(row.fact.members)),
      rows.map((row) => JSON.stringify(row.fact)),
    ],
  )
}

// Bounds the size of one statement.
const CHUNK = 5000

async function insertRows(
  client: pg.PoolClient,
  table: string,
  names: string[],
  types: string[],
  lists: string[][],
): Promise<void> {
  const count = lists[0]?.length ?? 0
  // An array of arrays would be unnested to its leaves, so lists travel as text.
  const selected = names.map((name, at) => (types[at]?.endsWith('[]') ? `${name}::${types[at]}` : name))
  const plain = types.map((type) => (type.endsWith('[]') ? 'text' : type))
  for (let at = 0; at < count; at += CHUNK) {
    await client.query(
      `insert into ${table} (${names.join(', ')}) select ${selected.join(', ')}
       from unnest(${plain.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as incoming(${names.join(', ')})`,
      lists.map((list) => arrayLiteral(list.slice(at, at + CHUNK))),
    )
  }
}

async function replaceMentions(client: pg.PoolClient, saved: ServiceFactsToSave[]): Promise<void> {
  const derived = saved.filter(({ mentions }) => mentions !== null)
  await client.query('delete from mention_facts where service = any($1)', [derived.map(({ state }) => state.name)])
  const rows = derived.flatMap(({ state, mentions }) =>
    [...(mentions ?? [])].map(([mention, { source, id }]) => [state.name, mention, JSON.stringify([source, id])]),
  )
  const column = (at: number) => rows.map((row) => row[at] ?? '')
  await insertRows(
    client,
    'mention_facts',
    ['service', 'mention', 'deployment'],
    ['text', 'text', 'text'],
    [column(0), column(1), column(2)],
  )
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
