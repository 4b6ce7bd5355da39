// Secrets at rest against a real home and a real database: what is stored, who reads it, and going over to another key.
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { query } from '../db'
import { findConnection, listConnections, saveConnection } from '../store/connections'
import { useTestDatabase } from '../testing/database'
import { rotateSecrets } from './rotate-secrets'
import { findKeys, nextKey } from './secret-keys'
import { type ConnectionConfig, checkSecrets, digestSecrets, fillConfig, resealConfig, sealConfig } from './secrets'

const Config = z.strictObject({
  url: z.string(),
  token: z.string().meta({ secret: true }).optional(),
  hooks: z.array(z.object({ secret: z.string().meta({ secret: true }) })).optional(),
})
const reference = (name: string) => ['$', `{${name}}`].join('')
const environment = { TOKEN: 'from the environment' }

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-secrets-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

type Stored = ConnectionConfig<Record<string, unknown>>
const acme = (config: Stored['config'], managedByFile = false): Stored => ({ name: 'acme', config, managedByFile })
const seal = (connection: Stored, place = {}) => sealConfig(connection, Config, { home, ...place })
const fill = (connection: Stored, place = {}) => fillConfig(connection, Config, environment, { home, ...place })

describe('a stored configuration', () => {
  test('has its secrets sealed, everything else as it was, and is filled as it was entered', async () => {
    const config = { url: 'https://example.org', token: 'ghp_1', hooks: [{ secret: 'two' }, { secret: 'three' }] }
    const sealed = await seal(acme(config))
    const hidden = { $secret: expect.stringMatching(/^v1\./) }
    expect(sealed).toEqual({ url: config.url, token: hidden, hooks: [{ secret: hidden }, { secret: hidden }] })
    expect(JSON.stringify(sealed)).not.toMatch(/ghp_1|two|three/)
    expect(await fill(acme(sealed))).toEqual(config)
    // Sealed again with the form, it stays; and elements may change their places.
    expect(await seal(acme(sealed))).toEqual(sealed)
    const [first, second] = sealed.hooks as unknown[]
    expect(await fill(acme({ ...sealed, hooks: [second, first] }))).toMatchObject({
      hooks: [{ secret: 'three' }, { secret: 'two' }],
    })
    if (process.platform !== 'win32') expect(statSync(join(home, 'secret.key')).mode & 0o777).toBe(0o600)
  })

  test('without a secret that is written out needs no key', async () => {
    const config = { url: 'https://example.org', token: reference('TOKEN') }
    expect(await seal(acme(config))).toEqual(config)
    expect(await seal(acme({ url: config.url }, true))).toEqual({ url: config.url })
    expect(readdirSync(home)).toEqual([])
  })

  test('keeps variables: in a file within any text, else as the whole of a secret', async () => {
    const mixed = { url: `https://${reference('TOKEN')}`, token: `Bearer ${reference('TOKEN')}` }
    expect(await seal(acme(mixed, true))).toEqual(mixed)
    expect(await fill(acme(mixed, true))).toEqual({
      url: 'https://from the environment',
      token: 'Bearer from the environment',
    })
    const entered = await seal(acme(mixed))
    expect(entered).toMatchObject({ url: mixed.url, token: { $secret: expect.any(String) } })
    expect(await fill(acme(entered))).toEqual(mixed)
    const whole = { url: mixed.url, token: reference('TOKEN') }
    expect(await fill(acme(whole))).toEqual({ url: mixed.url, token: 'from the environment' })
    const unset = fill(acme({ url: '', token: reference('NONE') }))
    await expect(unset).rejects.toMatchObject({ kind: 'config', message: expect.stringContaining('NONE') })
    // Two dollars are one, as everywhere in the file.
    const escaped = await seal(acme({ url: '', token: `$${reference('TOKEN')}` }, true))
    expect(await fill(acme(escaped, true))).toMatchObject({ token: reference('TOKEN') })
  })

  test('that somebody moved or altered, or whose key is lost, names the connection and the field', async () => {
    const sealed = await seal(acme({ url: '', token: 'ghp_1', hooks: [{ secret: 'two' }] }))
    const says = (message: string) => ({ kind: 'config', message: expect.stringContaining(message) })
    const [{ secret }] = sealed.hooks as [{ secret: unknown }]
    const swapped = { ...sealed, token: secret }
    await expect(fill(acme(swapped))).rejects.toMatchObject(
      says('The secret token of the source acme cannot be read: it was altered'),
    )
    await expect(fill({ ...acme(sealed), name: 'other' })).rejects.toMatchObject(says('of the source other'))
    const entered = { ...acme(sealed), config: { ...sealed, token: { $secret: 'ghp_plain' } } }
    await expect(fill(entered)).rejects.toMatchObject(says('cannot be read'))
    renameSync(join(home, 'secret.key'), join(home, 'lost'))
    const lost = { ...says('its key is missing'), hint: expect.stringContaining('secret.key') }
    await expect(fill(acme(sealed))).rejects.toMatchObject(lost)
    await expect(checkSecrets(acme(sealed), { home })).rejects.toMatchObject(lost)
    expect(existsSync(join(home, 'secret.key'))).toBe(false)
    const another = fill(acme(sealed), { secret: 'another secret than that' })
    await expect(another).rejects.toMatchObject(says('it was sealed with another key'))
    await another.catch((error: Error) => expect(JSON.stringify([error.message, error])).not.toContain('ghp_1'))
  })

  test('is told apart without telling its secrets', async () => {
    const digest = (token: string) => digestSecrets(acme({ url: 'u', token }), Config, { home })
    const one = await digest('ghp_1')
    expect(one).toEqual(await digest('ghp_1'))
    expect(one).not.toEqual(await digest('ghp_2'))
    expect(JSON.stringify(one)).not.toContain('ghp_1')
    expect(await digest(reference('TOKEN'))).toEqual({ url: 'u', token: reference('TOKEN') })
  })
})

