// The addresses of webhooks at rest: who reads them, who does not, and going over to another key.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSubscription, saveSubscription } from '../store/report-subscriptions'
import { useTestDatabase } from '../testing/database'
import { type Channel, checkChannel, digestChannel, openChannel, sealChannel, sealDeclared } from './report-channels'
import { rotateSecrets } from './rotate-secrets'
import { readUnsubscribeToken, unsubscribeToken } from './unsubscribe-token'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
useTestDatabase()
const hook: Channel = { kind: 'slack', url: 'https://hooks.example.org/T0/s3cret' }
const reference = (name: string) => ['$', `{${name}}`].join('')
let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-channels-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const open = (channel: Awaited<ReturnType<typeof sealChannel>>, environment = {}, declared = false) =>
  openChannel({ name: 'Weekly', channel, declared }, environment, { home })

test('an address is sealed, opened, and told to nobody', async () => {
  const sealed = await sealChannel(hook, { home })
  expect(JSON.stringify(sealed)).not.toMatch(/s3cret|hooks/)
  expect(await open(sealed)).toEqual(hook)
  expect(await sealChannel({ kind: 'email' }, { home })).toEqual({ kind: 'email' })
  const digests = await Promise.all(
    [hook, hook, { ...hook, url: `${hook.url}2` }].map((one) => digestChannel(one, { home })),
  )
  expect(JSON.stringify(digests)).not.toContain('s3cret')
  expect(digests[0]).toEqual(digests[1])
  expect(digests[0]).not.toEqual(digests[2])
})

test('an address may be a variable: as a whole where a person enters it, none of ours, and any part of it in the file', async () => {
  const entered = await sealChannel({ kind: 'markdown', url: reference('HOOK') }, { home })
  expect(entered).toEqual({ kind: 'markdown', url: reference('HOOK') })
  expect(await open(entered, { HOOK: hook.url })).toMatchObject({ url: hook.url })
  await expect(open(entered)).rejects.toThrow('The report Weekly reads variables that are not set: HOOK.')
  await expect(open(entered, { HOOK: 'ftp://x' })).rejects.toThrow('The address of the webhook is not one')
  const ours = await sealChannel({ kind: 'slack', url: reference('DATABASE_URL') }, { home })
  await expect(open(ours, { DATABASE_URL: 'https://user:pass@host' })).rejects.toThrow('not set: DATABASE_URL')
  const declared = await sealDeclared(
    { kind: 'slack', url: `https://hooks.example.org/${reference('PATH_OF')}` },
    { home },
  )
  expect(await open(declared, { PATH_OF: 'T0/x' }, true)).toMatchObject({ url: 'https://hooks.example.org/T0/x' })
})

test.each(['hooks.example.org', 'ftp://example.org/x', 'https://', ''])('%j is no address', async (url) => {
  await expect(sealChannel({ kind: 'slack', url }, { home })).rejects.toMatchObject({ kind: 'config' })
})

test('a key that is gone is told with the name of the report; another key takes its place', async () => {
  const channel = await sealChannel(hook, { home })
  await expect(checkChannel({ name: 'Weekly', channel }, { home: `${home}/none` })).rejects.toThrow(
    'The webhook address of the report Weekly cannot be read: its key is missing.',
  )
  const saved = await saveSubscription(
    {
      ...{ name: 'Weekly', scope: { kind: 'organisation' }, timeZone: 'UTC', waitHours: 0, paused: false, channel },
      rhythm: { every: 'day', hour: 7 },
    },
    { recipients: [] },
    new Date(),
  )
  expect(await rotateSecrets({ home })).toEqual({ sealed: ['the report Weekly'], lost: [] })
  const found = typeof saved === 'string' ? null : await findSubscription(saved.id)
  expect(found?.channel).not.toEqual(channel)
  expect(found && (await open(found.channel))).toEqual(hook)
})

test('a token to unsubscribe is read by who made it alone, and says nothing of itself', async () => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
  const place = { home, peopleKey: 'a key of sixteen letters' }
  const token = await unsubscribeToken(id, place)
  expect(token).toBe(await unsubscribeToken(id, place))
  expect(await readUnsubscribeToken(token, place)).toBe(id)
  for (const other of [
    token.slice(0, -1),
    `${token}a`,
    `A${token.slice(1)}`,
    token.replace(/.$/, 'B'),
    'x',
    '',
    `${token}\n`,
  ])
    expect(await readUnsubscribeToken(other, place)).toBeNull()
  expect(await readUnsubscribeToken(token, { ...place, peopleKey: 'another of sixteen letters' })).toBeNull()
})
