// Owns NDJSON: lines of any length become records in flat memory, and a record has one canonical line.
import { isUtf8 } from 'node:buffer'
import { parseRecord, RECORDS, type RecordType, type Removal, type SourceRecord } from './record'

/** Longer lines are rejected unread: no record comes near it, and a file without line ends would fill the memory. */
export const LINE_BYTES = 16 * 1024 * 1024

export type AcceptedLine = { line: number; bytes: number; record: SourceRecord | Removal }
/** `type`: as far as the line still says it. */
export type RejectedLine = { line: number; field: string; reason: string; type?: RecordType }
export type ReadLine = AcceptedLine | RejectedLine

/** Records and rejected lines in the order of the stream; blank lines are skipped but counted. */
export async function* readRecords(
  stream: AsyncIterable<Uint8Array>,
  lineBytes = LINE_BYTES,
): AsyncGenerator<ReadLine, void> {
  let line = 0
  let parts: Uint8Array[] = []
  let length = 0
  const take = (complete: boolean): ReadLine | null => {
    line += 1
    const bytes = parts.length === 1 && parts[0] ? view(parts[0]) : Buffer.concat(parts)
    const tooLong = length > lineBytes
    parts = []
    length = 0
    return tooLong ? reject(line, '', `is longer than ${lineBytes} bytes`) : readLine(line, bytes, complete)
  }
  const add = (piece: Uint8Array) => {
    length += piece.length
    if (length > lineBytes) parts = []
    else if (piece.length > 0) parts.push(piece)
  }
  for await (const chunk of stream) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end))
      start = end + 1
      const read = take(true)
      if (read) yield read
    }
    add(chunk.subarray(start))
  }
  const last = length > 0 ? take(false) : null
  if (last) yield last
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function readLine(line: number, bytes: Buffer, complete: boolean): ReadLine | null {
  if (!isUtf8(bytes)) return reject(line, '', complete ? 'is not UTF-8' : 'is cut off, or not UTF-8')
  let text = bytes.toString('utf8')
  if (line === 1 && text.startsWith('\uFEFF')) text = text.slice(1)
  if (text.trim() === '') return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return reject(line, '', complete ? 'is not JSON' : 'is cut off: the file ends inside this line')
  }
  const parsed = parseRecord(value)
  if (parsed.ok) return { line, bytes: bytes.length, record: parsed.record }
  return { ...reject(line, parsed.field, parsed.reason), type: typeOf(value) }
}

function reject(line: number, field: string, reason: string): RejectedLine {
  return { line, field, reason }
}

function typeOf(value: unknown): RecordType | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return
  return Object.hasOwn(RECORDS, value.type) ? (value.type as RecordType) : undefined // sound: hasOwn
}

const orders = new Map<RecordType, string[]>()
function orderOf(type: RecordType): string[] {
  let order = orders.get(type)
  if (!order) {
    const { schema, key } = RECORDS[type]
    order = [...new Set(['type', 'source', ...key, 'deleted', ...Object.keys(schema.shape)])]
    orders.set(type, order)
  }
  return order
}

/** The record's one line, without the line end: type, source, key, then the other fields as the schema has them. */
export function writeLine(record: { type: RecordType; source: string; [field: string]: unknown }): string {
  const line: Record<string, unknown> = {}
  for (const field of orderOf(record.type)) if (record[field] !== undefined) line[field] = record[field]
  return JSON.stringify(line)
}