describe('going over to another key', () => {
  useTestDatabase()

  async function save(name: string, token: string, place = {}): Promise<void> {
    const connection = { name, config: { url: name, token }, managedByFile: false }
    const config = await sealConfig(connection, Config, { home, ...place })
    await saveConnection({ ...connection, config, kind: 'some', schedule: null })
  }
  async function tokens(place = {}): Promise<Record<string, unknown>> {
    const all = await listConnections()
    const filled = all.map(async (one) => [one.name, await fillConfig(one, Config, {}, { home, ...place })] as const)
    return Object.fromEntries(
      (await Promise.all(filled)).map(([name, config]) => [name, (config as { token: string }).token]),
    )
  }
  const keyFile = () => readFileSync(join(home, 'secret.key'), 'utf8')

  beforeEach(async () => {
    await query('delete from connections')
    await save('one', 'ghp_1')
    await save('two', 'ghp_2')
  })

  test('makes a new file; nothing opens with the old one, and no run is disturbed', async () => {
    const [before, old] = [await findConnection('one'), keyFile()]
    expect(await rotateSecrets({ home })).toEqual({ sealed: ['one', 'two'], lost: [] })
    expect(readdirSync(home)).toEqual(['secret.key'])
    expect(keyFile()).not.toBe(old)
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2' })
    const after = await findConnection('one')
    expect(after?.config).not.toEqual(before?.config)
    expect(after?.revision).toBe(before?.revision)
    writeFileSync(join(home, 'secret.key'), old)
    await expect(tokens()).rejects.toMatchObject({ kind: 'config' })
  })

  test('goes to a variable, from one to the next, and back to a file', async () => {
    const [secret, next] = ['the first secret of all', 'the second secret of all']
    await rotateSecrets({ home, secret })
    rmSync(join(home, 'secret.key'))
    expect(await tokens({ secret })).toEqual({ one: 'ghp_1', two: 'ghp_2' })
    // Both are read until the rotation.
    expect(await tokens({ secret: next, oldSecret: secret })).toMatchObject({ one: 'ghp_1' })
    await rotateSecrets({ home, secret: next, oldSecret: secret })
    expect(await tokens({ secret: next })).toMatchObject({ two: 'ghp_2' })
    await expect(tokens({ secret })).rejects.toMatchObject({ kind: 'config' })
    await rotateSecrets({ home, oldSecret: next })
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2' })
  })

  test('may break off before or after it has written, and is finished by the next', async () => {
    const place = { home }
    // Before: the next key is there, nothing is sealed with it.
    const { key } = await nextKey(place)
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2' })
    // Between: one is written, as no transaction would leave it, and the file has not got its name yet.
    const one = await findConnection('one')
    const config = resealConfig('one', one?.config, await findKeys(place), key)
    await query('update connections set config = $1 where name = $2', [JSON.stringify(config), 'one'])
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2' })
    // What is entered meanwhile.
    await save('three', 'ghp_3')
    expect(await rotateSecrets(place)).toEqual({ sealed: ['one', 'three', 'two'], lost: [] })
    expect(await findKeys(place)).toEqual(new Map([[key.id, key]]))
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2', three: 'ghp_3' })
  })

  test('writes all connections or none', async () => {
    const before = (await listConnections()).map(({ config }) => config)
    await query(
      `alter table connections add constraint stops check (name <> 'two' or config = '${JSON.stringify(before[1])}')`,
    )
    await expect(rotateSecrets({ home })).rejects.toThrow('stops')
    expect((await listConnections()).map(({ config }) => config)).toEqual(before)
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2' })
    await query('alter table connections drop constraint stops')
    await rotateSecrets({ home })
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2' })
    expect(readdirSync(home)).toEqual(['secret.key'])
  })

  test('by two at once is one', async () => {
    await Promise.all([rotateSecrets({ home }), rotateSecrets({ home })])
    expect(readdirSync(home)).toEqual(['secret.key'])
    expect(await tokens()).toEqual({ one: 'ghp_1', two: 'ghp_2' })
  })

  test('leaves what no key opens, and says so', async () => {
    await save('lost', 'ghp_4', { secret: 'a secret that is gone' })
    const { sealed, lost } = await rotateSecrets({ home })
    expect(sealed).toEqual(['one', 'two'])
    expect(lost.map(({ message }) => message)).toEqual([expect.stringContaining('The secret token of the source lost')])
    const connection = await findConnection('one')
    expect(await fillConfig(connection ?? acme({}), Config, {}, { home })).toMatchObject({ token: 'ghp_1' })
  })
})
