// What every source has to pass, and the sink that stands in for the database in a source's own tests.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RunContext, Source } from '../collectors/contract'
import { type RunOutcome, runSource, type SavedPage, type StoredCursor } from '../collectors/run'
import { identityOf, RECORDS, type RecordType, type Removal, type SourceRecord } from '../records/record'
import { temporaryFolder } from './git-repository'
import { runContext } from './run-context'

/** Keeps records by identity and cursors by stream, as the database would. */
export class Sink {
  readonly records = new Map<string, SourceRecord>()
  readonly pages: SavedPage[] = []
  readonly notes: string[] = []
  cursors: Record<string, StoredCursor> = {}
  readonly workdir = join(temporaryFolder(), 'workdir')

  async save(page: SavedPage): Promise<void> {
    // A page goes through JSON on its way to a database.
    this.cursors[page.stream] = JSON.parse(JSON.stringify(page.cursor))
    this.pages.push(page)
    for (const record of page.records) {
      const key = `${record.type} ${identityOf(record)}`
      if (isRemoval(record)) this.records.delete(key)
      else this.records.set(key, merged(this.records.get(key), record))
    }
  }

  of<T extends RecordType>(type: T): Extract<SourceRecord, { type: T }>[] {
    const records = [...this.records.values()]
    return records.filter((record): record is Extract<SourceRecord, { type: T }> => record.type === type)
  }

  async *held(type: RecordType, repository: string) {
    const records = this.of(type).map((record): Record<string, unknown> => ({ ...record }))
    const own = records.filter((record) => record.repository === repository)
    yield own.map((record) => Object.fromEntries(RECORDS[type].key.map((field) => [field, record[field]])))
  }

  /** Sorted, for comparing what two sinks hold. */
  content(): string[] {
    return [...this.records].map(([key, record]) => `${key} ${JSON.stringify(record)}`).sort()
  }

  /** What arrived since the last call. */
  taken(): SavedPage['records'] {
    return this.pages.splice(0).flatMap((page) => page.records)
  }
}

/** A later version replaces the fields that it carries and clears those that it unsets. */
function merged(before: SourceRecord | undefined, record: SourceRecord): SourceRecord {
  const fields = Object.entries({ ...before, unset: undefined, ...record })
  const left = fields.filter(([name, value]) => value !== undefined && !record.unset?.includes(name))
  return Object.fromEntries(left) as SourceRecord // of the type that both are
}

function isRemoval(record: SourceRecord | Removal): record is Removal {
  return record.deleted === true
}

export type CollectOptions = Partial<RunContext> & {
  /** Stops the run after so many pages, as a crash right after the transaction would. */
  stopAfter?: number
}

class Stopped extends Error {}

export async function collect(
  source: Source,
  config: unknown,
  sink: Sink,
  options: CollectOptions = {},
): Promise<RunOutcome | undefined> {
  const { stopAfter = Number.POSITIVE_INFINITY, ...given } = options
  const now = new Date('2026-06-01T00:00:00Z')
  const context = runContext({ workdir: sink.workdir, now, ...given })
  let saved = 0
  const save = async (page: SavedPage) => {
    if (saved >= stopAfter) throw new Stopped()
    await sink.save(page)
    saved += 1
  }
  const onProgress = ({ note }: { note?: string }) => {
    if (note) sink.notes.push(note)
  }
  try {
    const { cursors } = sink
    const held = sink.held.bind(sink)
    return await runSource(source, { connection: 'test', config, cursors, context, held, save, onProgress })
  } catch (error) {
    if (error instanceof Stopped) return undefined
    throw error
  }
}

export type SourceCase = {
  source: Source
  /** A configuration of a source with enough behind it for several pages. */
  config: () => Promise<unknown>
  /** A configuration that can never work, and the kind of its error. */
  broken: unknown
}

