// What every source must offer: a configuration schema, a check, and streams that yield pages of records.
import type { z } from 'zod'
import type { RecordInput, RecordType, SourceRecord } from '../records/record'

/** A removal carries the key alone. */
export type RemovalInput = { type: RecordType; deleted: true } & Record<string, unknown>

/** A row that could not become a record; it is counted and shown, never dropped in silence. */
export type Rejected = {
  /** Where it stood in the source: a sha, a URL and row, a name. */
  position: string
  /** The field at fault, '' for the whole row. */
  path: string
  reason: string
  payload?: unknown
}

/** `resume`: where inside an unfinished run. `since`: where the next run begins; moves with the last page only. */
export type Cursor<Resume = unknown, Since = unknown> = { resume?: Resume; since?: Since }

export type Page<Resume = unknown, Since = unknown> = {
  records: (RecordInput | RemovalInput)[]
  rejected: Rejected[]
  /** What people are called who are `author` by another value: recognised in texts from now on, never stored. */
  names?: string[]
  cursor: Cursor<Resume, Since>
}

/** What the caller gives to a run, whatever the source. */
export type RunContext = {
  /** A folder of the connection's own: anything in it may be deleted between two runs. */
  workdir: string
  signal: AbortSignal
  /** The instant that counts as now. */
  now: Date
  /** The process environment that child processes may see. */
  environment: Record<string, string | undefined>
  /** Whether changed paths are needed: some service of this connection is a folder of a monorepo. */
  wantPaths: boolean
}

export type CollectContext<Config = unknown> = RunContext & {
  config: Config
  /** Says what is going on before the first page, for a person who waits: "receiving objects, 45 %". */
  note: (text: string) => void
}

/**
 * The keys of what this source's records of a repository are by now, in batches: what a stream compares when no cursor
 * tells it what it has said, so that it can remove what is gone.
 */
export type Held = (type: HeldType, repository: string) => AsyncIterable<Record<string, unknown>[]>
type HeldType = Extract<SourceRecord, { repository: string }>['type'] | 'deployment' | 'incident'

export type Stream<Config = unknown, Resume = unknown, Since = unknown> = {
  id: string
  title: string
  /** A stored cursor that these do not accept starts the stream over. */
  resume: z.ZodType<Resume>
  since: z.ZodType<Since>
  /** Neither retries, sleeps, logs, stores nor reads the clock. Throws StreamgaugeError. */
  collect(
    context: CollectContext<Config>,
    cursor: Cursor<Resume, Since>,
    held: Held,
  ): AsyncGenerator<Page<Resume, Since>>
}

/** What "Test connection" shows when it worked; when it did not, `check` throws. */
export type Check = { summary: string; warnings: string[] }

// NOTE: check, identity and collect are methods, so that a Source<GitConfig> is a Source in the registry.
// Sound because run.ts passes them only what the source's own schemas have parsed.
export type Source<Config = unknown> = {
  id: string
  title: string
  config: z.ZodType<Config>
  /** What the records depend on, without secrets: when it changes, every stream starts over. */
  identity(config: Config, context: RunContext): unknown
  check(context: CollectContext<Config>): Promise<Check>
  streams: Stream<Config>[]
}

export function defineSource<Config>(source: Source<Config>): Source<Config> {
  return source
}

export function defineStream<Config, Resume, Since>(stream: Stream<Config, Resume, Since>): Stream<Config> {
  return stream as unknown as Stream<Config> // sound: run.ts parses every cursor with the stream's own schemas
}
