import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commit, pipelineRun } from '../testing/build'
import { type ReadLine, readRecords, writeLine } from './ndjson'

async function read(input: string | Uint8Array | AsyncIterable<Uint8Array>, lineBytes?: number): Promise<ReadLine[]> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input
  const lines: ReadLine[] = []
  for await (const line of readRecords(bytes instanceof Uint8Array ? Readable.from([bytes]) : bytes, lineBytes))
    lines.push(line)
  return lines
}

const good = writeLine(commit())

describe('reading', () => {
  test.each([
    ['{"type":"commit"', 'is cut off: the file ends inside this line', ''],
    [`${good.slice(0, -5)}`, 'is cut off: the file ends inside this line', ''],
    ['{oops}\n', 'is not JSON', ''],
    ['[1]\n', 'is not a JSON object', ''],
    ['{"type":"comit"}\n', 'is not a record type: "comit"', 'type'],
    ['{"sha":"a"}\n', 'is missing', 'type'],
    [good.replace('"parents":[]', `"parents":["${commit().sha}"]`), /own parent/, 'parents'],
    [good.replace(/"authoredAt":"[^"]*"/, '"authoredAt":"2026-03-01T09:00:00"'), /offset/, 'authoredAt'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}\n`, /./, ''],
    [
      `{"type":"team","name":"a","iteration":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n`,
      /must be an object/,
      'iteration',
    ],
  ])('rejects %.40j', async (text, reason, field) => {
    const [line] = await read(text)
    expect(line).toMatchObject({ line: 1, field, reason: expect.stringMatching(reason) })
  })

  test('good lines land around bad ones, with their numbers; blank lines count', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`\uFEFF${good}\r\n\n  \n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(`{"type":"commit","repository":"a/b"}\n${good}`),
    ])
    const lines = await read(bytes)
    expect(lines.map((line) => [line.line, 'reason' in line ? line.reason : 'ok'])).toEqual([
      [1, 'ok'],
      [4, 'is not UTF-8'],
      [5, 'is required'],
      [6, 'ok'],
    ])
    expect(lines[2]).toMatchObject({ field: 'sha', type: 'commit' })
  })

  test('a byte order mark elsewhere is not tolerated', async () => {
    expect(await read(`${good}\n\uFEFF${good}\n`)).toMatchObject([{ line: 1 }, { line: 2, reason: 'is not JSON' }])
  })

  test('a line of 400 MB is rejected in flat memory and the next one lands', async () => {
    async function* huge() {
      const piece = Buffer.alloc(1024 * 1024, 'x')
      for (let at = 0; at < 400; at += 1) yield piece
      yield Buffer.from(`\n${good}\n`)
    }
    const before = process.memoryUsage().rss
    const lines = await read(huge())
    expect(lines).toMatchObject([
      { line: 1, reason: expect.stringContaining('longer') },
      { line: 2, record: { type: 'commit' } },
    ])
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
  })

  test('wherever the stream is cut into pieces, the lines are the same', async () => {
    const text = Buffer.from(`${good}\n\n${writeLine(pipelineRun({ pipeline: 'Prüfen 🚀' }))}\r\n{"no`)
    const whole = await read(text)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
        const at = [0, ...cuts.sort((one, other) => one - other), text.length]
        const pieces = at.slice(1).map((end, index) => text.subarray(at[index], end))
        expect(await read(Readable.from(pieces))).toEqual(whole)
      }),
    )
  })
})

test('a line begins with type, source and key, and leaves out what is absent', () => {
  const run = { ...pipelineRun({ updatedAt: '2026-03-03T00:00:00Z' }), startedAt: undefined }
  expect(writeLine(run)).toBe(
    `{"type":"pipeline_run","source":"import","repository":"acme/shop","id":"1","attempt":1,"updatedAt":"2026-03-03T00:00:00Z",` +
      `"pipeline":"Build","sha":"${run.sha}","queuedAt":"2026-03-02T09:00:00Z","status":"success"}`,
  )
})
