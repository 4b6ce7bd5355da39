// What every source must offer: a configuration schema, a check, and streams that yield pages of records.
import type { z } from 'zod'
import type { RecordInput, RecordType, SourceRecord } from '../records/record'
import type { DeploymentRule } from '../records/schema'

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
  /** How far back a stream that goes from new to old has come: the engine turns first to the one that has come least far. */
  reached?: Date
  cursor: Cursor<Resume, Since>
}

/** One of the things that a connection reads, a repository as a rule. Its streams, cursors and failures are its own. */
export type Scope = {
  /** What stays the same when it is renamed; part of the name of its cursors. */
  id: string
  /** What a person calls it. */
  title: string
}

/** Scopes as they are found: they join the run with the page that lists them. */
export type ScopesPage<S extends Scope = Scope, Resume = unknown, Since = unknown> = Page<Resume, Since> & {
  scopes: S[]
}

/** What a source has left to ask for until `resetAt`, by its own word. */
export type Budget = { remaining: number; limit: number; resetAt: Date }

/** A service that the connection may know something of: what it needs decides how much is asked for. */
export type WantedService = {
  repository: string
  /** Which events are its deployments; null: any that METRICS.md takes by itself. */
  rule: DeploymentRule | null
  hasPaths: boolean
}

/** What the caller gives to a run, whatever the source. */
export type RunContext = {
  /** A folder of the connection's own: anything in it may be deleted between two runs. */
  workdir: string
  signal: AbortSignal
  /** The instant that counts as now. */
  now: Date
  /** The time by now, for limits and pauses only. */
  clock: () => Date
  /** The process environment that child processes may see, and that says which proxy to use. */
  environment: Record<string, string | undefined>
  /** Whether changed paths are needed: some service of this connection is a folder of a monorepo. */
  wantPaths: boolean
  /** Every configured service; a repository without one is a service of its own name. */
  services: readonly WantedService[]
  /** Whether an address of a private network may be asked. */
  allowPrivateAddresses: boolean
}

/** What `open` sees: a run's context and the connection's configuration. */
export type OpenContext<Config = unknown> = RunContext & {
  config: Config
  /** Says what is going on before the first page, for a person who waits: "receiving objects, 45 %". */
  note: (text: string) => void
  budget: (budget: Budget) => void
}

export type CollectContext<Config = unknown, Session = undefined> = OpenContext<Config> & { session: Session }

/**
 * The keys of what this source's records of a repository are by now, in batches: what a stream compares when no cursor
 * tells it what it has said, so that it can remove what is gone.
 */
export type Held = (type: HeldType, repository: string) => AsyncIterable<Record<string, unknown>[]>
type HeldType = Extract<SourceRecord, { repository: string }>['type'] | 'deployment' | 'incident'

export type Stream<Config = unknown, Session = undefined, S = undefined, Resume = unknown, Since = unknown> = {
  id: string
  title: string
  /** A stored cursor that these do not accept starts the stream over. */
  resume: z.ZodType<Resume>
  since: z.ZodType<Since>
  /** Neither retries, sleeps, logs, stores nor reads the clock. Throws StreamgaugeError. */
  collect(
    context: CollectContext<Config, Session> & { scope: S },
    cursor: Cursor<Resume, Since>,
    held: Held,
  ): AsyncGenerator<Page<Resume, Since>>
}

/** The stream that lists a connection's scopes, before all others. */
export type ScopesStream<Config, Session, S extends Scope, Resume = unknown, Since = unknown> = Omit<
  Stream<Config, Session, undefined, Resume, Since>,
  'collect'
> & {
  collect(
    context: CollectContext<Config, Session>,
    cursor: Cursor<Resume, Since>,
    held: Held,
  ): AsyncGenerator<ScopesPage<S, Resume, Since>>
}

/** What "Test connection" shows when it worked; when it did not, `check` throws. */
export type Check = {
  summary: string
  /** What will be missing and why: "Deployments cannot be read: the token lacks the permission Deployments: read." */
  warnings: string[]
  /** What the connection can see, by its titles; of many the first hundred. */
  sees?: { titles: string[]; total: number }
  /** What the first, complete collection will cost, roughly. */
  volume?: { requests: number; records: number; seconds: number }
}

/** One event that a source sent by itself. */
export type Delivery = { id: string; event: string; body: unknown }

/** What an event says at once; what it does not say, the next collection asks for. */
export type Told = {
  records: Page['records']
  rejected: Rejected[]
  names?: string[]
  /** Whether something changed that is worth a collection soon. */
  changed: boolean
}

export type Webhook<Config = unknown> = {
  /** The secret of the configuration with which events are signed; null: none is set, and nothing is taken. */
  secretOf(config: Config): string | null
  /** The delivery, if it is signed with the secret; null when it is not. Throws `unexpected` for what is no delivery. */
  read(headers: Headers, body: string, secret: string): Promise<Delivery | null>
  /** Pure. An event that is not known says nothing. `listed`: what the stream of scopes keeps as its `since`. */
  tell(delivery: Delivery, config: Config, listed: unknown): Told
}

// NOTE: check, identity, open and collect are methods, so that a Source<GitConfig> is a Source in the registry.
// Sound because run.ts passes them only what the source's own schemas and its own `open` have made.
export type Source<Config = unknown, Session = unknown, S extends Scope = Scope> = {
  id: string
  title: string
  /** Of a strict object; a field with `.meta({ secret: true })` is encrypted at rest and never shown. */
  config: z.ZodType<Config>
  /** What the records depend on, without secrets: when it changes, every stream starts over. */
  identity(config: Config, context: RunContext): unknown
  /** What the streams of one run share, a client as a rule. Asks nothing yet. */
  open(context: OpenContext<Config>): Session
  check(context: CollectContext<Config, Session>): Promise<Check>
  webhook?: Webhook<Config>
  /** With it, every stream runs once for each scope; without, once. */
  scopes?: ScopesStream<Config, Session, S>
  streams: Stream<Config, Session, S>[]
  /** Streams that ask at the same time; their pages are stored one after the other. Default 1. */
  atOnce?: number
}

/** A source without scopes and without anything that its streams share. */
export function defineSource<Config>(
  source: Omit<Source<Config, undefined>, 'open' | 'scopes' | 'streams'> & { streams: Stream<Config>[] },
): Source<Config> {
  return { ...source, open: () => undefined } as unknown as Source<Config> // sound: see the note at Source
}

export function defineScopedSource<Config, Session, S extends Scope>(
  source: Source<Config, Session, S> & { scopes: ScopesStream<Config, Session, S> },
): Source<Config> {
  return source as unknown as Source<Config> // sound: see the note at Source
}

export function defineStream<Config, Resume, Since, Session = undefined, S = undefined>(
  stream: Stream<Config, Session, S, Resume, Since>,
): Stream<Config, Session, S> {
  return stream as unknown as Stream<Config, Session, S> // sound: run.ts parses every cursor with the stream's own schemas
}

export function defineScopes<Config, Resume, Since, Session, S extends Scope>(
  stream: ScopesStream<Config, Session, S, Resume, Since>,
): ScopesStream<Config, Session, S> {
  return stream as unknown as ScopesStream<Config, Session, S> // sound: as above
}
