// Some thousand records of one type on their way in: what is new is written at once, what is stored already is merged first.
import type { PoolClient } from 'pg'
import { identityOf, type RecordType, type Removal, type SourceRecord } from '../records/record'
import { mergeRecord, type Outcome, type StoredRecord, same } from './merge'
import { firstInsertion, type Inserted, identitiesOf, loadStored, type Statement, upsertion } from './record-rows'
import type { Scopes } from './stale-scopes'

export type Counts = Record<Outcome, number>
export const noCounts = (): Counts => ({ created: 0, updated: 0, unchanged: 0, deleted: 0 })

function add(counts: Counts, more: Counts): void {
  for (const outcome of Object.keys(more) as Outcome[]) counts[outcome] += more[outcome] // sound: the keys of its type
}

type State = { before: StoredRecord | null; after: StoredRecord | null }
type Folded = { states: Map<string, State>; counts: Counts }

/** What becomes of each identity when its versions come in one after the other. */
function fold(records: (SourceRecord | Removal)[], stored: Map<string, StoredRecord>, rank: number): Folded {
  const states = new Map<string, State>()
  const counts = noCounts()
  for (const record of records) {
    const identity = identityOf(record)
    let state = states.get(identity)
    if (!state) {
      const before = stored.get(identity) ?? null
      state = { before, after: before }
      states.set(identity, state)
    }
    const merge = mergeRecord(state.after, record, rank)
    state.after = merge.stored
    counts[merge.outcome] += 1
  }
  return { states, counts }
}

const NOTHING_STORED: Map<string, StoredRecord> = new Map()
const FEW = 100
// Whether the last many records of a type were mostly new: then the next are inserted at once, not looked for first.
const mostlyNew = new Map<RecordType, boolean>()

export class Chunk {
  readonly #type: RecordType
  readonly #records: (SourceRecord | Removal)[]
  readonly #now: Date
  readonly #rank: number
  #guess: (Folded & Statement) | null = null

  /** `rank`: of what these records say of an author; see merge.ts. */
  constructor(type: RecordType, records: (SourceRecord | Removal)[], now: Date, rank: number) {
    this.#type = type
    this.#records = records
    this.#now = now
    this.#rank = rank
  }

  /** What can be done without the database, while it is still at work on the chunk before. */
  prepare(): void {
    if (this.#records.length < FEW || mostlyNew.get(this.#type) === false) return
    const folded = fold(this.#records, NOTHING_STORED, this.#rank)
    const written = [...folded.states.values()].flatMap(({ after }) => after ?? [])
    if (written.length > 0) this.#guess = { ...folded, ...firstInsertion(this.#type, written, this.#now) }
  }

  async store(client: PoolClient, counts: Counts, scopes: Scopes): Promise<void> {
    const records = this.#guess === null ? this.#records : await this.#insert(client, this.#guess, counts, scopes)
    if (records.length === 0) return
    const { states, counts: counted } = fold(records, await this.#load(client, records), this.#rank)
    add(counts, counted)
    const changed: StoredRecord[] = []
    for (const { before, after } of states.values()) {
      // A record that comes twice may end as it began.
      if (!after || before === after || (before && same(before, after))) continue
      changed.push(after)
      scopes.add(this.#type, before)
      scopes.add(this.#type, after)
    }
    if (changed.length > 0) await client.query(upsertion(this.#type, changed, this.#now))
  }

  /** Inserts what is new; returns the records of all other identities. */
  async #insert(
    client: PoolClient,
    { states, counts: guessed, ...statement }: Folded & Statement,
    counts: Counts,
    scopes: Scopes,
  ): Promise<(SourceRecord | Removal)[]> {
    const { rows } = await client.query<Inserted>(statement)
    const inserted = identitiesOf(rows[0])
    // A removal of what is not there left nothing to insert, and nobody knows yet what is there.
    const isNew = (identity: string) => inserted?.has(identity) ?? states.get(identity)?.after !== null
    let count = 0
    for (const [identity, { after }] of states) {
      if (!isNew(identity)) continue
      count += 1
      scopes.add(this.#type, after)
    }
    mostlyNew.set(this.#type, count * 2 > states.size)
    if (count === states.size) {
      add(counts, guessed)
      return []
    }
    const [fresh, known]: (SourceRecord | Removal)[][] = [[], []]
    for (const record of this.#records) (isNew(identityOf(record)) ? fresh : known)?.push(record)
    add(counts, fold(fresh ?? [], NOTHING_STORED, this.#rank).counts)
    return known ?? []
  }

  async #load(client: PoolClient, records: (SourceRecord | Removal)[]): Promise<Map<string, StoredRecord>> {
    const wanted = new Map(records.map((record) => [identityOf(record), record]))
    const stored = await loadStored(client, this.#type, [...wanted.values()])
    if (this.#guess === null && wanted.size >= FEW) mostlyNew.set(this.#type, stored.size * 2 < wanted.size)
    return stored
  }
}
