// Reports from their subscription to the mailbox: a real database, a real mail server on loopback, and a clock that the test sets.
import { describe, expect, test } from 'vitest'
import { readUnsubscribeToken } from '../lib/auth/unsubscribe-token'
import { readEnv } from '../lib/env'
import { sendNow } from '../lib/insights/report/send-now'
import { saveConnection } from '../lib/store/connections'
import { findArchived, listArchive } from '../lib/store/report-archive'
import { listRecipients, unsubscribeRecipient } from '../lib/store/report-recipients'
import { askForSendings, listSendings, planSendings, sendAgain } from '../lib/store/report-sendings'
import { saveSubscription } from '../lib/store/report-subscriptions'
import { headerOf } from '../lib/testing/mail-server'
import { DUE, HOUR, MADE, MINUTE, useReporting, weekly } from '../lib/testing/reporting'
import { checkReports } from './commands/doctor-reports'
import { SLOTS } from './report-sending'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const on = useReporting()

describe('a weekly report', () => {
  test('is made when it is due, goes to each recipient once, whatever workers look, and is kept', async () => {
    const id = await on.subscribe(['ada@example.org', 'ben@example.org'])
    await on.look(DUE - 1)
    expect(await on.all()).toEqual([])
    on.now = DUE
    await Promise.all([on.look(DUE), on.look(DUE), on.look(DUE)])
    await on.look(DUE + HOUR)
    expect(await on.all()).toEqual(['ada@example.org sent', 'ben@example.org sent'])
    expect(on.mails.taken.map(({ to }) => to).sort()).toEqual(['ada@example.org', 'ben@example.org'])
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
    const id = await on.subscribe()
    await on.look(DUE)
    const raw = on.mails.taken[0]?.raw ?? ''
    const link = /^<https:\/\/gauge\.example\.org\/reports\/unsubscribe\/([\w-]{43})>$/.exec(
      headerOf(raw, 'List-Unsubscribe') ?? '',
    )
    expect(await readUnsubscribeToken(link?.[1] ?? '', { home: on.home })).toBe((await listRecipients(id))[0]?.id)
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
    await on.subscribe()
    await on.look(DUE, on.worker({ url: undefined }))
    expect(headerOf(on.mails.taken[0]?.raw ?? '', 'List-Unsubscribe')).toBeNull()
    expect(headerOf(on.mails.taken[0]?.raw ?? '', 'Message-ID')).toMatch(/@example\.org>$/)
    // A line of the transfer that ends with = goes on in the next.
    expect(on.mails.taken[0]?.raw.replaceAll('=\r\n', '')).toContain('To get it no more, ask whoever looks after')
  })

  test('goes to a thousand recipients over five connections', async () => {
    await on.subscribe(Array.from({ length: 1000 }, (_, at) => `reader${at}@example.org`))
    await on.look(DUE)
    expect(new Set(on.mails.taken.map(({ to }) => to)).size).toBe(1000)
    expect(on.mails.taken).toHaveLength(1000)
    expect(on.mails.mostOpen).toBe(5)
  })

  test('waits for a source that is behind, then says what is missing', async () => {
    await saveConnection({ name: 'acme', kind: 'git', config: {}, managedByFile: false, schedule: null })
    await on.subscribe()
    const reports = on.worker()
    await on.look(DUE, reports)
    expect(await on.only()).toMatchObject({ state: 'waiting', lastError: 'Waits for acme to be collected.' })
    await on.look(DUE + 11 * HOUR, reports)
    expect(on.mails.taken).toEqual([])
    await on.look(DUE + 12 * HOUR, reports)
    expect(await on.only()).toMatchObject({ state: 'sent', lastError: null })
    const [kept] = await listArchive({ limit: 1 })
    expect((await findArchived(kept?.id ?? ''))?.text).toContain('acme has not been read in full yet')
  })

  test('that nobody can make is refused with the reason when its time to wait is over', async () => {
    await on.subscribe(undefined, { scope: { kind: 'team', name: 'Gone' } })
    const reports = on.worker()
    await on.look(DUE, reports)
    expect(await on.only()).toMatchObject({ state: 'waiting' })
    await on.look(DUE + 12 * HOUR, reports)
    expect(await on.only()).toMatchObject({
      state: 'refused',
      lastError: expect.stringContaining('no team named "Gone"'),
    })
  })
})

