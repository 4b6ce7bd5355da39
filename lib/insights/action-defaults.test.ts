import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actionDefaults } from './action-defaults'
import { readAction } from './expectation'
import { dayAfter } from './retro-days'

/** Mondays: 2 March, 16 March, 30 March. */
const FORTNIGHTS = { start: '2026-03-02', days: 14 }
const retro = { from: '2026-03-02', to: '2026-03-16' }
const dueOn = (today: string, iteration: typeof FORTNIGHTS | null = FORTNIGHTS, days = retro) =>
  actionDefaults({ iteration, days, today }).due

test('it is due when the iteration ends that the next retro is about', () => {
  // Held on the last day of its iteration, or on the first of the next.
  expect(dueOn('2026-03-15')).toBe('2026-03-29')
  expect(dueOn('2026-03-16')).toBe('2026-03-29')
  // Of days that run up to the end of today, in the middle of an iteration.
  expect(dueOn('2026-03-12', FORTNIGHTS, { from: '2026-03-02', to: '2026-03-13' })).toBe('2026-03-29')
})

test('a late retro’s is due at the next end that is still to come, not today', () => {
  expect(dueOn('2026-04-07')).toBe('2026-04-12')
  expect(dueOn('2026-04-12')).toBe('2026-04-26')
})

test('without iterations it is due in two weeks', () => {
  expect(actionDefaults({ iteration: null, days: retro, today: '2026-02-20' })).toEqual({ due: '2026-03-06', weeks: 3 })
})

test('it is expected within three weeks, or as many as there are until it is due', () => {
  const weeksOf = (days: number) =>
    actionDefaults({ iteration: { start: '2026-03-16', days }, days: retro, today: '2026-03-16' })
  expect(weeksOf(14)).toEqual({ due: '2026-03-29', weeks: 3 })
  expect(weeksOf(28)).toEqual({ due: '2026-04-12', weeks: 4 })
  expect(weeksOf(366).weeks).toBe(26)
})

test('whatever the iterations and the day, a form takes it as it stands, and it lies ahead', () => {
  const day = fc.integer({ min: 0, max: 4000 }).map((days) => dayAfter('2020-01-01', days))
  const iteration = fc.option(fc.record({ start: day, days: fc.integer({ min: 1, max: 366 }) }))
  fc.assert(
    fc.property(iteration, day, day, fc.integer({ min: 1, max: 184 }), (own, today, from, length) => {
      const { due, weeks } = actionDefaults({ iteration: own, days: { from, to: dayAfter(from, length) }, today })
      const fields = { text: 'x', ownerRole: 'x', measure: 'lead-time', side: 'at-most', value: '1 h' }
      expect(readAction({ ...fields, due, weeks: String(weeks) }, today)).toMatchObject({ ok: true })
      expect(due > today).toBe(true)
    }),
  )
})
