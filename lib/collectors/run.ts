// The only paging loop: runs a source's streams page by page and hands each page on as one unit.
import { StreamgaugeError } from '../errors'
import type { Removal, SourceRecord } from '../records/record'
import type {
  Budget,
  Check,
  CollectContext,
  Cursor,
  Held,
  OpenContext,
  Page,
  Rejected,
  RunContext,
  Scope,
  ScopesPage,
  Source,
  Stream,
} from './contract'
import { positionOf, prepareRecords } from './prepare'
import { placedIn, settledBy } from './settled'
import { hashOf } from './stable-hash'
import { type Turn, takeTurns } from './turns'
import { keepMirrorsOf } from './workdir'

/** A cursor at rest: `config` is the hash of the configuration that it belongs to. */
export type StoredCursor = { config: string; resume?: unknown; since?: unknown }

/** Records, rejected rows and cursor belong into one transaction. */
export type SavedPage = {
  connection: string
  /** Of `cursorKey`. */
  stream: string
  /** Validated, with the connection's name as their `source`. */
  records: (SourceRecord | Removal)[]
  rejected: Rejected[]
  /** Positions of rows that were accepted: one that was rejected before is not wrong any more. */
  settled: string[]
  /** Of people, to be recognised in texts; never to be stored. */
  names: string[]
  cursor: StoredCursor
}

export type Progress = {
  stream: string
  scope?: Scope
  pages: number
  records: number
  note?: string
  budget?: Budget
  /** Streams that have ended, of those that are known so far; with scopes each one's are counted. */
  ended: number
  known: number
}

export type StreamOutcome = {
  stream: string
  scope?: Scope
  /** `waiting`: the source's limit is reached, `error.retryAt` says until when. `skipped`: not begun before the run was aborted. */
  status: 'completed' | 'failed' | 'waiting' | 'aborted' | 'skipped'
  pages: number
  records: number
  rejected: number
  error?: StreamgaugeError
}
export type RunOutcome = {
  connection: string
  status: 'completed' | 'partial' | 'failed' | 'waiting' | 'aborted'
  records: number
  rejected: number
  streams: StreamOutcome[]
  /** Set when nothing could begin, or the first stream's error. */
  error?: StreamgaugeError
}

export type RunOptions = {
  /** The connection's name: the `source` of its records. */
  connection: string
  config: unknown
  /** By `cursorKey`. */
  cursors: Record<string, StoredCursor | undefined>
  context: RunContext
  /** What is stored with this connection as its source. */
  held: Held
  /** Stores a page in one transaction; what it throws ends the run and reaches the caller. */
  save: (page: SavedPage) => Promise<void>
  onProgress?: (progress: Progress) => void
}

/** The connection's configuration as its source reads it; throws `config` naming the field. */
export function parseConfig<Config>(source: Source<Config>, connection: string, input: unknown): Config {
  const parsed = source.config.safeParse(input)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(': '))
  throw new StreamgaugeError('config', `The source "${connection}" (${source.id}): ${problems.join('; ')}`, {
    hint: 'Correct it where the source is declared.',
  })
}

/** What a stream's cursor is kept under. */
export function cursorKey(stream: { id: string }, scope: Scope | undefined): string {
  return scope ? `${stream.id} ${scope.id}` : stream.id
}

/** Never throws for the source's sake: its failures are in the outcome, what `save` throws is passed on. */
export async function runSource(source: Source, options: RunOptions): Promise<RunOutcome> {
  const { connection } = options
  let run: Run
  try {
    run = openRun(source, options)
  } catch (error) {
    return { connection, status: 'failed', records: 0, rejected: 0, streams: [], error: typed(error) }
  }
  const scopes = new Map<string, Scope>()
  try {
    if (source.scopes) {
      const listing = begin(run, source.scopes as unknown as AnyStream, undefined)
      await takeTurns([listing], 1, (turn) =>
        advance(run, turn, (page) => {
          for (const scope of (page as ScopesPage).scopes) scopes.set(scope.id, scope)
        }),
      )
    }
    // What was listed before a listing broke off is read all the same.
    const each = source.scopes ? [...scopes.values()] : [undefined]
    const turns = source.streams.flatMap((stream) => each.map((scope) => begin(run, stream as AnyStream, scope)))
    await takeTurns(turns, source.atOnce ?? 1, (turn) => advance(run, turn))
  } finally {
    // A generator that is left in the middle gets the chance to close what it holds.
    for (const { pages } of run.turns) await pages?.return(undefined).catch(() => {})
  }
  const outcome = summarize(connection, run)
  // Only now is it known which scopes there are.
  if (source.scopes && outcome.status === 'completed') await sweepMirrors(run, scopes.keys())
  return outcome
}

async function sweepMirrors({ context }: Run, scopes: Iterable<string>): Promise<void> {
  try {
    await keepMirrorsOf(context.workdir, scopes)
  } catch (error) {
    // What stays on the disk is no reason to call the run a failure.
    context.note(`mirrors that are needed no more could not be removed: ${String(error)}`)
  }
}

// Sound: run.ts hands a stream only what its source's `open` and its own schemas have made.
type AnyStream = Stream<unknown, unknown, Scope | undefined>

type StreamTurn = Turn & {
  stream: AnyStream
  scope: Scope | undefined
  outcome: StreamOutcome
  stored: Cursor
  finished: boolean
  pages?: AsyncGenerator<Page>
}

type Run = {
  options: RunOptions
  hash: string
  context: CollectContext<unknown, unknown>
  turns: StreamTurn[]
  ended: number
  /** Pages are stored one after the other, whoever brings them. */
  saving: Promise<void>
}

