// What a person sends again, against a real database: where it goes, and whom it never goes to.
import { beforeEach, expect, test } from 'vitest'
import { query } from '../db'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { archive, claim, due, later, now, ready, weekly } from '../testing/planned-report'
import { settleSending } from './report-claims'
import { listRecipients, stopRecipient, unsubscribeRecipient } from './report-recipients'
import { askForSendings, listSendings, sendAgain } from './report-sendings'
import { pauseSubscription, saveSubscription } from './report-subscriptions'

describeOnEachServer('what is sent again', (server) => {
  useTestDatabase(server)
  beforeEach(async () => {
    await query('truncate report_subscriptions, report_recipients, report_sendings, sent_reports')
  })

  /** Somebody whose address was refused for good in this period. */
  async function stopped() {
    const id = await ready(['ada@example.org'])
    const claimed = await claim()
    await stopRecipient(id, claimed.recipient, 'No such user', now)
    await settleSending(claimed, { state: 'refused', error: 'No such user' }, now)
    return { id, sending: claimed.id, ada: (await listRecipients(id))[0]?.id ?? '' }
  }
  const standing = async (subscription: string) =>
    (await listSendings({ subscription, limit: 9 })).map(({ state, hold }) => [state, hold])

  test('where an address was stopped, what is sent again goes there only together with all that follows', async () => {
    const { id, sending } = await stopped()
    expect(await standing(id)).toEqual([['refused', 'stopped']])
    expect(await sendAgain(sending, now)).toBe(false)
    expect(await standing(id)).toEqual([['refused', 'stopped']])
    expect(await Promise.all([1, 2].map(() => sendAgain(sending, later(1), { resume: true })))).toContain(false)
    expect(await standing(id)).toEqual([['queued', null]])
    expect(await listRecipients(id)).toMatchObject([
      { stoppedAt: null, stoppedBecause: null, since: later(1).getTime() },
    ])
    expect(await claim(later(1))).toMatchObject({ id: sending })
  })

  test('nothing is sent again, nor an address resumed, against one who has unsubscribed', async () => {
    const { id, sending, ada } = await stopped()
    const byHand = { subscription: id, period: due.period, recipients: ['ADA@example.org'], report: await archive(id) }
    const [hand = ''] = await askForSendings(byHand, now)
    await settleSending(await claim(), { state: 'refused', error: 'no' }, now)
    await unsubscribeRecipient(ada, now)
    const held = [
      ['refused', 'unsubscribed'],
      ['refused', 'unsubscribed'],
    ]
    expect(await standing(id)).toEqual(held)
    for (const one of [sending, hand]) expect(await sendAgain(one, later(1), { resume: true })).toBe(false)
    expect(await standing(id)).toEqual(held)
    expect(await listRecipients(id)).toMatchObject([{ unsubscribedAt: now.getTime(), stoppedBecause: 'No such user' }])
  })

  test('nothing is queued that a pause or the list of recipients holds back', async () => {
    const { id, sending } = await stopped()
    await pauseSubscription(id, true, now)
    expect([await standing(id), await sendAgain(sending, now, { resume: true })]).toEqual([
      [['refused', 'paused']],
      false,
    ])
    await pauseSubscription(id, false, now)
    await saveSubscription(weekly, { id, recipients: ['ben@example.org'] }, now)
    expect([await standing(id), await sendAgain(sending, now, { resume: true })]).toEqual([
      [['refused', 'unlisted']],
      false,
    ])
  })
})
