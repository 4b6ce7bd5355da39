// Reports from their subscription to the mailbox: a real database, a real mail server on loopback, and a clock that the test sets.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sealChannel } from '../lib/auth/report-channels'
import { readUnsubscribeToken } from '../lib/auth/unsubscribe-token'
import { query } from '../lib/db'
import { sendNow } from '../lib/insights/report/send-now'
import { createLog } from '../lib/log'
import { saveConnection } from '../lib/store/connections'
import { findArchived, listArchive } from '../lib/store/report-archive'
import { LEASE_MS, takeUpLostSendings } from '../lib/store/report-claims'
import { listRecipients, unsubscribeRecipient } from '../lib/store/report-recipients'
import { listSendings, sendAgain } from '../lib/store/report-sendings'
import { type SubscriptionSettings, saveSubscription } from '../lib/store/report-subscriptions'
import { useTestDatabase } from '../lib/testing/database'
import { HttpServer } from '../lib/testing/http-server'
import { headerOf, MailServer } from '../lib/testing/mail-server'
import { root } from './build'
import { Reports } from './reports'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const MADE = Date.parse('2026-03-04T12:00:00Z')
/** Monday at nine in Berlin. */
const DUE = Date.parse('2026-03-09T08:00:00Z')

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const database = useTestDatabase()
let home = ''
let server: MailServer
let now = MADE
const children: ChildProcess[] = []

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-reports-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))
beforeEach(async () => {
  now = MADE
  server = await new MailServer().listen()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await server.close()
  await query('truncate report_subscriptions, report_recipients, report_sendings, sent_reports')
  await query('delete from connections')
})

const env = (fields = {}) => ({
  mail: { server: server.address(), from: { name: 'Streamgauge', address: 'reports@example.org' } },
  url: 'https://gauge.example.org',
  home,
  allowPrivateAddresses: true,
  ...fields,
})

function worker(fields = {}): Reports {
  const signal = new AbortController().signal
  return new Reports({ env: env(fields), signal, log: createLog(), clock: () => new Date(now) })
}

/** Looks at this moment, as a worker would, and waits for what it sends. */
async function look(at: number, reports = worker()): Promise<void> {
  now = at
  await reports.look()
  await reports.idle()
}

const weekly: SubscriptionSettings = {
  name: 'Everything weekly',
  scope: { kind: 'organisation' },
  rhythm: { every: 'week', day: 1, hour: 9 },
  timeZone: 'Europe/Berlin',
  channel: { kind: 'email' },
  waitHours: 12,
  paused: false,
}

async function subscribe(recipients = ['ada@example.org'], settings: Partial<SubscriptionSettings> = {}) {
  const saved = await saveSubscription({ ...weekly, ...settings }, { recipients }, new Date(MADE))
  if (typeof saved === 'string') throw new Error(saved)
  return saved.id
}

const all = async () =>
  (await listSendings({ limit: 20 })).map(({ recipient, state }) => `${recipient} ${state}`).sort()
const only = async () => (await listSendings({ limit: 1 }))[0]