export function testSource({ source, config, broken }: SourceCase) {
  describe(`${source.id}, as every source`, () => {
    it('collects pages of valid records and completes', async () => {
      const sink = new Sink()
      const outcome = await collect(source, await config(), sink)
      expect(outcome).toMatchObject({ status: 'completed', rejected: 0 })
      expect(outcome?.records).toBe(sink.pages.reduce((sum, page) => sum + page.records.length, 0))
      expect(sink.pages.length).toBeGreaterThan(1)
      expect([...sink.records.values()].every((record) => record.source === 'test')).toBe(true)
    })

    it('moves "since" with the last page only', async () => {
      const sink = new Sink()
      await collect(source, await config(), sink)
      const keys = new Set(sink.pages.map((page) => page.stream))
      for (const { id } of source.streams) expect([...keys].some((key) => key.split(' ')[0] === id)).toBe(true)
      for (const key of keys) {
        const cursors = sink.pages.filter((page) => page.stream === key).map((page) => page.cursor)
        expect(cursors.slice(0, -1).every((cursor) => cursor.since === undefined)).toBe(true)
        expect(cursors.at(-1)).toMatchObject({ since: expect.anything() })
        expect(cursors.at(-1)?.resume).toBeUndefined()
      }
    })

    it('changes nothing in a second run', async () => {
      const sink = new Sink()
      const given = await config()
      await collect(source, given, sink)
      sink.taken()
      expect(await collect(source, given, sink)).toMatchObject({ status: 'completed', records: 0, rejected: 0 })
      expect(sink.taken()).toEqual([])
    })

    it('resumes an interrupted run without losing or repeating a saved page', async () => {
      const given = await config()
      const whole = new Sink()
      await collect(source, given, whole)
      for (let stopAfter = 1; stopAfter < whole.pages.length; stopAfter += 1) {
        const sink = new Sink()
        expect(await collect(source, given, sink, { stopAfter })).toBeUndefined()
        expect(sink.pages).toHaveLength(stopAfter)
        expect(await collect(source, given, sink)).toMatchObject({ status: 'completed' })
        expect(sink.content()).toEqual(whole.content())
        // A stream that had finished may say that nothing is new.
        const read = ({ pages }: Sink) => pages.filter((page) => page.records.length > 0)
        expect(read(sink).length).toBe(read(whole).length)
      }
    })

    it('starts over when the configuration has changed or the cursor is not its own', async () => {
      const sink = new Sink()
      const given = await config()
      await collect(source, given, sink)
      const all = sink.taken().length
      sink.cursors = Object.fromEntries(
        Object.entries(sink.cursors).map(([id, cursor]) => [id, { ...cursor, config: 'other' }]),
      )
      expect(await collect(source, given, sink)).toMatchObject({ status: 'completed', records: all })
      sink.cursors = Object.fromEntries(
        Object.entries(sink.cursors).map(([id, cursor]) => [id, { ...cursor, since: 7 }]),
      )
      expect(await collect(source, given, sink)).toMatchObject({ status: 'completed', records: all })
    })

    it('ends as aborted when it is told to stop', async () => {
      const sink = new Sink()
      const given = await config()
      expect(await collect(source, given, sink, { signal: AbortSignal.abort() })).toMatchObject({
        status: 'aborted',
        records: 0,
      })
      expect(await collect(source, given, sink)).toMatchObject({ status: 'completed' })
    })

    it('has a title and a description for each field of its form', () => {
      const fields = source.config instanceof z.ZodObject ? Object.entries(source.config.shape) : []
      for (const [name, field] of fields) {
        let told = field as z.ZodType
        while (!told.meta() && (told instanceof z.ZodOptional || told instanceof z.ZodDefault)) {
          told = told.unwrap() as z.ZodType // sound: what a schema wraps is a schema
        }
        const { title, description } = told.meta() ?? {}
        expect([name, typeof title, typeof description]).toEqual([name, 'string', 'string'])
      }
    })

    it('says in a configuration error which connection and field are meant', async () => {
      const outcome = await collect(source, broken, new Sink())
      expect(outcome).toMatchObject({ status: 'failed', error: { kind: 'config' } })
      expect(outcome?.error?.message).toContain('"test"')
    })
  })
}
