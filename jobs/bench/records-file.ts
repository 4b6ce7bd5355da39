// Writes a stream of records as an NDJSON file.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { RecordInput } from '../../lib/records/record'

const BLOCK = 1024 * 1024

/** Returns how many records were written. */
export async function writeRecords(
  records: Iterable<RecordInput>,
  file: string,
  onProgress: (count: number) => void,
): Promise<number> {
  const stream = createWriteStream(file)
  let count = 0
  let block = ''
  for (const record of records) {
    block += `${JSON.stringify(record)}\n`
    count += 1
    if (block.length < BLOCK) continue
    if (!stream.write(block)) await once(stream, 'drain')
    block = ''
    onProgress(count)
  }
  stream.end(block)
  await once(stream, 'close')
  return count
}
