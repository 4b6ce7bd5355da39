// What happens to a sending when its worker is killed, and sendings that are no mail.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sealChannel } from '../lib/auth/report-channels'
import { query } from '../lib/db'
import { sendNow } from '../lib/insights/report/send-now'
import { LEASE_MS, takeUpLostSendings } from '../lib/store/report-claims'
import { removeSubscription } from '../lib/store/report-subscriptions'
import { HttpServer } from '../lib/testing/http-server'
import { DUE, HOUR, MINUTE, useReporting } from '../lib/testing/reporting'
import { root } from './build'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const on = useReporting()

describe('a worker that is killed', () => {
  const children: ChildProcess[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  function start(at: number): ChildProcess {
    const program = join(root, 'lib/testing/send-until-killed.ts')
    const args = ['--import', 'tsx', program, String(on.mails.port), new Date(at).toISOString()]
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, DATABASE_URL: on.databaseUrl(), STREAMGAUGE_HOME: on.home, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 2, 2],
    })
    children.push(child)
    return child
  }

  test.each(['before', 'during'] as const)(
    '%s the transfer: twice is never, and once where it can be known',
    async (when) => {
      await on.subscribe()
      on.mails.onRecipient = () => '451 not yet'
      await on.look(DUE)
      let reached = () => {}
      const there = new Promise<void>((resolve) => {
        reached = resolve
      })
      const hang = () => {
        reached()
        return new Promise<null>(() => {})
      }
      on.mails.onRecipient = when === 'before' ? hang : () => null
      on.mails.onMessage = when === 'during' ? hang : () => null
      const again = Number((await on.only())?.nextTryAt)
      expect(again).toBeGreaterThan(DUE)
      const child = start(again)
      await there
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      on.mails.onRecipient = () => null
      on.mails.onMessage = () => null
      await on.look(again + LEASE_MS - MINUTE)
      expect(await on.only()).toMatchObject({ state: 'claimed' })
      await on.look(again + LEASE_MS + MINUTE)
      await on.look(again + 24 * HOUR)
      expect(await on.only()).toMatchObject({ state: when === 'before' ? 'sent' : 'unconfirmed' })
      expect(on.mails.taken).toHaveLength(when === 'before' ? 1 : 0)
      expect(await takeUpLostSendings(new Date(on.now + 48 * HOUR))).toBe(0)
    },
  )
})

test('what only a mistake of ours can hinder is tried again as well, with a word on where to look', async () => {
  const id = await on.subscribe()
  await query(
    `insert into sent_reports (id, subscription, period, occasion, name, scope, made_at, subject, report, html, text, markdown, pictures)
     values (gen_random_uuid(), $1, '2026-W10', 'schedule', 'x', '{"kind": "organisation"}', now(), 'x', '{}', '', '', '', '[1]')`,
    [id],
  )
  await on.look(DUE)
  expect(await on.only()).toMatchObject({
    state: 'retry',
    tries: 1,
    lastError: expect.stringContaining('the log of the worker'),
  })
  expect(on.mails.transfers).toBe(0)
})

test('a report that was removed while one was asked for goes nowhere', async () => {
  const id = await on.subscribe([], {
    channel: await sealChannel({ kind: 'slack', url: 'http://127.0.0.1:9' }, { home: on.home }),
  })
  await on.look(DUE)
  expect(await on.only()).toMatchObject({ state: 'retry' })
  await sendNow(id, new Date(DUE))
  await removeSubscription(id, new Date(DUE))
  await on.look(DUE + HOUR)
  expect(await on.all()).toEqual(['slack queued', 'slack retry'])
  await on.look(DUE + 6 * 24 * HOUR)
  expect(await on.all()).toEqual(['slack refused', 'slack refused'])
})

describe('other channels', () => {
  let hook: HttpServer
  let bodies: string[] = []
  beforeEach(async () => {
    bodies = []
    hook = await new HttpServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        bodies.push(body)
        response.end('ok')
      })
    }).listen()
  })
  afterEach(() => hook.close())

  test.each(['slack', 'markdown'] as const)('%s: one POST, whose address is stored sealed', async (kind) => {
    const channel = await sealChannel({ kind, url: `${hook.url}/services/T0/secret` }, { home: on.home })
    await on.subscribe([], { channel })
    const stored = await query('select channel::text from report_subscriptions')
    expect(JSON.stringify(stored.rows)).not.toContain('services/T0')
    await on.look(DUE)
    await on.look(DUE + HOUR)
    expect(hook.asked).toEqual(['POST /services/T0/secret'])
    expect(await on.all()).toEqual([`${kind} sent`])
    expect(JSON.parse(bodies[0] ?? '').text).toContain(kind === 'slack' ? 'All services' : '# All services: Week 10')
  })

  test('a webhook that is cut off is unconfirmed; one that is not there, or busy, is tried again', async () => {
    await on.subscribe([], { channel: await sealChannel({ kind: 'slack', url: hook.url }, { home: on.home }) })
    const { handle } = hook
    hook.handle = (_, response) => void response.writeHead(503).end()
    await on.look(DUE)
    expect(await on.only()).toMatchObject({ state: 'retry', lastError: 'The webhook answered 503.' })
    hook.handle = (request) => void request.socket.destroy()
    await on.look(DUE + 10 * MINUTE)
    expect(await on.only()).toMatchObject({ state: 'unconfirmed' })
    hook.handle = handle
    await on.look(DUE + 24 * HOUR)
    expect(bodies).toEqual([])
  })

  test('a webhook in a private network is not asked where that is not allowed, and its address is told to nobody', async () => {
    await on.subscribe([], {
      channel: await sealChannel({ kind: 'slack', url: `${hook.url}/T0/hidden` }, { home: on.home }),
    })
    await on.look(DUE, on.worker({ allowPrivateAddresses: false }))
    const { state, lastError } = (await on.only()) ?? {}
    expect([state, hook.asked]).toEqual(['retry', []])
    expect(lastError).toContain('is an address of a private network')
    expect(lastError).not.toContain('hidden')
  })

  test('a file is written whole, one for each period', async () => {
    await on.subscribe([], { channel: { kind: 'file', path: join(on.home, 'out', '{period}.md') } })
    await on.look(DUE)
    expect(await on.all()).toEqual(['file sent'])
    expect(readFileSync(join(on.home, 'out', '2026-W10.md'), 'utf8')).toMatch(/^# All services: Week 10/)
  })
})
