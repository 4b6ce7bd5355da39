import { expect, test } from 'vitest'
import { deployment, factsWith } from '../testing/facts'
import { at } from '../testing/scenario'
import { retroFigures } from './retro-figures'

const now = at('Mon+4w 00:00')
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Deployments on three days of even weeks and on two of odd ones, twice a day; on every day of `busy`. */
function deployments(busy: number) {
  const weeks = Array.from({ length: 16 }, (_, index) => index - 14)
  return weeks.flatMap((week) =>
    DAYS.slice(0, week === busy ? 7 : week % 2 === 0 ? 3 : 2).flatMap((day) =>
      [9, 15].map((hour) => {
        const moment = `${day}${week >= 0 ? '+' : ''}${week}w ${String(hour).padStart(2, '0')}:00`
        return deployment(`${week} ${day} ${hour}`, moment)
      }),
    ),
  )
}

const RETRO = { from: '2026-03-02', to: '2026-03-16' }
const frequency = (busy: number) =>
  retroFigures([factsWith({ deployments: deployments(busy) })], RETRO, now).find(
    ({ id }) => id === 'deployment-frequency',
  )

test('a signal is of the weeks of the retro, not of those that its limits come from', () => {
  expect(frequency(1)?.variation).toMatchObject({ kind: 'signal', words: '1 week above the limits' })
  expect(frequency(-5)?.variation).toEqual({ kind: 'routine' })
  expect(frequency(99)?.variation).toEqual({ kind: 'routine' })
})

test('the windows of the same length before it stand beside a figure, and the last one is compared with', () => {
  const figure = frequency(1)
  expect(figure).toMatchObject({ n: 20, value: 20 / 14, change: { kind: 'rise', unit: 'share' } })
  expect(figure?.earlier.map(({ n }) => n)).toEqual([10, 10, 10, 10, 10])
})
