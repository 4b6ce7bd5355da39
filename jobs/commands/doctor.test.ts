// What an installation is told that cannot write, or whose people key is not right.
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../lib/testing/command'
import { createTestDatabase, type TestDatabase } from '../../lib/testing/database'
import { root } from '../build'

const TEAM = '{"type":"team","name":"web"}\n'
let home = ''
let database: TestDatabase

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-doctor-'))
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
  rmSync(home, { recursive: true, force: true })
})

const sg = (args: string[], env = {}, input = '') =>
  runCommand(args, { env: { STREAMGAUGE_HOME: home, DATABASE_URL: database.url, ...env }, input })

async function finding(area: string, env = {}) {
  const { code, out } = await sg(['doctor', '--json'], env)
  const found = JSON.parse(out).findings.find((each: { area: string }) => each.area === area)
  return found && { code, ...found }
}

test('a people key that is missing, damaged, unreadable or another one is a problem', {
  timeout: 180_000,
}, async () => {
  expect(await finding('people key')).toBeUndefined()
  expect((await sg(['import', '-'], {}, TEAM)).code).toBe(0)
  expect(await finding('people key')).toMatchObject({ code: 0, status: 'ok', says: 'the one of the database' })

  const file = join(home, 'people.key')
  const problem = { code: 1, status: 'problem', mend: expect.stringContaining('people.key') }
  writeFileSync(file, 'garbage')
  const damaged = { says: `${file} does not hold a people key.`, mend: expect.stringContaining('from a backup') }
  expect(await finding('people key')).toMatchObject({ ...problem, ...damaged })
  writeFileSync(file, 'A'.repeat(43))
  const another = { says: expect.stringContaining('not the one that the database was filled with') }
  expect(await finding('people key')).toMatchObject({ ...problem, ...another })
  expect(await finding('people key', { STREAMGAUGE_PEOPLE_KEY: 'a key of sixteen' })).toMatchObject(another)
  rmSync(file)
  mkdirSync(file)
  const unreadable = { says: expect.stringContaining('cannot be read (EISDIR)'), mend: expect.any(String) }
  expect(await finding('people key')).toMatchObject({ code: 1, status: 'problem', ...unreadable })
  rmSync(file, { recursive: true })
  expect(await finding('people key')).toMatchObject({ ...problem, says: expect.stringContaining('It is missing') })

  const refused = await sg(['import', '-'], {}, TEAM)
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('filled with another people key') })
  expect(readdirSync(home)).toEqual([])
})

const isRoot = process.getuid?.() === 0

test.skipIf(isRoot || process.platform === 'win32')('a home that cannot be written is one sentence', async () => {
  const inner = join(home, 'read-only')
  mkdirSync(inner)
  chmodSync(inner, 0o555)
  const { code, out } = await sg(['doctor'], { STREAMGAUGE_HOME: join(inner, 'of', 'mine'), DATABASE_URL: '' })
  expect(code).toBe(1)
  expect(out).toContain(`PROBLEM home: ${inner} cannot be written: you may not write there.\n`)
  expect(out).not.toMatch(/\n {4}at /)
})

test.skipIf(process.platform !== 'linux').each([
  ['export', 'The export could not be written to its end: no disk space is left.\n'],
  ['doctor', 'The answer could not be written to its end: ENOSPC'],
])('an answer of %s that finds no space is one sentence', async (command, sentence) => {
  const child = spawn(process.execPath, [join(root, 'jobs/launch.mjs'), 'sg', command], {
    env: { ...process.env, STREAMGAUGE_HOME: home, DATABASE_URL: database.url },
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  })
  let err = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  expect(await new Promise((settle) => child.once('close', settle))).toBe(1)
  expect(err).toContain(sentence)
  expect(err).not.toMatch(/\n {4}at /)
})