function openRun(source: Source, options: RunOptions): Run {
  const { connection, context, onProgress } = options
  const config = parseConfig(source, connection, options.config)
  const hash = hashOf([source.id, source.identity(config, context)])
  const turns: StreamTurn[] = []
  const general = (said: Pick<Progress, 'note' | 'budget'>) =>
    onProgress?.({ stream: source.id, pages: 0, records: 0, ended: run.ended, known: turns.length, ...said })
  const opened: OpenContext = {
    ...context,
    config,
    note: (note) => general({ note }),
    budget: (budget) => general({ budget }),
  }
  const session = source.open(opened)
  const run: Run = { options, hash, context: { ...opened, session }, turns, ended: 0, saving: Promise.resolve() }
  return run
}

/** Asks as little as "Test connection" has to. Throws `config` and whatever the source's check throws. */
export async function checkSource(
  source: Source,
  connection: string,
  config: unknown,
  context: RunContext,
  note: (text: string) => void = () => {},
): Promise<Check> {
  const opened: OpenContext = { ...context, config: parseConfig(source, connection, config), note, budget: () => {} }
  return source.check({ ...opened, session: source.open(opened) })
}

function begin(run: Run, stream: AnyStream, scope: Scope | undefined): StreamTurn {
  const outcome: StreamOutcome = { stream: stream.id, scope, status: 'skipped', pages: 0, records: 0, rejected: 0 }
  const stored = cursorOf(stream, run.options.cursors[cursorKey(stream, scope)], run.hash)
  const turn: StreamTurn = { stream, scope, outcome, stored, finished: false, reached: Number.POSITIVE_INFINITY }
  run.turns.push(turn)
  return turn
}

function report(run: Run, { outcome, scope }: StreamTurn, note?: string): void {
  const { stream, pages, records } = outcome
  run.options.onProgress?.({ stream, scope, pages, records, note, ended: run.ended, known: run.turns.length })
}

/** One page of a stream. False when there is none after it; what `save` throws is thrown. */
async function advance(run: Run, turn: StreamTurn, look?: (page: Page) => void): Promise<boolean> {
  const { outcome, stream, scope } = turn
  const { signal } = run.context
  if (signal.aborted && !turn.pages) return false
  let page: Page
  try {
    signal.throwIfAborted()
    const context = { ...run.context, note: (note: string) => report(run, turn, note), scope }
    turn.pages ??= stream.collect(context, turn.stored, run.options.held)
    const next = await turn.pages.next()
    if (next.done) {
      outcome.status = 'completed'
      run.ended += 1
      report(run, turn)
      return false
    }
    page = next.value
    if (turn.finished) throw new StreamgaugeError('bug', `Stream ${stream.id} went on after it had moved its "since"`)
    const { since } = page.cursor
    turn.finished = since !== undefined && hashOf(since) !== hashOf(turn.stored.since)
  } catch (error) {
    run.ended += 1
    if (signal.aborted) outcome.status = 'aborted'
    else {
      outcome.error = typed(error)
      outcome.status = outcome.error.kind === 'rate-limited' ? 'waiting' : 'failed'
    }
    return false
  }
  const saved = prepare(page, { stream: cursorKey(stream, scope), scope, hash: run.hash }, run.options.connection)
  run.saving = run.saving.then(() => run.options.save(saved))
  await run.saving
  look?.(page)
  outcome.pages += 1
  outcome.records += saved.records.length
  outcome.rejected += saved.rejected.length
  turn.reached = page.reached?.getTime() ?? Number.POSITIVE_INFINITY
  report(run, turn)
  return true
}

function summarize(connection: string, { turns, context }: Run): RunOutcome {
  const streams = turns.map(({ outcome }) => outcome)
  const records = streams.reduce((sum, stream) => sum + stream.records, 0)
  const rejected = streams.reduce((sum, stream) => sum + stream.rejected, 0)
  const error = streams.find(({ status }) => status === 'failed')?.error ?? streams.find((one) => one.error)?.error
  const has = (status: StreamOutcome['status']) => streams.some((stream) => stream.status === status)
  let status: RunOutcome['status'] = 'completed'
  if (has('failed')) status = has('completed') || has('waiting') ? 'partial' : 'failed'
  else if (has('waiting')) status = 'waiting'
  if (has('aborted') || (context.signal.aborted && has('skipped'))) status = 'aborted'
  return { connection, status, records, rejected, streams, error }
}

function cursorOf(stream: AnyStream, stored: StoredCursor | undefined, hash: string): Cursor {
  if (stored?.config !== hash) return {}
  const since = stream.since.safeParse(stored.since)
  const resume = stream.resume.safeParse(stored.resume)
  if (stored.since !== undefined && !since.success) return {}
  return { resume: resume.success ? resume.data : undefined, since: since.success ? since.data : undefined }
}

type Place = { stream: string; scope: Scope | undefined; hash: string }

function prepare(page: Page, { stream, scope, hash }: Place, connection: string): SavedPage {
  const { records, rejected } = prepareRecords(page, connection)
  const settled = records.flatMap((record) => settledBy(record, positionOf(record)))
  const placed = (position: string) => (scope ? placedIn(scope.title, position) : position)
  return {
    connection,
    stream,
    records,
    rejected: rejected.map((row) => ({ ...row, position: placed(row.position) })),
    settled: [...new Set([...settled, ...settled.map(placed)])],
    names: page.names ?? [],
    cursor: { config: hash, ...page.cursor },
  }
}

function typed(error: unknown): StreamgaugeError {
  if (error instanceof StreamgaugeError) return error
  return new StreamgaugeError('bug', error instanceof Error ? error.message : String(error), { cause: error })
}
