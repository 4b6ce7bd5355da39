import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { query } from '../../lib/db'
import { writeLine } from '../../lib/records/ndjson'
import * as build from '../../lib/testing/build'
import { useTestDatabase } from '../../lib/testing/database'
import { runExport } from './export'
import { runImport } from './import'

// biome-ignore lint/correctness/useHookAtTopLevel: not a React hook
const database = useTestDatabase()
const people = { key: 'a people key of this test', bots: [] }
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streamgauge-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => query('truncate commits, teams, jobs'))

class Sink extends Writable {
  text = ''
  override _write(chunk: Buffer, _: string, done: () => void) {
    this.text += chunk.toString()
    done()
  }
}

async function run(files: string[], { json = false, input = '' }: { json?: boolean; input?: string | Buffer } = {}) {
  const [stdout, stderr] = [new Sink(), new Sink()]
  const code = await runImport(files, { json, stdin: Readable.from([Buffer.from(input)]), stdout, stderr, people })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const good = writeLine(build.commit())

describe('import', () => {
  test('reads standard input and prints a table', async () => {
    const { code, stdout, stderr } = await run(['-'], { input: `${good}\n${writeLine(build.team())}\n` })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      'type    created  updated  unchanged  rejected\n' +
        'commit        1        0          0         0\n' +
        'team          1        0          0         0\n',
    )
    expect((await run(['-'], { input: good })).stdout).toContain('commit        0        0          1         0')
  })

  test('masks whom a text names, also when they come many records later', async () => {
    const first = writeLine(build.commit({ subject: 'Fix what trillian broke', author: 'marvin' }))
    const between = Array.from({ length: 6000 }, (_, at) => writeLine(build.team({ name: `team ${at}` })))
    const last = writeLine(build.commit({ sha: build.sha('last'), author: 'trillian', subject: 'Thank marvin' }))
    const { stdout } = await run(['-'], { input: [first, ...between, last].join('\n') })
    expect(stdout).toMatch(/commit +2 +0 +0 +0/)
    const { rows } = await query<{ subject: string }>('select subject from commits order by subject')
    expect(rows.map((row) => row.subject)).toEqual(['Fix what … broke', 'Thank …'])
  })

  test('tells every bad line, lands the good ones, ends with 3', async () => {
    const path = await file('mixed.ndjson', `${good}\n{"type":"commit"}\nnonsense\n${writeLine(build.team())}\n{"ty`)
    const { code, stdout, stderr } = await run([path], { json: true })
    expect(code).toBe(3)
    expect(stderr).toBe(
      `${path}:2: repository is required\n${path}:3: is not JSON\n${path}:5: is cut off: the file ends inside this line\n`,
    )
    const one = { created: 1, updated: 0, unchanged: 0, deleted: 0, rejected: 0 }
    expect(JSON.parse(stdout)).toEqual({
      files: [path],
      types: {
        commit: { ...one, rejected: 1 },
        team: one,
        unknown: { ...one, created: 0, rejected: 2 },
      },
      rejected: 3,
    })
  })

  test('a missing file is named and ends it with 1, after the others have landed', async () => {
    const path = await file('there.ndjson', good)
    const missing = join(folder, 'not-there.ndjson')
    const { code, stderr } = await run([missing, path, folder])
    expect(code).toBe(1)
    expect(stderr).toContain(`${missing} cannot be read: there is no such file`)
    expect(stderr).toContain(`${folder} cannot be read: it is a folder`)
    expect((await query('select 1 from commits')).rows).toHaveLength(1)
  })

  test('reads gzip, and lands what a cut one still holds', async () => {
    const many = Array.from({ length: 4000 }, (_, at) => writeLine(build.team({ name: `${at} ${Math.sin(at)}` })))
    const packed = gzipSync(many.join('\n'))
    expect(await run([await file('whole.gz', packed)])).toMatchObject({ code: 0, stderr: '' })
    await query('truncate teams')
    const cut = await run([await file('cut.gz', packed.subarray(0, packed.length - 20_000))])
    expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read') })
    expect((await query('select 1 from teams')).rows.length).toBeGreaterThan(100)
  })

  test('more than a chunk, with a line of 20 MB in between', async () => {
    const lines = Array.from({ length: 12_000 }, (_, at) => writeLine(build.team({ name: `team ${at}` })))
    lines.splice(6000, 0, 'x'.repeat(20 * 1024 * 1024))
    const path = await file('large.ndjson', lines.join('\n'))
    const { code, stderr } = await run([path])
    expect({ code, stderr }).toEqual({ code: 3, stderr: `${path}:6001: is longer than 16777216 bytes\n` })
    expect((await query('select 1 from teams')).rows).toHaveLength(12_000)
  })
})

describe('export', () => {
  test('writes what import reads', async () => {
    await run(['-'], { input: `${good}\n${writeLine(build.team())}` })
    const stdout = new Sink()
    expect(await runExport({ stdout })).toBe(0)
    expect(stdout.text).toBe(`${good}\n${writeLine(build.team())}\n`)
  })

  test('waits for a slow reader', async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => writeLine(build.team({ name: `team ${at}` })))
    await run(['-'], { input: lines.join('\n') })
    const stdout = new PassThrough({ highWaterMark: 1024 })
    let most = 0
    let bytes = 0
    stdout.on('readable', () => {
      most = Math.max(most, stdout.readableLength + stdout.writableLength)
      setTimeout(() => {
        for (let piece = stdout.read(); piece !== null; piece = stdout.read()) bytes += piece.length
      }, 2)
    })
    await runExport({ stdout })
    stdout.end()
    await new Promise((resolve) => stdout.once('end', resolve))
    expect(bytes).toBe(lines.join('\n').length + 1)
    expect(most).toBeLessThan(140_000)
  })

  test('ends quietly when nobody reads on', async () => {
    await run(['-'], { input: good })
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    })
    expect(await runExport({ stdout })).toBe(0)
  })
})

test('kill -9 loses nothing that was acknowledged', { timeout: 180_000 }, async () => {
  const script = new URL('../../lib/testing/ingest-until-killed.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, DATABASE_URL: database.url() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let acknowledged = 0
  for await (const text of child.stdout.setEncoding('utf8')) {
    acknowledged = Number(String(text).trim().split('\n').at(-1))
    if (acknowledged >= 1000 && !child.killed) child.kill('SIGKILL')
  }
  expect(child.killed).toBe(true)
  const { rows } = await query<{ n: number }>('select count(*) as n from commits')
  expect(rows[0]?.n).toBeGreaterThanOrEqual(acknowledged)
  expect(Number(rows[0]?.n) % 200).toBe(0)
})
