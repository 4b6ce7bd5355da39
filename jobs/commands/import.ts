// sg import: lines of files or of standard input become records, chunk by chunk; what is bad is told, the rest lands.
import { createReadStream } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { resolveGiven } from '../../lib/env'
import { readRecords } from '../../lib/records/ndjson'
import type { People } from '../../lib/records/people'
import { RECORD_TYPES, type RecordType } from '../../lib/records/record'
import type { IngestCounts } from '../../lib/store/ingest'
import { ingestLines } from '../../lib/store/ingest-lines'
import { maskEarlier } from '../../lib/store/mask-again'

export type ImportCommand = {
  json?: boolean
  stdin: Readable
  stdout: Writable
  stderr: Writable & { isTTY?: boolean }
  people: People
  /** Asked once a chunk: when its records changed. */
  now?: () => Date
}

type TypeCounts = { created: number; updated: number; unchanged: number; deleted: number; rejected: number }
type Totals = { types: Map<RecordType | 'unknown', TypeCounts>; lines: number; rejected: number }

const FAILED = 1
const SOME_REJECTED = 3

/** Returns the exit code: 1 when a file could not be read (the others land), 3 when lines were rejected. Throws what the database throws. */
export async function runImport(files: string[], command: ImportCommand): Promise<number> {
  const totals: Totals = { types: new Map(), lines: 0, rejected: 0 }
  const startedAt = Date.now()
  const now = command.now ?? (() => new Date())
  const since = now()
  const shown = command.stderr.isTTY
    ? setInterval(() => {
        const perSecond = Math.round(totals.lines / ((Date.now() - startedAt) / 1000))
        const text = `${totals.lines.toLocaleString('en')} records, ${perSecond.toLocaleString('en')} a second`
        command.stderr.write(`\r\u001b[2K${text}`)
      }, 1000)
    : undefined
  const clear = () => {
    if (shown && Date.now() - startedAt >= 1000) command.stderr.write('\r\u001b[2K')
  }
  let failed = false
  try {
    for (const file of files) {
      try {
        await importFile(file, command, totals, clear)
      } catch (error) {
        if (!(error instanceof UnreadableError)) throw error
        clear()
        command.stderr.write(`${error.message}\n`)
        failed = true
      }
    }
    await maskEarlier(command.people, { since, now: now() })
  } finally {
    clearInterval(shown)
    clear()
  }
  command.stdout.write(command.json ? document(files, totals) : table(totals))
  if (failed) return FAILED
  return totals.rejected > 0 ? SOME_REJECTED : 0
}

class UnreadableError extends Error {}

/** The file's bytes; what fails while reading them is told from what fails later by its class. */
async function* bytesOf(file: string, stdin: Readable): AsyncGenerator<Uint8Array, void> {
  const name = file === '-' ? 'standard input' : file
  const source = file === '-' ? stdin : createReadStream(resolveGiven(file), { highWaterMark: 256 * 1024 })
  const bytes = file.endsWith('.gz') ? source.pipe(createGunzip()) : source
  if (bytes !== source) source.on('error', (error: Error) => bytes.destroy(error))
  try {
    for await (const chunk of bytes) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException // sound: streams throw errors
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message
    throw new UnreadableError(`${name} cannot be read: ${reason}`)
  }
}

async function importFile(file: string, command: ImportCommand, totals: Totals, clear: () => void): Promise<void> {
  const name = file === '-' ? '<stdin>' : file
  await ingestLines(readRecords(bytesOf(file, command.stdin)), {
    people: command.people,
    now: command.now ?? (() => new Date()),
    onRejected: async ({ line, field, reason, type }) => {
      totals.rejected += 1
      countsOf(totals, type ?? 'unknown').rejected += 1
      clear()
      const text = `${name}:${line}: ${[field, reason].filter(Boolean).join(' ')}\n`
      if (!command.stderr.write(text)) await drained(command.stderr)
    },
    onStored: (counts, lines) => add(totals, counts, lines),
  })
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve)
    stream.once('error', () => resolve())
  })
}

function add(totals: Totals, counts: IngestCounts, lines: number): void {
  totals.lines += lines
  for (const type of RECORD_TYPES) {
    const one = counts[type]
    if (!one) continue
    const sum = countsOf(totals, type)
    sum.created += one.created
    sum.updated += one.updated
    sum.unchanged += one.unchanged
    sum.deleted += one.deleted
  }
}

function countsOf(totals: Totals, type: RecordType | 'unknown'): TypeCounts {
  let counts = totals.types.get(type)
  if (!counts) {
    counts = { created: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 }
    totals.types.set(type, counts)
  }
  return counts
}

function sortedTypes(totals: Totals): [string, TypeCounts][] {
  return [...totals.types.entries()].sort(([one], [other]) => (one < other ? -1 : 1))
}

function document(files: string[], totals: Totals): string {
  return `${JSON.stringify({ files, types: Object.fromEntries(sortedTypes(totals)), rejected: totals.rejected })}\n`
}

function table(totals: Totals): string {
  const rows = sortedTypes(totals)
  if (rows.length === 0) return 'No records.\n'
  const columns: (keyof TypeCounts)[] = ['created', 'updated', 'unchanged', 'rejected']
  if (rows.some(([, counts]) => counts.deleted > 0)) columns.splice(3, 0, 'deleted')
  const cells = [
    ['type', ...columns],
    ...rows.map(([type, counts]) => [type, ...columns.map((c) => String(counts[c]))]),
  ]
  const widths = ['type', ...columns].map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  const line = (row: string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  return `${cells.map(line).join('\n')}\n`
}