describe('what goes wrong', () => {
  test('by a mistake of ours while it is made is tried for an hour past its time, however short that is', async () => {
    const subscription = await on.subscribe()
    await planSendings({ subscription, period: 'never', dueAt: DUE, waitsUntil: DUE, recipient: null }, new Date(DUE))
    const never = async () => (await listSendings({ limit: 5 })).find(({ period }) => period === 'never')
    await on.look(DUE)
    expect(await never()).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('no period never') })
    await on.look(DUE + HOUR)
    expect(await never()).toMatchObject({ state: 'refused' })
  })

  test('for now is tried again with longer and longer pauses, in the end given up', async () => {
    await on.subscribe()
    on.mails.onRecipient = () => '451 4.3.0 Try later'
    const tries: number[] = []
    for (let at = DUE; at < DUE + 30 * HOUR; ) {
      await on.look(at)
      tries.push(at - DUE)
      const sending = await on.only()
      if (sending?.state !== 'retry' || sending.nextTryAt === null) break
      at = sending.nextTryAt
    }
    expect(tries).toHaveLength(7)
    expect(tries.at(-1)).toBe(24 * HOUR)
    expect(await on.only()).toMatchObject({
      state: 'refused',
      tries: 7,
      lastError: expect.stringMatching(/^It was tried for a day\./),
    })
  })

  test('for now and then goes well', async () => {
    await on.subscribe()
    on.mails.onMessage = () => '451 4.3.0 Try later'
    await on.look(DUE)
    on.mails.onMessage = () => null
    await on.look(DUE + 4 * MINUTE)
    expect(on.mails.taken).toEqual([])
    await on.look(DUE + 6 * MINUTE)
    expect(await on.only()).toMatchObject({ state: 'sent', tries: 2, lastError: null })
  })

  test('with one recipient is of no matter to others, and ends what that one gets until somebody resumes it', async () => {
    const id = await on.subscribe(['ada@example.org', 'gone@example.org'])
    on.mails.onRecipient = (address) => (address === 'gone@example.org' ? '550 5.1.1 No such user' : null)
    await on.look(DUE)
    expect(await on.all()).toEqual(['ada@example.org sent', 'gone@example.org refused'])
    const gone = (await listRecipients(id)).find(({ address }) => address === 'gone@example.org')
    expect(gone).toMatchObject({
      stoppedBecause: 'The mail server refused the recipient. It said: 550 5.1.1 No such user',
    })
    await on.look(DUE + 7 * 24 * HOUR)
    expect(await on.all()).toEqual(['ada@example.org sent', 'ada@example.org sent', 'gone@example.org refused'])
    on.mails.onRecipient = () => null
    on.now += HOUR
    const refused = (await listSendings({ limit: 5 })).find(({ state }) => state === 'refused')
    expect(await sendAgain(refused?.id ?? '', new Date(on.now), { resume: true })).toBe(true)
    await on.look(on.now)
    await on.look(DUE + 14 * 24 * HOUR)
    expect(on.mails.taken.filter(({ to }) => to === 'gone@example.org')).toHaveLength(2)
  })

  test.each([
    ['552 5.2.2 Over quota', 1],
    ['452 4.2.2 Over quota', 7],
  ])('with a full mailbox (%s) is this mail’s alone: the next period goes there again', async (answer, tries) => {
    const id = await on.subscribe()
    on.mails.onRecipient = () => answer
    await on.look(DUE)
    for (let sending = await on.only(); sending?.nextTryAt; sending = await on.only()) await on.look(sending.nextTryAt)
    expect(await on.only()).toMatchObject({ state: 'refused', tries })
    expect((await on.only())?.lastError).toContain(`The mailbox is full. It said: ${answer}`)
    expect(await listRecipients(id)).toMatchObject([{ stoppedAt: null, stoppedBecause: null }])
    on.mails.onRecipient = () => null
    await on.look(DUE + 7 * 24 * HOUR)
    expect(await on.all()).toEqual(['ada@example.org refused', 'ada@example.org sent'])
  })

  test('after the transfer leaves it unconfirmed: nothing sends it again but a person, with the same Message-ID', async () => {
    await on.subscribe()
    on.mails.onMessage = () => 'take and cut'
    await on.look(DUE)
    expect(await on.only()).toMatchObject({ state: 'unconfirmed' })
    on.mails.onMessage = () => null
    await on.look(DUE + 48 * HOUR)
    expect(on.mails.taken).toHaveLength(1)
    expect(await sendAgain((await on.only())?.id ?? '', new Date(on.now))).toBe(true)
    await on.look(on.now)
    expect(await on.only()).toMatchObject({ state: 'sent' })
    const ids = on.mails.taken.map(({ raw }) => headerOf(raw, 'Message-ID'))
    expect(ids).toEqual([ids[0], ids[0]])
  })

  test('with the mail server itself does not ask it for each of many', async () => {
    await on.subscribe(Array.from({ length: 12 }, (_, at) => `reader${at}@example.org`))
    const server = on.mails.address({ port: 1 })
    const away = on.worker({ mail: { server, from: { name: '', address: 'reports@example.org' } } })
    await on.look(DUE, away)
    await on.look(DUE + MINUTE / 2, away)
    const states = (await on.all()).map((one) => one.split(' ')[1])
    expect(states.filter((state) => state === 'queued').length).toBeGreaterThanOrEqual(12 - SLOTS)
    await on.look(DUE + MINUTE)
    expect(on.mails.taken.length).toBeGreaterThanOrEqual(12 - SLOTS)
    await on.look(DUE + 10 * MINUTE)
    expect(on.mails.taken).toHaveLength(12)
  })

  test('no more: who unsubscribes before the transfer begins gets nothing', async () => {
    const id = await on.subscribe()
    const [ada] = await listRecipients(id)
    on.mails.onRecipient = async () => {
      await unsubscribeRecipient(ada?.id ?? '', new Date(on.now))
      return null
    }
    await on.look(DUE)
    expect(on.mails.taken).toEqual([])
    await on.look(DUE + HOUR)
    expect(await on.all()).toEqual(['ada@example.org unsubscribed'])
  })

  test('without a mail server is shown, and goes on when there is one', async () => {
    await on.subscribe()
    await on.look(DUE, on.worker({ mail: undefined }))
    expect(await on.only()).toMatchObject({
      state: 'retry',
      lastError: expect.stringContaining('STREAMGAUGE_SMTP_URL'),
    })
    const found = await checkReports({ ...readEnv({}), home: on.home })
    expect(found.map(({ area, status }) => `${area}: ${status}`)).toEqual([
      ...['mail: problem', 'reports: warning', 'report Everything weekly: warning'],
    ])
    await on.look(DUE + 10 * MINUTE)
    expect(await on.only()).toMatchObject({ state: 'sent' })
  })
})

