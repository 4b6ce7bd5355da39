import { expect, test } from 'vitest'
import { distribution } from '../../../lib/insights/metric-points'
import { prepareScatter } from '../../_ui/chart/prepare-scatter'
import { scatterDrawing, spreadDrawing } from './row-drawings'

const HOUR = 3600

test('a step of a distribution is a bar over its own part of the foot, and an empty one is none', () => {
  const bins = distribution([0.5 * HOUR, 5 * HOUR, 6 * HOUR], 'seconds')
  expect(bins.map(({ n }) => n)).toEqual([1, 0, 2])
  const { bands, xMarks, yMarks } = spreadDrawing(bins, 'seconds')
  expect(xMarks.map(({ label }) => label.replaceAll('\u00a0', ' '))).toEqual([
    '15 min to 1 h',
    '1 h to 4 h',
    '4 h to 8 h',
  ])
  expect(bands.map(([first, last]) => [first?.x.toFixed(2), last?.x.toFixed(2), first?.high])).toEqual([
    ['0.03', '0.31', 0.5],
    ['0.69', '0.97', 1],
  ])
  expect(yMarks.at(-1)).toMatchObject({ y: 1, label: '2' })
})

test('of a scatterplot those that count are ringed without a name, and every line of it is there', () => {
  const at = Date.UTC(2026, 2, 2)
  const chart = prepareScatter({
    title: 'Each deployment',
    unit: 'seconds',
    points: [1, 2, 3, 4, 5].map((hours, row) => ({
      at: at + hours,
      value: hours * HOUR,
      counts: hours === 5,
      row,
      sample: 0,
    })),
    counts: ['deployment', 'deployments'],
    weeks: [at],
    from: at,
    to: at + 7 * 86_400_000,
    zone: 'UTC',
    log: false,
  })
  if (!chart) throw new Error('Five points are drawn.')
  const drawing = scatterDrawing(chart)
  expect(drawing.singles).toHaveLength(4)
  expect(drawing.rings).toEqual([expect.objectContaining({ y: 1, isNamed: false })])
  expect(drawing.limits.map(({ labelY }) => labelY)).toEqual(chart.lines.map(({ y }) => y))
  expect(drawing.limits.every(({ kind, runs }) => kind === 'limit' && runs[0]?.length === 2)).toBe(true)
})
