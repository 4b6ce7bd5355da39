// Records of a pipeline of any kind: NDJSON, or JSON of one record or a list. Good lines land, bad ones are told.
import { Readable } from 'node:stream'
import { type ReadLine, readRecords } from '../../../lib/records/ndjson'
import { parseRecord, type RecordType } from '../../../lib/records/record'
import type { IngestCounts } from '../../../lib/store/ingest'
import { ingestLines } from '../../../lib/store/ingest-lines'
import { maskEarlier } from '../../../lib/store/mask-again'
import { bodyOf, isJson, receive, type Sender, textOf, told } from '../receive'

const MOST_BYTES = 64 * 1024 * 1024
const MOST_JSON_BYTES = 8 * 1024 * 1024
const MOST_ERRORS = 100

export const POST = (request: Request) => receive(request, (sender) => take(request, sender))

async function take(request: Request, sender: Sender): Promise<Response> {
  const errors: { line: number; field: string; reason: string }[] = []
  const records: IngestCounts = {}
  let rejected = 0
  const lines = isJson(request)
    ? readJson(await textOf(request, MOST_JSON_BYTES))
    : readRecords(bodyOf(request, MOST_BYTES))
  await ingestLines(ofSource(lines, sender.source), {
    people: sender.people,
    now: () => new Date(),
    onRejected: ({ line, field, reason }) => {
      rejected += 1
      if (errors.length < MOST_ERRORS) errors.push({ line, field, reason })
    },
    onStored: (counts) => add(records, counts),
  })
  await maskEarlier(sender.people, { since: sender.now, now: new Date() })
  return told(rejected > 0 ? 422 : 200, { records, rejected, errors })
}

/** A record of one JSON document is a line; what is no JSON is left for the lines to tell. */
async function* readJson(text: string): AsyncGenerator<ReadLine> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return yield* readRecords(Readable.from([Buffer.from(text)]))
  }
  for (const [at, one] of (Array.isArray(value) ? value : [value]).entries()) {
    const parsed = parseRecord(one)
    const line = at + 1
    // NOTE: the document is bounded as a whole, so its records need not be.
    yield parsed.ok ? { line, bytes: 0, record: parsed.record } : { line, field: parsed.field, reason: parsed.reason }
  }
}

/** Everything that a token sends is of the source of its name, so that two senders never overwrite each other. */
async function* ofSource(lines: AsyncIterable<ReadLine>, source: string): AsyncGenerator<ReadLine> {
  for await (const read of lines) {
    if ('reason' in read) yield read
    else if (read.record.source === 'import') yield { ...read, record: { ...read.record, source } }
    else if (read.record.source === source) yield read
    else {
      const reason = `must be left out, or ${JSON.stringify(source)}, as the token is named`
      yield { line: read.line, field: 'source', reason, type: read.record.type }
    }
  }
}

function add(sums: IngestCounts, counts: IngestCounts): void {
  // Sound: both have the keys of the same type.
  for (const [type, more] of Object.entries(counts) as [RecordType, NonNullable<IngestCounts[RecordType]>][]) {
    const sum = sums[type]
    sums[type] = sum
      ? {
          created: sum.created + more.created,
          updated: sum.updated + more.updated,
          unchanged: sum.unchanged + more.unchanged,
          deleted: sum.deleted + more.deleted,
        }
      : more
  }
}
