import { describe, expect, it } from 'vitest'
import { BOX, layOut, linesOf, type Mark, shortened, sizeOf, TRIANGLE } from './layout'

const mark = (key: string, shape: Mark['shape'], fields: Partial<Mark> = {}): Mark => ({
  key,
  shape,
  origin: 'measured',
  name: key,
  time: ['1 h'],
  note: 'median',
  facts: [],
  inventory: null,
  href: null,
  label: key,
  steps: [{ level: shape === 'box' ? 'low' : 'high', value: '1 h' }],
  ...fields,
})
const loop = (from: string, to: string) => ({
  key: from,
  from,
  to,
  words: ['', ''] as [string, string],
  href: '',
  label: '',
})

describe('the layout of a map', () => {
  const marks = [mark('coding', 'box'), mark('pickup', 'triangle'), mark('review', 'box')]

  it('stands from left to right without touching', () => {
    const { marks: placed, end } = layOut(marks, [])
    expect(placed.map(({ x, width }) => [x, width])).toEqual([
      [4, BOX],
      [4 + BOX + 8, TRIANGLE],
      [4 + BOX + 8 + TRIANGLE + 8, BOX],
    ])
    expect(end).toBe(4 + 2 * BOX + TRIANGLE + 16 + 4)
  })

  it('draws a ladder that goes down for work and up for waiting, a step under each stage', () => {
    const { ladder, steps, marks: placed } = layOut(marks, [])
    expect(ladder).toMatch(/^M0 292H\d+V262H\d+V292H\d+$/)
    expect(steps.map(({ x }) => x)).toEqual(placed.map(({ center }) => center))
  })

  it('has two steps under an estimate, and none under what is beyond the total', () => {
    const estimate = mark('legal', 'box', {
      origin: 'estimate',
      steps: [
        { level: 'high', value: '2 d' },
        { level: 'low', value: '1 h' },
      ],
    })
    const verify = mark('verify', 'box', { steps: [] })
    const {
      steps,
      measured,
      ladder,
      guessed,
      marks: placed,
    } = layOut([estimate, ...marks, verify, { ...estimate, key: 'last' }], [])
    expect(steps).toHaveLength(7)
    // It comes down from the estimate before; under the check there is no step, and what follows begins anew.
    expect(ladder).toMatch(/^M\d+ 292V292H\d+V262H\d+V292H\d+$/)
    expect(guessed).toMatch(/^M0 262H\d+V292H\d+M\d+ 262H\d+V292H\d+$/)
    expect(measured?.from).toBe(placed[1]?.x)
  })

  it('leads ways back to an earlier stage, or around to the same', () => {
    const { loops, marks: placed } = layOut(marks, [
      loop('review', 'coding'),
      loop('review', 'review'),
      loop('gone', 'coding'),
    ])
    expect(loops.map(({ x1, x2 }) => [x1, x2])).toEqual([
      [placed[2]?.center, placed[0]?.center],
      [(placed[2]?.center ?? 0) + 34, (placed[2]?.center ?? 0) - 34],
    ])
  })

  it('has its totals where the ladder ends, and room for them', () => {
    const after = mark('verify', 'box', { steps: [] })
    expect(layOut([...marks, after], []).end).toBe(layOut(marks, []).end)
    expect(layOut(marks, []).width).toBe(layOut(marks, []).end + 120)
    expect([1100, 1300, 2000].map(sizeOf)).toEqual(['small', 'middle', 'large'])
  })
})

it('texts that have no room are shortened or broken', () => {
  expect(linesOf(['1 h', '2 h'])).toEqual(['1 h', '2 h'])
  expect(linesOf(['1 h', '2 h', '3 h', '4 h'])).toEqual(['1 h, 2 h', '3 h, 4 h'])
  expect(shortened('Refinement', 15)).toBe('Refinement')
  expect(shortened('Legal and compliance', 15)).toBe('Legal and comp…')
  expect([...shortened('👩‍🚀'.repeat(20), 15)]).toHaveLength(15)
})
