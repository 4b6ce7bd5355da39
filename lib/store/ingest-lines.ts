// Lines become records chunk by chunk, in flat memory: of a file, of standard input, of a request.
import type { AcceptedLine, ReadLine, RejectedLine } from '../records/ndjson'
import type { People } from '../records/people'
import { type IngestCounts, ingest } from './ingest'

const CHUNK_RECORDS = 5000
const CHUNK_BYTES = 16 * 1024 * 1024

export type LinesOptions = {
  people: People
  /** Asked once a chunk: when its records changed. */
  now: () => Date
  /** Awaited, so that whoever writes it down is not overrun. */
  onRejected: (line: RejectedLine) => void | Promise<void>
  onStored: (counts: IngestCounts, lines: number) => void
}

/** What has been read when the lines break off is stored all the same. Throws what the lines and the database throw. */
export async function ingestLines(
  lines: AsyncIterable<ReadLine>,
  { people, now, onRejected, onStored }: LinesOptions,
): Promise<void> {
  let chunk: AcceptedLine['record'][] = []
  let bytes = 0
  // The database works on one chunk while the next is read.
  let storing: Promise<void> = Promise.resolve()
  const store = async (records: AcceptedLine['record'][]) => {
    if (records.length > 0) onStored(await ingest(records, { now: now(), people }), records.length)
  }
  const flush = async () => {
    await storing
    const records = chunk
    chunk = []
    bytes = 0
    storing = store(records)
    // Awaited at the next flush; until then a failure must not count as unhandled.
    storing.catch(() => {})
  }
  try {
    for await (const read of lines) {
      if ('reason' in read) {
        await onRejected(read)
        continue
      }
      chunk.push(read.record)
      bytes += read.bytes
      if (chunk.length >= CHUNK_RECORDS || bytes >= CHUNK_BYTES) await flush()
    }
  } finally {
    await flush()
    await storing
  }
}
