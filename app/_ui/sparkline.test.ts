import { expect, test } from 'vitest'
import { Sparkline } from './sparkline'

const WEEK = 7 * 86_400_000
const START = Date.parse('2026-03-02')
const points = [1, 2, 3, 4].map((value, at) => ({
  week: `w${at}`,
  start: START + at * WEEK,
  value,
  n: value,
  partial: false,
}))

/** What is said of the drawing, and its paths of ticks and spans. */
function drawn(notes: { at: number; until: number | null }[]) {
  const { props } = Sparkline({ points, notes, label: 'Trend', wide: 34, high: 20 }) ?? { props: null }
  const paths: string[] = String(props?.dangerouslySetInnerHTML.__html).split('<path ')
  const of = (name: string) => /d="([^"]*)"/.exec(paths.find((path) => path.includes(name)) ?? '')?.[1] ?? ''
  return [props?.['aria-label'], of('tick'), of('span')]
}

test('a tick at the week of a note, and a stroke as long as it lasted', () => {
  expect(drawn([])).toEqual(['Trend', '', ''])
  expect(drawn([{ at: START + WEEK, until: null }])).toEqual(['Trend; 1 annotation', 'M12 20v-5', ''])
  // It ends where the fourth week begins, and is not of it.
  const spell = { at: START + WEEK + 1, until: START + 3 * WEEK }
  expect(drawn([spell, { at: START, until: START + 1 }])).toEqual([
    'Trend; 2 annotations',
    'M12 20v-5M2 20v-5',
    'M12 18.5H22',
  ])
})

test('what began before is drawn from the first week; what was over, or is still to come, is not', () => {
  expect(drawn([{ at: START - WEEK, until: START + WEEK + 1 }])).toEqual([
    'Trend; 1 annotation',
    'M2 20v-5',
    'M2 18.5H12',
  ])
  const away = [
    { at: START - WEEK, until: START },
    { at: START - 1, until: null },
    { at: START + 4 * WEEK, until: null },
  ]
  expect(drawn(away)).toEqual(['Trend', '', ''])
})
