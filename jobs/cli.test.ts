// sg as its user meets it: a process of its own, its two outputs and its exit code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LINE_BYTES } from '../lib/records/ndjson'
import { type Answer, type Call, runCommand } from '../lib/testing/command'
import { createTestDatabase, type TestDatabase } from '../lib/testing/database'

const databases: TestDatabase[] = []
let home = ''
let url = ''

async function emptyDatabase(): Promise<string> {
  const database = await createTestDatabase()
  databases.push(database)
  return database.url
}

function sg(args: string[], { input = '', env = {} }: Call = {}): Promise<Answer> {
  return runCommand(args, { input, env: { STREAMGAUGE_HOME: home, DATABASE_URL: url, ...env } })
}

const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`
const importLines = (text: string | Buffer, env = {}) => sg(['import', '-', '--json'], { input: text, env })
const window = ['--from', '2026-03-08', '--to', '2026-03-09']
const ask = (view: string, service: string, ...rest: string[]) => sg([view, '--service', service, '--json', ...rest])

async function json(answer: Promise<Answer>) {
  const { code, out, err } = await answer
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out)
}

const commit = (sha: string, at: string, ...parents: string[]) => {
  const common = { type: 'commit', repository: 'acme/shop', authoredAt: at, committedAt: at }
  return { ...common, sha, parents, author: 'ada@example.org' }
}
const deployment = (id: string, sha: string, finishedAt: string, environment = 'production') => {
  return { type: 'deployment', id, service: 'shop', environment, sha, finishedAt, status: 'success' }
}
const SHOP = lines(
  { type: 'team', name: 'web' },
  { type: 'service', name: 'shop', repository: 'acme/shop', timeZone: 'America/New_York', aliases: ['Old Shop'] },
  { type: 'repository', name: 'acme/shop', headSha: 'c3' },
  commit('c1', '2026-03-07T10:00:00Z'),
  commit('c2', '2026-03-08T10:00:00Z', 'c1'),
  commit('c3', '2026-03-08T11:00:00Z', 'c2'),
  deployment('d1', 'c1', '2026-03-08T04:59:59Z'),
  deployment('d2', 'c2', '2026-03-09T03:59:59Z'),
  deployment('d3', 'c3', '2026-03-09T04:00:00Z'),
  deployment('s1', 'c3', '2026-03-08T12:00:00Z', 'staging'),
  { type: 'incident', id: 'i1', service: 'shop', title: 'down', startedAt: '2026-03-09T04:10:00Z' },
)

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-cli-'))
  url = await emptyDatabase()
  expect((await importLines(SHOP)).code).toBe(0)
})
afterAll(async () => {
  for (const database of databases) await database.drop()
  rmSync(home, { recursive: true, force: true })
})

describe('wrong usage ends with 2 and nothing on standard output', () => {
  const nowhere = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
  test.concurrent.each([
    [['frob'], "unknown command 'frob'"],
    [['help', 'frob'], 'Usage: sg'],
    [[], 'Usage: sg'],
    [['import'], "missing required argument 'files'"],
    [['import', '--frob', 'x'], "unknown option '--frob'"],
    [['export', 'x'], 'too many arguments'],
    [['export', '--since', '2026-02-30'], '--since "2026-02-30" is not a time'],
    [['metrics', ...window], "required option '--service <name>' not specified"],
    [['metrics', '--service', 'shop', '--to', '2026-03-09'], "required option '--from <time>' not specified"],
    [
      ['metrics', '--service', 'shop', '--from', '2026-02-30', '--to', '2026-03-09'],
      '--from "2026-02-30" is not a time',
    ],
    [['metrics', '--service', 'shop', '--from', 'monday', '--to', '2026-03-09'], '--from "monday" is not a time'],
    [
      ['changes', '--service', 'shop', '--from', '2026-03-01', '--to', '2026-03-09T10:00:00'],
      '--to "2026-03-09T10:00:00" is',
    ],
    [['incidents', '--service', 'shop', ...window, '--now', 'soon'], '--now "soon" is not a time'],
    [['metrics', '--service', 'shop', ...window, '--unit', 'week'], 'Give one of: pr, commit.'],
    [['deployments', '--service', 'shop', ...window, '--unit', 'pr'], "unknown option '--unit'"],
    [['metrics', '--service', 'shop', ...window, '--profile', 'nope'], 'The only definition profile is streamgauge.'],
    [['metrics', '--service', 'shop', ...window, '--env', ''], '--env is empty'],
  ])('sg %j', { timeout: 180_000 }, async (args, says) => {
    // Told before a database is asked for: this one does not answer.
    const answer = await sg(args, { env: nowhere })
    expect(answer).toEqual({ code: 2, out: '', err: expect.stringContaining(says) })
  })

  test.each([
    ['2026-03-08', '2026-03-08'],
    ['2026-03-09', '2026-03-08'],
    // In the service's zone the day begins at 05:00Z.
    ['2026-03-08T05:00:00Z', '2026-03-08'],
  ])('an empty window from %s to %s', async (from, to) => {
    const answer = await ask('metrics', 'shop', '--from', from, '--to', to)
    expect(answer).toEqual({ code: 2, out: '', err: expect.stringContaining('The window is empty') })
  })

  test('help is no error', { timeout: 180_000 }, async () => {
    const reading = ['metrics', 'changes', 'deployments', 'incidents', 'sources', 'doctor']
    const commands = [...reading, 'import', 'export', 'collect', 'remove']
    const [main, ...each] = await Promise.all([sg(['--help']), ...commands.map((command) => sg([command, '--help']))])
    for (const command of commands) expect(main?.out).toContain(`\n  ${command} `)
    expect(main?.out).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some records were rejected.')
    for (const [at, answer] of each.entries()) {
      expect(answer).toEqual({ code: 0, err: '', out: expect.stringContaining(`Usage: sg ${commands[at]}`) })
    }
  })
})

describe('reading', () => {
  const counts = async (...rest: string[]) =>
    (await json(ask('metrics', ...(rest as [string])))).deploymentFrequency.count

  test('a bare date is midnight of the service, also on a day of 23 hours', async () => {
    const answer = await json(ask('metrics', 'shop', ...window))
    expect(answer).toMatchObject({ from: '2026-03-08T05:00:00Z', to: '2026-03-09T04:00:00Z', profile: { version: 1 } })
    const { deployments } = await json(ask('deployments', 'shop', ...window))
    expect(deployments.map(({ id }: { id: string }) => id)).toEqual(['d2'])
    // Not empty, although it would be in UTC.
    expect(await counts('shop', '--from', '2026-03-08T01:00:00Z', '--to', '2026-03-08')).toBe(1)
  })

  test('finds a service by a former name and by its segment', async () => {
    for (const name of ['Old Shop', 'shop'])
      expect(await json(ask('metrics', name, ...window))).toMatchObject({ service: 'shop' })
  })

  test('suggests a service for an unknown one', async () => {
    const answer = await ask('changes', 'shpo', ...window)
    expect(answer).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/no service named "shpo"[\s\S]*Known services: shop/),
    })
  })

  test('takes an environment, a unit and a clock', async () => {
    expect(await json(ask('metrics', 'shop', ...window, '--env', 'staging'))).toMatchObject({
      environment: 'staging',
      deploymentFrequency: { count: 1 },
    })
    expect(await json(ask('metrics', 'shop', ...window, '--unit', 'commit', '--profile', 'streamgauge'))).toMatchObject(
      {
        leadTime: { n: 1 },
      },
    )
    const provisional = async (now: string) =>
      (await json(ask('deployments', 'shop', ...window, '--now', now))).deployments[0].provisional
    expect(await provisional('2026-03-09T12:00:00Z')).toBe(true)
    expect(await provisional('2026-06-10')).toBe(false)
    const { incidents } = await json(ask('incidents', 'shop', '--from', '2026-03-09', '--to', '2026-03-10'))
    expect(incidents).toMatchObject([{ id: 'i1', resolvedAt: null, timeToRestore: null }])
  })

  test('a window of 100 years is answered', async () => {
    expect(await counts('shop', '--from', '1950-01-01', '--to', '2050-01-01')).toBe(3)
  })

  test('reads as text without --json', async () => {
    const views = { metrics: 'shop in production', changes: 'commit:c2', deployments: 'd2', incidents: 'i1' }
    for (const [view, says] of Object.entries(views)) {
      const answer = await sg([view, '--service', 'shop', '--from', '2026-03-08', '--to', '2026-03-10'])
      expect(answer).toEqual({ code: 0, err: '', out: expect.stringContaining(says) })
    }
  })
})

describe('bringing records in and out', () => {
  test('an export imported into an empty database exports the same bytes, and again changes nothing', async () => {
    const first = await sg(['export'])
    expect(first.out).not.toContain('ada@')
    const DATABASE_URL = await emptyDatabase()
    const file = join(home, 'backup.ndjson.gz')
    writeFileSync(file, gzipSync(first.out))
    expect((await sg(['import', file], { env: { DATABASE_URL } })).code).toBe(0)
    expect(await sg(['export'], { env: { DATABASE_URL } })).toEqual(first)
    const { types } = await json(importLines(first.out, { DATABASE_URL }))
    for (const counted of Object.values(types)) expect(counted).toMatchObject({ created: 0, updated: 0, deleted: 0 })
    expect(await sg(['export', '--since', '2999-01-01'])).toEqual({ code: 0, out: '', err: '' })
  })

  test('bad lines are told one by one, the good ones land, the exit code is 3', async () => {
    const DATABASE_URL = await emptyDatabase()
    const at = '2026-03-07T10:00:00Z'
    const rule = (name: string, match: string) => {
      return { type: 'service', name, repository: 'acme/shop', deployments: { from: 'deployment', match } }
    }
    const text = Buffer.concat([
      Buffer.from(lines(commit('c9', at, 'c9'), { type: 'nope' }, { type: 'team', name: 'x', unset: ['name'] })),
      Buffer.from(lines(rule('ahead', '(?=x)'), rule('open', '('), rule('shop', '(a+)+$|production'))),
      Buffer.from(
        lines({ type: 'tag', repository: 'acme/shop', name: 'v1', sha: 'c1', createdAt: '2026-03-07T11:00:00' }),
      ),
      Buffer.from('{"type":"team","name":"\xff"}\n', 'latin1'),
      Buffer.alloc(LINE_BYTES + 1, 'a'),
      Buffer.from(
        `\n${lines(commit('c1', at, 'c2'), commit('c2', at, 'c1'), { type: 'repository', name: 'acme/shop', headSha: 'c2' })}`,
      ),
      Buffer.from(lines({ ...deployment('d1', 'c2', at), ref: 'production', startedAt: '2026-03-07T12:00:00Z' })),
      Buffer.from(
        lines({ type: 'team', name: 'gone', timeZone: 'UTC' }, { type: 'team', name: 'gone', deleted: true }),
      ),
      Buffer.from(
        lines({ type: 'team', name: 'bare', timeZone: 'UTC' }, { type: 'team', name: 'bare', unset: ['timeZone'] }),
      ),
      Buffer.from('{"type":"team","name":"cut'),
    ])
    const { code, out, err } = await importLines(text, { DATABASE_URL })
    expect(code).toBe(3)
    expect(JSON.parse(out)).toMatchObject({
      rejected: 9,
      types: { commit: { created: 2, rejected: 1 }, team: { deleted: 1 } },
    })
    expect(err.trim().split('\n')).toEqual([
      '<stdin>:1: parents names the commit itself: a commit cannot be its own parent',
      '<stdin>:2: type is not a record type: "nope"',
      '<stdin>:3: unset cannot clear "name": not an optional field of team',
      expect.stringContaining('<stdin>:4: deployments.match is not a usable pattern: lookahead and lookbehind'),
      expect.stringContaining('<stdin>:5: deployments.match is not a usable pattern: missing closing )'),
      expect.stringContaining('<stdin>:7: createdAt is not an RFC 3339 time with an offset'),
      '<stdin>:8: is not UTF-8',
      `<stdin>:9: is longer than ${LINE_BYTES} bytes`,
      '<stdin>:18: is cut off: the file ends inside this line',
    ])
    const exported = (await sg(['export'], { env: { DATABASE_URL } })).out
    expect(exported).toContain('{"type":"team","source":"import","name":"bare"}\n')
    expect(exported).not.toContain('"gone"')
    // The circle of parents and the impossible deployment are accepted, and counted.
    const service = ['metrics', '--service', 'shop', '--from', '2026-03-07', '--to', '2026-03-08', '--json']
    const { quality } = await json(sg(service, { env: { DATABASE_URL } }))
    expect(quality).toMatchObject({ parent_cycle: 1, deployment_clock: 1 })
  })

  test('a file that cannot be read ends with 1; the others land', async () => {
    const file = join(home, 'good.ndjson')
    writeFileSync(file, lines({ type: 'team', name: 'late' }))
    const answer = await sg(['import', join(home, 'none'), home, file, '--json'])
    expect(answer.code).toBe(1)
    expect(answer.err).toBe(
      `${join(home, 'none')} cannot be read: there is no such file\n${home} cannot be read: it is a folder\n`,
    )
    expect(JSON.parse(answer.out)).toMatchObject({ types: { team: { created: 1 } }, rejected: 0 })
  })
})

// The embedded database has its own tests; here it is only what its user is told.
describe('the surroundings', () => {
  test.each([
    [{ HOST: '0.0.0.0' }, 'HOST must be a loopback address'],
    [{ DATABASE_URL: 'mysql://root:secret@db/x' }, 'DATABASE_URL must look like postgresql://user@host/name'],
    [{ DATABASE_URL: 'postgresql://me:secret@127.0.0.1:1/x' }, '127.0.0.1:1/x cannot be reached'],
    [
      { STREAMGAUGE_HOME: import.meta.filename, DATABASE_URL: '' },
      `${import.meta.filename} cannot be used: there is a file`,
    ],
    [{ STREAMGAUGE_CONFIG: '/none.yaml' }, 'The configuration file /none.yaml does not exist.'],
  ])('%j is named', async (env, says) => {
    const [answer, doctor] = await Promise.all([sg(['export'], { env }), sg(['doctor', '--json'], { env })])
    expect(answer).toEqual({ code: 1, out: '', err: expect.stringContaining(says) })
    expect(answer.err).not.toMatch(/secret|\n {4}at /)
    expect({ code: doctor.code, err: doctor.err }).toEqual({ code: 1, err: '' })
    expect(JSON.parse(doctor.out).findings).toContainEqual(
      expect.objectContaining({ status: 'problem', says: expect.stringContaining(says) }),
    )
  })

  test('a healthy installation is well', async () => {
    const { findings } = await json(sg(['doctor', '--json']))
    expect(findings).toContainEqual(expect.objectContaining({ area: 'service shop', status: 'ok' }))
  })

  test('a correction without effect is named', async () => {
    const env = { DATABASE_URL: await emptyDatabase() }
    const word = { type: 'correction', id: 'c-1', deployment: 'd9', says: 'strike', at: '2026-03-09T00:00:00Z' }
    await importLines(`${SHOP}${lines(word)}`, env)
    const { findings } = await json(sg(['doctor', '--json'], { env }))
    expect(findings).toContainEqual(
      expect.objectContaining({ area: 'correction c-1', status: 'warning', says: expect.stringContaining('d9') }),
    )
  })

  test('collecting what is not configured ends with 1', async () => {
    const answer = await sg(['collect', 'nope'])
    expect(answer).toEqual({ code: 1, out: '', err: expect.stringContaining('no connection named "nope"') })
  })
})