describe('by hand', () => {
  test('one goes out now, and the scheduled one all the same; of a sent period it is the same report', async () => {
    const id = await on.subscribe()
    expect(await sendNow(id, new Date(MADE))).toEqual({ asked: 1, period: '2026-W09' })
    await on.look(MADE)
    expect(on.mails.taken).toHaveLength(1)
    await on.look(DUE)
    expect(on.mails.taken).toHaveLength(2)
    expect(await sendNow(id, new Date(DUE + HOUR), 'ben@example.org')).toMatchObject({ asked: 1 })
    await on.look(DUE + HOUR)
    expect(on.mails.taken.map(({ to }) => to)).toEqual(['ada@example.org', 'ada@example.org', 'ben@example.org'])
    expect((await listArchive({ limit: 5 })).map(({ period, byHand, sent }) => [period, byHand, sent])).toEqual([
      ['2026-W10', false, 2],
      ['2026-W09', true, 1],
    ])
    const [ada] = await listRecipients(id)
    await unsubscribeRecipient(ada?.id ?? '', new Date(on.now))
    expect(await sendNow(id, new Date(on.now))).toBe('nobody')
    await saveSubscription(weekly, { id, recipients: ['ben@example.org'] }, new Date(on.now))
    expect(await sendNow(id, new Date(on.now), 'Ada@example.org')).toBe('nobody')
  })

  test('of a sent period it is made anew where the subscription is about others by now', async () => {
    const id = await on.subscribe()
    await on.look(DUE)
    const scope = { kind: 'team', name: 'Gone' } as const
    await saveSubscription({ ...weekly, scope }, { id, recipients: ['ada@example.org'] }, new Date(DUE))
    await askForSendings({ subscription: id, period: '2026-W10', recipients: ['ada@example.org'] }, new Date(DUE))
    await on.look(DUE + MINUTE)
    expect(await on.all()).toEqual(['ada@example.org refused', 'ada@example.org sent'])
    expect(on.mails.taken).toHaveLength(1)
  })
})
