import { expect, test } from 'vitest'
import { at } from '../testing/scenario'
import { redFigures, redSpells } from './red-mainline'

const verdict = (moment: string, succeeded: boolean, pipeline = 'Build') => ({
  source: 'ci',
  pipeline,
  succeeded,
  finishedAt: at(moment),
})
const WEEK = { from: at('Mon 00:00'), to: at('Mon+1w 00:00') }

test('a spell is from the first failure to the next success of that pipeline', () => {
  const spells = redSpells(
    [
      verdict('Mon 10:30', true),
      verdict('Mon 10:00', false),
      verdict('Mon 10:20', false),
      verdict('Mon 10:10', true, 'Lint'),
      verdict('Tue 09:00', false),
      verdict('Tue 09:10', true),
      verdict('Fri 17:00', false, 'Lint'),
      verdict('Mon+1w 09:00', false),
    ],
    WEEK,
  )
  expect(spells.map(({ redAt, greenAt }) => greenAt && (greenAt - redAt) / 60_000)).toEqual([30, 10, null])
  // 30 min and 10 min; the third, red since Friday 17:00, counts with its age for the longest.
  expect(redFigures(spells, at('Fri 20:00'))).toEqual({ n: 3, median: 1200, longest: 10_800, inTime: 1, open: 1 })
})

test('a mainline that was never red has no figures, not 0', () => {
  expect(redFigures(redSpells([verdict('Mon 10:00', true)], WEEK), WEEK.to)).toEqual({
    n: 0,
    median: null,
    longest: null,
    inTime: 0,
    open: 0,
  })
})

test('what began before the window is not of it', () => {
  expect(
    redSpells([verdict('Mon 10:00', false), verdict('Tue 10:00', false)], { ...WEEK, from: at('Tue 00:00') }),
  ).toEqual([])
})
