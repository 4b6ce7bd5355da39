import { describe, expect, it } from 'vitest'
import type { ReportSending, SendingState } from '../../store/report-sendings'
import { channelWords, lastOutcome, monthDayWords, rhythmWords, scopeWords } from './subscription-words'

describe('a subscription in words', () => {
  it.each([
    [{ every: 'week', day: 1, hour: 8 } as const, 'Mondays at 08:00'],
    [{ every: 'week', day: 7, hour: 0 } as const, 'Sundays at 00:00'],
    [{ every: 'day', hour: 23 } as const, 'Every day at 23:00'],
    [{ every: 'month', day: 1, hour: 7 } as const, 'On the 1st of each month at 07:00'],
    [{ every: 'month', day: 'last', hour: 7 } as const, 'On the last day of each month at 07:00'],
  ])('%j is %s', (rhythm, words) => {
    expect(rhythmWords(rhythm)).toBe(words)
  })

  it('counts days as English does', () => {
    const days = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 28]
    expect(days.map(monthDayWords)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '22nd',
      '23rd',
      '28th',
    ])
  })

  it('says whom it is about, and of many a few', () => {
    expect(scopeWords({ kind: 'organisation' })).toEqual({ name: 'All services', kind: null })
    expect(scopeWords({ kind: 'team', name: 'Storefront' })).toEqual({ name: 'Storefront', kind: 'team' })
    const services = ['a', 'b', 'c', 'd', 'e']
    expect(scopeWords({ kind: 'services', name: 'Ours', services })).toEqual({
      name: 'a, b, c and 2 more',
      kind: 'group',
    })
  })

  it('never tells the address of a webhook', () => {
    expect(channelWords({ kind: 'slack', url: 'https://hooks.example.org/secret' }, 0)).toBe('to a Slack webhook')
    expect(channelWords({ kind: 'markdown', url: { $secret: 'x' } }, 0)).toBe('as Markdown to a webhook')
    expect(channelWords({ kind: 'email' }, 0)).toBe('by mail, to nobody')
    expect(channelWords({ kind: 'email' }, 1234)).toBe('by mail to 1,234')
  })
})

describe('what became of the last one', () => {
  const sending = (state: SendingState, fields: Partial<ReportSending> = {}): ReportSending => ({
    ...{
      id: state,
      subscription: 's',
      subscriptionName: 'Ours',
      period: '2026-W10',
      recipient: 'a@example.org',
      state,
    },
    ...{ byHand: false, report: null, dueAt: 100, waitsUntil: 200, nextTryAt: null, tries: 0, dataBegunAt: null },
    ...{ sentAt: null, lastError: null, changedAt: 300, hold: null, ...fields },
  })

  it('is nothing where nothing was sent', () => {
    expect(lastOutcome([])).toBeNull()
  })

  it('is that of the latest period, what asks for a person first', () => {
    const older = sending('refused', { period: '2026-W09', dueAt: 50 })
    expect(lastOutcome([sending('sent'), older])).toEqual({
      period: '2026-W10',
      at: 300,
      standing: 'well',
      words: 'Sent',
    })
    const many = [sending('sent'), sending('unconfirmed', { changedAt: 400 }), sending('sent'), older]
    expect(lastOutcome(many)).toEqual({ period: '2026-W10', at: 400, standing: 'asks', words: '1 unconfirmed, 2 sent' })
    expect(lastOutcome([sending('retry'), sending('sent')])).toMatchObject({ standing: 'under way' })
  })

  it('by hand is told so, and apart from what the schedule sent', () => {
    const all = [sending('refused', { byHand: true }), sending('sent')]
    expect(lastOutcome(all)).toMatchObject({ standing: 'asks', words: 'Refused, by hand' })
  })
})