describe('a weekly report', () => {
  test('is made when it is due, goes to each recipient once, whatever workers look, and is kept', async () => {
    const id = await subscribe(['ada@example.org', 'ben@example.org'])
    await look(DUE - 1)
    expect(await all()).toEqual([])
    now = DUE
    await Promise.all([look(DUE), look(DUE), look(DUE)])
    await look(DUE + HOUR)
    expect(await all()).toEqual(['ada@example.org sent', 'ben@example.org sent'])
    expect(server.taken.map(({ to }) => to).sort()).toEqual(['ada@example.org', 'ben@example.org'])
    const [kept] = await listArchive({ limit: 5 })
    expect(kept).toMatchObject({
      subscription: id,
      name: weekly.name,
      period: '2026-W10',
      sent: 2,
      sendings: 2,
      byHand: false,
    })
    expect((await findArchived(kept?.id ?? ''))?.text).toContain('Week 10')
  })

  test('has the headers of a list that one click leaves', async () => {
    const id = await subscribe()
    await look(DUE)
    const raw = server.taken[0]?.raw ?? ''
    const link = /^<https:\/\/gauge\.example\.org\/reports\/unsubscribe\/([\w-]{43})>$/.exec(
      headerOf(raw, 'List-Unsubscribe') ?? '',
    )
    expect(await readUnsubscribeToken(link?.[1] ?? '', { home })).toBe((await listRecipients(id))[0]?.id)
    expect(headerOf(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
    expect(headerOf(raw, 'List-Id')).toBe(`<${id}.reports.gauge.example.org>`)
    expect(headerOf(raw, 'Auto-Submitted')).toBe('auto-generated')
    expect(headerOf(raw, 'Precedence')).toBe('bulk')
    expect(headerOf(raw, 'To')).toBe('ada@example.org')
    expect(headerOf(raw, 'Subject')).toBe('All services: no deployment is known yet')
    expect(headerOf(raw, 'Content-Type')).toMatch(/^multipart\/alternative;/)
    expect(headerOf(raw, 'Message-ID')).toMatch(/^<[\da-f]{40}@gauge\.example\.org>$/)
  })

  test('without an address of the pages has no link to leave it by', async () => {
    await subscribe()
    await look(DUE, worker({ url: undefined }))
    expect(headerOf(server.taken[0]?.raw ?? '', 'List-Unsubscribe')).toBeNull()
    expect(headerOf(server.taken[0]?.raw ?? '', 'Message-ID')).toMatch(/@example\.org>$/)
  })

  test('goes to a thousand recipients over five connections', async () => {
    await subscribe(Array.from({ length: 1000 }, (_, at) => `reader${at}@example.org`))
    await look(DUE)
    expect(new Set(server.taken.map(({ to }) => to)).size).toBe(1000)
    expect(server.taken).toHaveLength(1000)
    expect(server.mostOpen).toBe(5)
  })

  test('waits for a source that is behind, then says what is missing', async () => {
    await saveConnection({ name: 'acme', kind: 'git', config: {}, managedByFile: false, schedule: null })
    await subscribe()
    const reports = worker()
    await look(DUE, reports)
    expect(await only()).toMatchObject({ state: 'waiting', lastError: 'Waits for acme to be collected.' })
    await look(DUE + 11 * HOUR, reports)
    expect(server.taken).toEqual([])
    await look(DUE + 12 * HOUR, reports)
    expect(await only()).toMatchObject({ state: 'sent', lastError: null })
    const [kept] = await listArchive({ limit: 1 })
    expect((await findArchived(kept?.id ?? ''))?.text).toContain('acme has not been read in full yet')
  })

  test('that nobody can make is refused with the reason when its time to wait is over', async () => {
    await subscribe(undefined, { scope: { kind: 'team', name: 'Gone' } })
    const reports = worker()
    await look(DUE, reports)
    expect(await only()).toMatchObject({ state: 'waiting' })
    await look(DUE + 12 * HOUR, reports)
    expect(await only()).toMatchObject({ state: 'refused', lastError: expect.stringContaining('no team named "Gone"') })
  })
})

describe('what goes wrong', () => {
  test('for now is tried again with longer and longer pauses, in the end given up', async () => {
    await subscribe()
    server.onRecipient = () => '451 4.3.0 Try later'
    const tries: number[] = []
    for (let at = DUE; at < DUE + 30 * HOUR; ) {
      await look(at)
      tries.push(at - DUE)
      const sending = await only()
      if (sending?.state !== 'retry' || sending.nextTryAt === null) break
      at = sending.nextTryAt
    }
    expect(tries).toHaveLength(7)
    expect(tries.at(-1)).toBe(24 * HOUR)
    expect(await only()).toMatchObject({
      state: 'refused',
      tries: 7,
      lastError: expect.stringMatching(/^It was tried for a day\./),
    })
  })

  test('for now and then goes well', async () => {
    await subscribe()
    server.onMessage = () => '451 4.3.0 Try later'
    await look(DUE)
    server.onMessage = () => null
    await look(DUE + 4 * MINUTE)
    expect(server.taken).toEqual([])
    await look(DUE + 6 * MINUTE)
    expect(await only()).toMatchObject({ state: 'sent', tries: 2, lastError: null })
  })

  test('with one recipient is of no matter to others, and ends what that one gets until somebody resumes it', async () => {
    const id = await subscribe(['ada@example.org', 'gone@example.org'])
    server.onRecipient = (address) => (address === 'gone@example.org' ? '550 5.1.1 No such user' : null)
    await look(DUE)
    expect(await all()).toEqual(['ada@example.org sent', 'gone@example.org refused'])
    const gone = (await listRecipients(id)).find(({ address }) => address === 'gone@example.org')
    expect(gone).toMatchObject({
      stoppedBecause: 'The mail server refused the recipient. It said: 550 5.1.1 No such user',
    })
    await look(DUE + 7 * 24 * HOUR)
    expect(await all()).toEqual(['ada@example.org sent', 'ada@example.org sent', 'gone@example.org refused'])
  })

  test('after the transfer leaves it unconfirmed: nothing sends it again but a person, with the same Message-ID', async () => {
    await subscribe()
    server.onMessage = () => 'take and cut'
    await look(DUE)
    expect(await only()).toMatchObject({ state: 'unconfirmed' })
    server.onMessage = () => null
    await look(DUE + 48 * HOUR)
    expect(server.taken).toHaveLength(1)
    expect(await sendAgain((await only())?.id ?? '', new Date(now))).toBe(true)
    await look(now)
    expect(await only()).toMatchObject({ state: 'sent' })
    const ids = server.taken.map(({ raw }) => headerOf(raw, 'Message-ID'))
    expect(ids).toEqual([ids[0], ids[0]])
  })

  test('without a mail server is shown, and goes on when there is one', async () => {
    await subscribe()
    await look(DUE, worker({ mail: undefined }))
    expect(await only()).toMatchObject({ state: 'retry', lastError: expect.stringContaining('STREAMGAUGE_SMTP_URL') })
    await look(DUE + 10 * MINUTE)
    expect(await only()).toMatchObject({ state: 'sent' })
  })
})

describe('a worker that is killed', () => {
  function start(at: number): ChildProcess {
    const program = join(root, 'lib/testing/send-until-killed.ts')
    const args = ['--import', 'tsx', program, String(server.port), new Date(at).toISOString()]
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, DATABASE_URL: database.url(), STREAMGAUGE_HOME: home, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 2, 2],
    })
    children.push(child)
    return child
  }

  test.each(['before', 'during'] as const)(
    '%s the transfer: twice is never, and once where it can be known',
    async (when) => {
      await subscribe()
      server.onRecipient = () => '451 not yet'
      await look(DUE)
      let reached = () => {}
      const there = new Promise<void>((resolve) => {
        reached = resolve
      })
      const hang = () => {
        reached()
        return new Promise<null>(() => {})
      }
      server.onRecipient = when === 'before' ? hang : () => null
      server.onMessage = when === 'during' ? hang : () => null
      const again = (await only())?.nextTryAt ?? 0
      const child = start(again)
      await there
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      server.onRecipient = () => null
      server.onMessage = () => null
      await look(again + LEASE_MS - MINUTE)
      expect(await only()).toMatchObject({ state: 'claimed' })
      await look(again + LEASE_MS + MINUTE)
      await look(again + 24 * HOUR)
      expect(await only()).toMatchObject({ state: when === 'before' ? 'sent' : 'unconfirmed' })
      expect(server.taken).toHaveLength(when === 'before' ? 1 : 0)
      expect(await takeUpLostSendings(new Date(now + 48 * HOUR))).toBe(0)
    },
  )
})

