// Secrets as whoever runs sg meets them: a lost key, a new one, and a paused connection.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealConfig } from '../../lib/auth/secrets'
import { listConnections, saveConnection } from '../../lib/store/connections'
import { runCommand } from '../../lib/testing/command'
import { useTestDatabase } from '../../lib/testing/database'
import { played } from '../../lib/testing/played-source'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const database = useTestDatabase()
let home = ''

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-sg-secrets-'))
  const given = { name: 'shop', config: { url: 'http://127.0.0.1:1', token: 'ghp_1234' }, managedByFile: false }
  const config = await sealConfig(given, played.config, { home })
  await saveConnection({ ...given, config, kind: played.id, schedule: null })
  await saveConnection({ name: 'till', kind: played.id, config: {}, managedByFile: false, schedule: null })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const sg = (args: string[], env = {}) =>
  runCommand(args, { env: { STREAMGAUGE_HOME: home, DATABASE_URL: database.url(), ...env } })
const findings = async (env = {}) => {
  const { findings } = JSON.parse((await sg(['doctor', '--json'], env)).out) as { findings: Record<string, string>[] }
  return Object.fromEntries(findings.map((finding) => [finding.area, finding]))
}

test('a wrong key is a problem of that connection alone, with what to do', { timeout: 180_000 }, async () => {
  const file = join(home, 'secret.key')
  const key = readFileSync(file, 'utf8')
  expect((await findings())['source shop']).toMatchObject({ status: 'warning', says: 'It has never been collected.' })
  writeFileSync(file, `${'A'.repeat(43)}\n`)
  const found = await findings()
  expect(found['source shop']).toMatchObject({
    status: 'problem',
    says: 'The secret token of the source shop cannot be read: it was sealed with another key.',
    mend: expect.stringContaining('put back the file secret.key'),
  })
  expect(found['source till']).toMatchObject({ status: 'warning' })
  const rotated = await sg(['secrets', 'rotate'])
  expect(rotated).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('The secret token of the source shop'),
  })
  writeFileSync(file, key)
})

test('rotate goes over to a variable and says which key is in use', { timeout: 180_000 }, async () => {
  writeFileSync(join(home, 'secret.key'), readFileSync(join(home, 'secret.key')))
  const [before] = await listConnections()
  const env = { STREAMGAUGE_SECRET: 'a secret of more than sixteen' }
  const { code, out, err } = await sg(['secrets', 'rotate'], env)
  expect({ code, out }).toEqual({ code: 0, out: '' })
  expect(err).toBe('Sealed anew: shop. The key in use is STREAMGAUGE_SECRET; keep it with your backups.\n')
  expect((await listConnections())[0]?.config).not.toEqual(before?.config)
  expect((await findings(env))['source shop']).toMatchObject({ status: 'warning' })
  expect((await findings())['source shop']).toMatchObject({ status: 'problem' })
  const short = await sg(['secrets', 'rotate'], { STREAMGAUGE_SECRET: 'short' })
  expect(short).toMatchObject({ code: 1, err: expect.stringContaining('STREAMGAUGE_SECRET must have at least 16') })
  expect(short.err).not.toContain('short ')
})

test('pause and resume are seen by sources', { timeout: 180_000 }, async () => {
  const paused = async () => {
    const { sources } = JSON.parse((await sg(['sources', '--json'])).out) as {
      sources: { name: string; paused: boolean }[]
    }
    return sources.filter((source) => source.paused).map(({ name }) => name)
  }
  expect(await sg(['pause', 'till'])).toMatchObject({ code: 0, err: expect.stringContaining('till is paused') })
  expect(await paused()).toEqual(['till'])
  expect((await sg(['sources'])).out).toMatch(/till {2}played .*\n {4}never collected; paused\n/)
  expect((await sg(['resume', 'till'])).code).toBe(0)
  expect(await paused()).toEqual([])
  expect(await sg(['pause', 'nope'])).toMatchObject({ code: 1, err: expect.stringContaining('no connection named') })
})
