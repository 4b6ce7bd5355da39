// The only paging loop: runs a source's streams page by page and hands each page on as one unit.
import { createHash } from 'node:crypto'
import { StreamgaugeError } from '../errors'
import { parseRecord, RECORDS, type Removal, type SourceRecord } from '../records/record'
import type { CollectContext, Cursor, Held, Page, Rejected, RunContext, Source, Stream } from './contract'

/** A cursor at rest: `config` is the hash of the configuration that it belongs to. */
export type StoredCursor = { config: string; resume?: unknown; since?: unknown }

/** Records, rejected rows and cursor belong into one transaction. */
export type SavedPage = {
  connection: string
  stream: string
  /** Validated, with the connection's name as their `source`. */
  records: (SourceRecord | Removal)[]
  rejected: Rejected[]
  /** Of people, to be recognised in texts; never to be stored. */
  names: string[]
  cursor: StoredCursor
}

export type Progress = { stream: string; records: number; pages: number; note?: string }

export type StreamOutcome = {
  stream: string
  /** `skipped`: not begun, because an earlier stream was aborted or has to wait. */
  status: 'completed' | 'failed' | 'aborted' | 'skipped'
  pages: number
  records: number
  rejected: number
  error?: StreamgaugeError
}
export type RunOutcome = {
  connection: string
  status: 'completed' | 'partial' | 'failed' | 'aborted'
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

/** Never throws for the source's sake: its failures are in the outcome, what `save` throws is passed on. */
export async function runSource(source: Source, options: RunOptions): Promise<RunOutcome> {
  const streams: StreamOutcome[] = []
  let config: unknown
  try {
    config = parseConfig(source, options.connection, options.config)
  } catch (error) {
    return { connection: options.connection, status: 'failed', records: 0, rejected: 0, streams, error: typed(error) }
  }
  const hash = hashOf([source.id, source.identity(config, options.context)])
  let halted = false
  for (const stream of source.streams) {
    const outcome: StreamOutcome = { stream: stream.id, status: 'skipped', pages: 0, records: 0, rejected: 0 }
    streams.push(outcome)
    if (halted) continue
    await runStream(stream, config, hash, options, outcome)
    halted = outcome.status === 'aborted' || outcome.error?.kind === 'rate-limited'
  }
  return summarize(options.connection, streams)
}

function summarize(connection: string, streams: StreamOutcome[]): RunOutcome {
  const records = streams.reduce((sum, stream) => sum + stream.records, 0)
  const rejected = streams.reduce((sum, stream) => sum + stream.rejected, 0)
  const error = streams.find((stream) => stream.error)?.error
  const completed = streams.filter((stream) => stream.status === 'completed').length
  let status: RunOutcome['status'] = completed === streams.length ? 'completed' : completed > 0 ? 'partial' : 'failed'
  if (streams.some((stream) => stream.status === 'aborted')) status = 'aborted'
  return { connection, status, records, rejected, streams, error }
}

async function runStream(stream: Stream, config: unknown, hash: string, options: RunOptions, outcome: StreamOutcome) {
  const progress = (note?: string) =>
    options.onProgress?.({ stream: stream.id, records: outcome.records, pages: outcome.pages, note })
  const context: CollectContext = { ...options.context, config, note: progress }
  const stored = cursorOf(stream, options.cursors[stream.id], hash)
  let finished = false
  let saving = false
  try {
    options.context.signal.throwIfAborted()
    for await (const page of stream.collect(context, stored, options.held)) {
      if (finished) throw new StreamgaugeError('bug', `Stream ${stream.id} went on after it had moved its "since"`)
      const { since } = page.cursor
      finished = since !== undefined && hashOf(since) !== hashOf(stored.since)
      const saved = prepare(page, stream, hash, options.connection)
      saving = true
      await options.save(saved)
      saving = false
      outcome.pages += 1
      outcome.records += saved.records.length
      outcome.rejected += saved.rejected.length
      progress()
      options.context.signal.throwIfAborted()
    }
    outcome.status = 'completed'
  } catch (error) {
    if (saving) throw error
    outcome.status = options.context.signal.aborted ? 'aborted' : 'failed'
    if (outcome.status === 'failed') outcome.error = typed(error)
  }
}

function cursorOf(stream: Stream, stored: StoredCursor | undefined, hash: string): Cursor {
  if (stored?.config !== hash) return {}
  const since = stream.since.safeParse(stored.since)
  const resume = stream.resume.safeParse(stored.resume)
  if (stored.since !== undefined && !since.success) return {}
  return { resume: resume.success ? resume.data : undefined, since: since.success ? since.data : undefined }
}

function prepare(page: Page, stream: Stream, hash: string, connection: string): SavedPage {
  const records: SavedPage['records'] = []
  const rejected = [...page.rejected]
  for (const input of page.records) {
    const parsed = parseRecord({ ...input, source: connection })
    if (parsed.ok) records.push(parsed.record)
    else
      rejected.push({ position: positionOf(input), path: parsed.field, reason: parsed.reason, payload: shown(input) })
  }
  return {
    connection,
    stream: stream.id,
    records,
    rejected,
    names: page.names ?? [],
    cursor: { config: hash, ...page.cursor },
  }
}

function positionOf(input: Page['records'][number]): string {
  const fields = input as Record<string, unknown>
  return [input.type, ...RECORDS[input.type].key.map((field) => String(fields[field] ?? '?'))].join(' ')
}

/** NOTE: rejected rows are kept and shown, people's names never are. */
function shown(input: Page['records'][number]): unknown {
  return { ...input, author: undefined, body: undefined }
}

function typed(error: unknown): StreamgaugeError {
  if (error instanceof StreamgaugeError) return error
  return new StreamgaugeError('bug', error instanceof Error ? error.message : String(error), { cause: error })
}

/** Of any JSON value, whatever the order of its keys. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(stableJson(value)).digest('hex')
}

function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, field]) => `${JSON.stringify(name)}:${stableJson(field)}`).join(',')}}`
}
