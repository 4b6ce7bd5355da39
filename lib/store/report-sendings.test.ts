// Sendings of reports against a real database: planned once, claimed by one, settled by whoever claimed, and kept as they were.
import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { archive, claim, DAY, due, later, now, ready, save, weekly } from '../testing/planned-report'
import { findArchived, listArchive, loadArchivedPictures } from './report-archive'
import { claimSending, LEASE_MS, markDataBegun, settleSending, takeUpLostSendings } from './report-claims'
import { listRecipients, resumeRecipient, stopRecipient, unsubscribeRecipient } from './report-recipients'
import { askForSendings, listSendings, listUnmade, planSendings, releaseSendings, sendAgain } from './report-sendings'
import {
  declareSubscriptions,
  findSubscription,
  findSubscriptionByName,
  listSubscriptions,
  pauseSubscription,
  removeSubscription,
  type SubscriptionSettings,
  saveSubscription,
} from './report-subscriptions'

const states = async (subscription: string) =>
  Object.fromEntries((await listSendings({ subscription, limit: 9 })).map(({ recipient, state }) => [recipient, state]))

describeOnEachServer('subscriptions and sendings', (server) => {
  useTestDatabase(server)
  beforeEach(async () => {
    await query('truncate report_subscriptions, report_recipients, report_sendings, sent_reports')
  })

  test('a subscription is known by its name, in any case; a removed one comes back with what it had', async () => {
    const id = await save()
    expect(await findSubscriptionByName(' checkout WEEKLY')).toEqual({
      ...{ ...weekly, id, declared: false },
      ...{ createdAt: now.getTime(), since: now.getTime() },
    })
    expect(await saveSubscription({ ...weekly, name: 'CHECKOUT weekly' }, { recipients: [] }, now)).toBe('taken')
    const other = await save({ name: 'Other' })
    expect(await saveSubscription({ ...weekly, name: 'Other' }, { id, recipients: [] }, now)).toBe('taken')
    expect(await saveSubscription(weekly, { id: other.replace(/./g, '0'), recipients: [] }, now)).toBe('missing')
    const [ada] = await listRecipients(id)
    await unsubscribeRecipient(ada?.id ?? '', now)
    expect(await removeSubscription(id, now)).toBe(true)
    expect((await listSubscriptions()).map(({ name }) => name)).toEqual(['Other'])
    expect(await findSubscription(id)).toBeNull()
    expect(await saveSubscription(weekly, { recipients: ['ada@example.org'] }, later(DAY))).toEqual({ id })
    expect(await findSubscription(id)).toMatchObject({ since: later(DAY).getTime(), createdAt: now.getTime() })
    expect(await listRecipients(id)).toMatchObject([{ address: 'ada@example.org', unsubscribedAt: now.getTime() }])
  })

  test('an address is one in any case, so that nobody gets two and who unsubscribed stays so', async () => {
    const id = await save({}, ['Ada@example.org', 'ada@example.org'])
    const [ada, ...others] = await listRecipients(id)
    expect([ada?.address, others]).toEqual(['Ada@example.org', []])
    await unsubscribeRecipient(ada?.id ?? '', now)
    await saveSubscription(weekly, { id, recipients: ['ADA@example.org'] }, later(DAY))
    expect(await listRecipients(id)).toMatchObject([{ id: ada?.id, unsubscribedAt: now.getTime() }])
  })

  test('counts anew from a change of when or what, and from the end of a pause; not from another name', async () => {
    const id = await save()
    const since = async () => (await findSubscription(id))?.since
    const change = (settings: Partial<SubscriptionSettings>, at: Date) =>
      saveSubscription({ ...weekly, ...settings }, { id, recipients: [] }, at)
    await change({ name: 'Renamed', waitHours: 3 }, later(1))
    expect(await since()).toBe(now.getTime())
    await change({ rhythm: { every: 'day', hour: 7 } }, later(2))
    expect(await since()).toBe(later(2).getTime())
    expect(await pauseSubscription(id, true, later(3))).toBe(true)
    expect(await since()).toBe(later(2).getTime())
    await pauseSubscription(id, false, later(4))
    expect(await since()).toBe(later(4).getTime())
  })

  test('what the file declares is changed there alone; what it declares no more goes', async () => {
    const declared = { settings: weekly, recipients: ['ada@example.org'] }
    await declareSubscriptions([declared, { ...declared, settings: { ...weekly, name: 'Two' } }], now)
    const id = (await findSubscriptionByName(weekly.name))?.id ?? ''
    expect(await saveSubscription(weekly, { id, recipients: [] }, now)).toBe('declared')
    expect([await pauseSubscription(id, true, now), await removeSubscription(id, now)]).toEqual([false, false])
    const own = await save({ name: 'Mine' })
    await declareSubscriptions([{ ...declared, settings: { ...weekly, name: 'Two' } }], now)
    expect((await listSubscriptions()).map(({ name }) => name)).toEqual(['Mine', 'Two'])
    expect(await findSubscription(own)).toMatchObject({ declared: false })
  })

  test('a period is planned once, for whoever was to get it by then', async () => {
    const id = await save()
    const [, ben] = await listRecipients(id)
    await unsubscribeRecipient(ben?.id ?? '', now)
    await saveSubscription(
      weekly,
      { id, recipients: ['ada@example.org', 'ben@example.org', 'cyd@example.org'] },
      later(8 * DAY),
    )
    await stopRecipient(id, 'nobody@example.org', 'refused', now)
    const plans = await Promise.all([1, 2, 3].map(() => planSendings({ ...due, subscription: id }, now)))
    expect(plans.reduce((sum, one) => sum + one)).toBe(1)
    expect(await states(id)).toEqual({ 'ada@example.org': 'waiting' })
    expect(await listUnmade()).toEqual([
      { subscription: id, period: due.period, occasion: 'schedule', waitsUntil: due.waitsUntil },
    ])
    expect(await claimSending(later(9 * DAY))).toBeNull()
  })

  test('one claims, however many try; only that one settles, also after it was given up', async () => {
    const id = await ready()
    const claims = await Promise.all(Array.from({ length: 6 }, () => claimSending(now)))
    const [first, second] = claims.filter((one) => one !== null)
    if (!first || !second) throw new Error('Two were to be claimed.')
    expect(claims.filter((one) => one !== null)).toHaveLength(2)
    await settleSending({ ...second, claim: first.claim }, { state: 'sent', messageId: null }, now)
    expect(Object.values(await states(id))).toEqual(['claimed', 'claimed'])
    expect(await markDataBegun(first, now)).toBe(true)
    expect(await takeUpLostSendings(later(LEASE_MS + 1))).toBe(1)
    expect(await states(id)).toEqual({ [first.recipient]: 'unconfirmed', [second.recipient]: 'retry' })
    // The second one's transfer must not begin any more: somebody else may have it.
    expect(await markDataBegun(second, now)).toBe(false)
    expect((await claim(later(LEASE_MS + 2))).recipient).toBe(second.recipient)
    await settleSending(second, { state: 'sent', messageId: null }, now)
    expect(await states(id)).toMatchObject({ [second.recipient]: 'claimed' })
    await settleSending(first, { state: 'sent', messageId: 'm' }, later(LEASE_MS + 3))
    expect(await states(id)).toMatchObject({ [first.recipient]: 'sent' })
  })

  test('what is unconfirmed is sent again by a person alone', async () => {
    const id = await ready(['ada@example.org'])
    const first = await claim()
    await markDataBegun(first, now)
    await settleSending(first, { state: 'unconfirmed', error: 'cut' }, now)
    expect(await claimSending(later(DAY))).toBeNull()
    expect(await sendAgain(first.id, now)).toBe(true)
    expect(await sendAgain(first.id, now)).toBe(false)
    await settleSending(first, { state: 'sent', messageId: null }, now)
    expect(await states(id)).toEqual({ 'ada@example.org': 'queued' })
    await settleSending(await claim(), { state: 'sent', messageId: 'm' }, now)
    expect(await sendAgain(first.id, now)).toBe(false)
  })

  test('sendings are listed the latest due first, then what asks for a person, then by recipient', async () => {
    const id = await save({}, ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'])
    const plan = async (period: string, days: number) => {
      const dueAt = later(days * DAY).getTime()
      await planSendings({ ...due, period, dueAt, subscription: id }, now)
      await releaseSendings({ subscription: id, period, occasion: 'schedule' }, await archive(id, period), now)
    }
    await plan('2026-W10', 7)
    const ends = { 'b@example.org': 'refused', 'c@example.org': 'sent', 'd@example.org': 'unconfirmed' } as const
    for (let claimed = await claimSending(now); claimed; claimed = await claimSending(now)) {
      const state = ends[claimed.recipient as keyof typeof ends] ?? 'sent' // sound: what is not named is undefined
      await settleSending(claimed, state === 'sent' ? { state, messageId: null } : { state, error: 'no' }, now)
    }
    await plan('2026-W11', 14)
    await plan('2026-W09', 1)
    const listed = (await listSendings({ subscription: id, limit: 9 })).map(
      ({ period, recipient }) => `${period} ${recipient.slice(0, 1)}`,
    )
    expect(listed).toEqual([
      ...['2026-W11 a', '2026-W11 b', '2026-W11 c', '2026-W11 d'],
      ...['2026-W10 b', '2026-W10 d', '2026-W10 a', '2026-W10 c'],
      '2026-W09 a',
    ])
  })

  test('a try that failed comes back at its time; paused, removed and unsubscribed ones do not', async () => {
    const id = await ready()
    await settleSending(await claim(), { state: 'retry', at: later(60_000), error: 'busy' }, now)
    const other = await claim()
    expect(await claimSending(later(59_000))).toBeNull()
    await pauseSubscription(id, true, now)
    expect(await claimSending(later(61_000))).toBeNull()
    await pauseSubscription(id, false, now)
    const recipients = await listRecipients(id)
    const [kept] = recipients.filter(({ address }) => address !== other.recipient)
    expect(await unsubscribeRecipient(kept?.id ?? '', now)).toBe(true)
    expect(await unsubscribeRecipient(kept?.id ?? '', later(1))).toBe(true)
    expect(await unsubscribeRecipient(id, now)).toBe(false)
    expect(await states(id)).toMatchObject({ [kept?.address ?? '']: 'unsubscribed', [other.recipient]: 'claimed' })
    expect(await claimSending(later(61_000))).toBeNull()
    await resumeRecipient(kept?.id ?? '', now)
    expect((await listRecipients(id)).map(({ unsubscribedAt }) => unsubscribedAt)).toEqual([null, null])
  })

  test('what was not sent in time, after a pause or while nothing ran, is not sent late', async () => {
    const id = await ready(['ada@example.org'])
    await pauseSubscription(id, true, now)
    await takeUpLostSendings(later(10 * DAY))
    expect(await states(id)).toEqual({ 'ada@example.org': 'queued' })
    await takeUpLostSendings(later(11 * DAY + 1))
    await pauseSubscription(id, false, later(11 * DAY + 1))
    expect(await states(id)).toEqual({ 'ada@example.org': 'refused' })
    expect(await claimSending(later(11 * DAY + 1))).toBeNull()
  })

  test('what is asked for by hand stands in nobody’s way, and not behind a pause', async () => {
    const id = await save({ paused: true }, ['ada@example.org'])
    const asked = { subscription: id, period: due.period, recipients: ['ada@example.org'] }
    expect(await askForSendings(asked, now)).toHaveLength(1)
    expect(await askForSendings(asked, now)).toHaveLength(1)
    expect(await planSendings({ ...due, subscription: id }, now)).toBe(1)
    expect((await listUnmade()).map(({ occasion }) => occasion.slice(0, 5))).toEqual(['hand:', 'hand:'])
  })

  test('an archived report never changes', async () => {
    const id = await save()
    const report = await archive(id)
    expect(await archive(id)).toBe(report)
    await expect(query('update sent_reports set subject = $1', ['Other'])).rejects.toThrow('never changes')
    expect(await findArchived(report)).toMatchObject({
      subject: 'News',
      report: { version: 1 },
      html: '<p>',
      period: due.period,
    })
    expect(await loadArchivedPictures(report)).toMatchObject([{ id: 'lead-time', png: Buffer.from([1, 2, 3]) }])
    await removeSubscription(id, now)
    expect(await listArchive({ limit: 5 })).toMatchObject([{ id: report, name: 'Weekly', sendings: 0, sent: 0 }])
  })
})