describe('by hand', () => {
  test('one goes out now, and the scheduled one all the same; of a sent period it is the same report', async () => {
    const id = await subscribe()
    expect(await sendNow(id, new Date(MADE))).toEqual({ asked: 1, period: '2026-W09' })
    await look(MADE)
    expect(server.taken).toHaveLength(1)
    await look(DUE)
    expect(server.taken).toHaveLength(2)
    await sendNow(id, new Date(DUE + HOUR), 'ben@example.org')
    await look(DUE + HOUR)
    expect(server.taken.map(({ to }) => to)).toEqual(['ada@example.org', 'ada@example.org', 'ben@example.org'])
    expect((await listArchive({ limit: 5 })).map(({ period, byHand, sent }) => [period, byHand, sent])).toEqual([
      ['2026-W10', false, 2],
      ['2026-W09', true, 1],
    ])
    const [ada] = await listRecipients(id)
    await unsubscribeRecipient(ada?.id ?? '', new Date(now))
    expect(await sendNow(id, new Date(now))).toBe('nobody')
  })
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
    const channel = await sealChannel({ kind, url: `${hook.url}/services/T0/secret` }, { home })
    await subscribe([], { channel })
    const stored = await query('select channel::text from report_subscriptions')
    expect(JSON.stringify(stored.rows)).not.toContain('secret/')
    expect(JSON.stringify(stored.rows)).not.toContain('T0')
    await look(DUE)
    await look(DUE + HOUR)
    expect(hook.asked).toEqual(['POST /services/T0/secret'])
    expect(await all()).toEqual([`${kind} sent`])
    expect(JSON.parse(bodies[0] ?? '').text).toContain(kind === 'slack' ? 'All services' : '# All services: Week 10')
  })

  test('a webhook that is cut off is unconfirmed; one that is not there, or busy, is tried again', async () => {
    await subscribe([], { channel: await sealChannel({ kind: 'slack', url: hook.url }, { home }) })
    const { handle } = hook
    hook.handle = (_, response) => void response.writeHead(503).end()
    await look(DUE)
    expect(await only()).toMatchObject({ state: 'retry', lastError: 'The webhook answered 503.' })
    hook.handle = (request) => void request.socket.destroy()
    await look(DUE + 10 * MINUTE)
    expect(await only()).toMatchObject({ state: 'unconfirmed' })
    hook.handle = handle
    await look(DUE + 24 * HOUR)
    expect(bodies).toEqual([])
  })

  test('a file is written whole, one for each period', async () => {
    await subscribe([], { channel: { kind: 'file', path: join(home, 'out', '{period}.md') } })
    await look(DUE)
    expect(await all()).toEqual(['file sent'])
    expect(readFileSync(join(home, 'out', '2026-W10.md'), 'utf8')).toMatch(/^# All services: Week 10/)
  })
})
