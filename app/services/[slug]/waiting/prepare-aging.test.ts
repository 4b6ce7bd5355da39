import { describe, expect, it } from 'vitest'
import type { StateColumn, WaitingWork } from '../../../../lib/insights/waiting-work'
import { prepareAging } from './prepare-aging'

const HOUR = 3600
const work = (id: number, hours: number, over: WaitingWork['over'] = 0): WaitingWork => ({
  id: `pr:${id}`,
  state: 'pickup',
  ageSeconds: hours * HOUR,
  staySeconds: 0,
  changesAsked: false,
  isAside: false,
  over,
})
const column = (waiting: WaitingWork[], lines: number[] | null = [10, 20, 40, 50]): StateColumn => ({
  state: 'pickup',
  waiting,
  stuck: 0,
  n: lines ? 5 : 0,
  lines: lines && ([50, 70, 85, 95] as const).map((line, at) => ({ line, seconds: (lines[at] ?? 0) * HOUR })),
  usual: null,
})

describe('the aging chart', () => {
  it('places dots and lines in their columns, from 0 to the oldest of both', () => {
    const chart = prepareAging([column([work(1, 25)]), column([work(2, 50, 85)], null)], false)
    expect(chart?.yMarks.at(-1)?.label).toBe('60\u00a0h')
    expect(chart?.columns.map(({ left, right, count }) => [left, right, count])).toEqual([
      [0, 0.5, 1],
      [0.5, 1, 1],
    ])
    expect(chart?.lines.map(({ y, name, strong }) => [y.toFixed(3), name, strong])).toEqual([
      ['0.167', '50\u00a0%', false],
      ['0.333', '70\u00a0%', false],
      ['0.667', '85\u00a0%', true],
      ['0.833', '95\u00a0%', false],
    ])
    expect(chart?.lines.every(({ right }) => right <= 0.5)).toBe(true)
    expect(chart?.dots.map(({ id, y, stuck }) => [id, y.toFixed(3), stuck])).toEqual([
      ['pr:1', '0.417', false],
      ['pr:2', '0.833', true],
    ])
    expect(chart?.dots[1]?.words).toBe('#2, 50\u00a0h old, older than 85\u00a0%')
  })

  it('names the 85 % line before any other where lines are close', () => {
    const chart = prepareAging([column([work(1, 500)], [10, 11, 12, 400])], false)
    expect(chart?.lines.filter(({ named }) => named).map(({ name }) => name)).toEqual(['85\u00a0%', '95\u00a0%'])
  })

  it('keeps every dot of a crowd inside its column, and no two of a small one on each other', () => {
    const few = prepareAging([column([1, 2, 3, 4, 5].map((id) => work(id, 25)))], true)
    expect(new Set(few?.dots.map(({ x }) => x.toFixed(3))).size).toBe(5)
    const many = prepareAging([column([]), column(Array.from({ length: 900 }, (_, id) => work(id, 25)))], true)
    expect(many?.dots).toHaveLength(600)
    expect(many?.undrawn).toBe(300)
    for (const { x } of many?.dots ?? []) expect(x > 0.5 && x < 1).toBe(true)
  })

  it('is none where nothing waits', () => {
    expect(prepareAging([column([])], true)).toBeNull()
  })
})
