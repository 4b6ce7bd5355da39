import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog } from './log'

function logged(level: string, write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  write(createLog({ process: 'worker' }, { write: (line: string) => lines.push(line) }, level))
  return lines
}

const one = (write: (log: ReturnType<typeof createLog>) => void) => logged('trace', write).join('')

test('a line is one JSON object with its time, its level, who wrote it and what about', () => {
  const [line, ...rest] = logged('info', (log) => log.warn({ connection: 'shop' }, 'first line\nsecond line'))
  expect(rest).toEqual([])
  expect(line?.trim()).not.toContain('\n')
  const { time, ...parsed } = JSON.parse(line ?? '')
  expect(parsed).toEqual({ level: 40, process: 'worker', connection: 'shop', msg: 'first line\nsecond line' })
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

test.each([
  ['warn', ['warn', 'error']],
  ['info', ['info', 'warn', 'error']],
  ['trace', ['trace', 'debug', 'info', 'warn', 'error']],
  ['silent', []],
  ['loud', ['info', 'warn', 'error']],
])('at the level %s it writes %j', (level, expected) => {
  const lines = logged(level, (log) => {
    for (const name of ['trace', 'debug', 'info', 'warn', 'error'] as const) log[name](name)
  })
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(expected)
})

test.each<[string, object]>([
  ['a field', { token: 'hunter2' }],
  ['a field of a field', { config: { password: 'hunter2' } }],
  ['a connection string', { databaseUrl: 'postgresql://sg:hunter2@db/sg' }],
  ['a connection string inside', { env: { databaseUrl: 'postgresql://sg:hunter2@db/sg' } }],
  ['an address inside', { config: { url: 'https://ada:hunter2@git.example/acme/shop' } }],
  ['an address under another name', { remote: { origin: ['https://ada:hunter2@git.example/acme/shop'] } }],
  ['a token as the user of an address', { origin: 'https://hunter2@git.example/acme/shop' }],
  ['an error', { err: new Error('fatal: unable to access https://ada:hunter2@git.example/acme/shop/') }],
  ['the cause of an error', { err: new Error('no', { cause: new Error('postgresql://sg:hunter2@db:5432/sg') }) }],
  ['a header', { request: { headers: { authorization: 'Bearer hunter2' } } }],
  ['a key', { peopleKey: 'hunter2' }],
])('a secret in %s is not written', (_, fields) => {
  const line = one((log) => log.error(fields, 'failed'))
  expect(line).not.toContain('hunter2')
  expect(line).toContain('[hidden]')
  expect(JSON.parse(line).msg).toBe('failed')
})

test('a secret in the message is not written', () => {
  const said = one((log) => log.error('could not reach https://ada:hun"ter2@git.example/shop or ssh://git@git.example'))
  expect(said).not.toContain('ter2')
  expect(JSON.parse(said).msg).toContain('@git.example/shop')
})

test('what only looks like one stays readable', () => {
  const text = 'see https://streamgauge.example/a?b=c@d, ada@example.org and git@github.com:acme/shop at 10:00'
  expect(JSON.parse(one((log) => log.info({ port: 3000 }, text)))).toMatchObject({ port: 3000, msg: text })
})

test('it writes to standard error, at once, and to standard output nothing', () => {
  const script = `import { createLog } from './lib/log.ts'
    createLog().info('started')
    createLog().debug('hidden')
    process.kill(process.pid, 'SIGKILL')`
  const args = ['--import', 'tsx', '--input-type=module', '-e', script]
  const env = { ...process.env, LOG_LEVEL: 'info' }
  const run = spawnSync(process.execPath, args, { cwd: join(import.meta.dirname, '..'), env, encoding: 'utf8' })
  expect(run.stdout).toBe('')
  expect(JSON.parse(run.stderr).msg).toBe('started')
})
