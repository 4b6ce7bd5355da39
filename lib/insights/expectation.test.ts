import { expect, test } from 'vitest'
import { type ActionText, expectationWords, measureOptions, readAction } from './expectation'
import { earlierDays, retroDays } from './retro-days'

const TODAY = '2026-03-02'
const typed: ActionText = {
  text: ' Review\nbefore noon ',
  ownerRole: 'on\0 call',
  due: '2026-03-20',
  measure: 'stage:pickup',
  side: 'at-most',
  value: '4 h',
  weeks: '3',
}

test('an action is what was typed, in units of its measure', () => {
  expect(readAction(typed, TODAY)).toEqual({
    ok: true,
    action: {
      text: 'Review before noon',
      ownerRole: 'on call',
      due: '2026-03-20',
      measure: 'stage:pickup',
      side: 'at-most',
      value: 14_400,
      weeks: 3,
    },
  })
  const value = (measure: string, text: string) => {
    const read = readAction({ ...typed, measure, value: text }, TODAY)
    return read.ok ? read.action.value : read.problems.value
  }
  expect(value('change-failure-rate', '15 %')).toBe(0.15)
  expect(value('change-failure-rate', '0,5')).toBe(0.005)
  expect(value('deployment-frequency', '14 / week')).toBe(2)
  expect(value('deployment-frequency', '7 per week')).toBe(1)
  expect(value('lead-time', '1.5 d')).toBe(129_600)
  for (const [measure, text] of [
    ['lead-time', '15 %'],
    ['lead-time', '4'],
    ['lead-time', '-4 h'],
    ['lead-time', '99999 d'],
    ['change-failure-rate', '4 h'],
    ['change-failure-rate', '101'],
    ['deployment-frequency', 'often'],
    ['deployment-frequency', '1e9'],
  ] as const) {
    expect(value(measure, text), `${measure} ${text}`).toMatch(/^is a/)
  }
})

test('what cannot be is said beside its field, all at once', () => {
  const nothing = { text: ' \u202e ', ownerRole: '', due: '', measure: '', side: '', value: '', weeks: '' }
  const read = readAction(nothing, TODAY)
  expect(!read.ok && Object.keys(read.problems)).toEqual(['text', 'ownerRole', 'due', 'measure', 'side', 'weeks'])
  const problem = (fields: Partial<ActionText>) => {
    const answer = readAction({ ...typed, ...fields }, TODAY)
    return answer.ok ? null : answer.problems
  }
  expect(problem({ text: 'x'.repeat(10_000) })).toEqual({ text: 'has at most 300 characters' })
  expect(problem({ ownerRole: 'ann@example.org' })?.ownerRole).toMatch(/^is a role/)
  expect(problem({ due: '2026-02-30' })?.due).toMatch(/^is a date/)
  expect(problem({ due: '2026-03-01' })?.due).toMatch(/^is from today on/)
  expect(problem({ due: '2027-06-01' })?.due).toMatch(/^is from today on/)
  expect(problem({ measure: '__proto__' })).toEqual({ measure: 'is one of the list' })
  expect(problem({ measure: 'stage:people' })).toEqual({ measure: 'is one of the list' })
  expect(problem({ weeks: '0' })).toEqual(problem({ weeks: '27' }))
  expect(problem({ weeks: '1.5' })?.weeks).toMatch(/^is a whole number/)
})

test('an expectation is said in words', () => {
  const words = (text: string) => text.replaceAll('\u00a0', ' ')
  const pickup = { measure: 'stage:pickup', side: 'at-most' as const, value: 14_400, weeks: 3 }
  expect(words(expectationWords(pickup))).toBe('Pickup, median at most 4.0 h within 3 weeks')
  const often = { measure: 'deployment-frequency', side: 'at-least' as const, value: 1, weeks: 1 }
  expect(words(expectationWords(often))).toBe('Deployment frequency at least 7.0 / week within 1 week')
  expect(measureOptions()).toHaveLength(15)
})

test('the days of a retro are those of the window today, and as many before', () => {
  const now = Date.UTC(2026, 2, 11, 12)
  const iteration = { kind: 'iteration', start: '2026-03-02', days: 7 } as const
  expect(retroDays({ ...iteration, back: 1 }, 'UTC', now)).toEqual({
    ok: true,
    days: { from: '2026-03-02', to: '2026-03-09' },
  })
  expect(retroDays({ ...iteration, back: 0 }, 'UTC', now)).toMatchObject({
    days: { from: '2026-03-09', to: '2026-03-12' },
  })
  expect(earlierDays({ from: '2026-03-02', to: '2026-03-09' })).toMatchObject([
    { from: '2026-01-26' },
    {},
    {},
    {},
    { from: '2026-02-23', to: '2026-03-02' },
  ])
  for (const choice of [
    { kind: 'all' },
    { kind: 'preset', preset: '52w' },
    { kind: 'dates', from: '2026-04-01', to: '2026-04-08' },
  ] as const) {
    expect(retroDays(choice, 'UTC', now)).toMatchObject({ ok: false })
  }
})
