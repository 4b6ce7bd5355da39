import { describe, expect, it } from 'vitest'
import { durationText, type EstimateText, estimateText, readDuration, readEstimate } from './stream-estimate'

const typed = (fields: Partial<EstimateText> = {}): EstimateText => ({
  name: 'Refinement',
  place: 'before',
  active: '2 h',
  wait: '3 d',
  accurate: '60',
  ...fields,
})
const problems = (fields: Partial<EstimateText>) => {
  const read = readEstimate(typed(fields))
  return read.ok ? [] : Object.keys(read.problems)
}

describe('an estimated stage as it was typed', () => {
  it('is a name, two durations and a share', () => {
    expect(readEstimate(typed())).toEqual({
      ok: true,
      estimate: {
        name: 'Refinement',
        place: 'before',
        activeSeconds: 7200,
        waitSeconds: 259_200,
        completeAccurate: 0.6,
      },
    })
    expect(readEstimate(typed({ accurate: '', active: '0' }))).toMatchObject({
      ok: true,
      estimate: { completeAccurate: null, activeSeconds: 0 },
    })
  })

  it('has durations with a unit; a number alone says nothing but 0', () => {
    const seconds = ['45 min', '1.5h', '1,5 h', '2 d', ' 1 w ', '0', '0 d'].map(readDuration)
    expect(seconds).toEqual([2700, 5400, 5400, 172_800, 604_800, 0, 0])
    expect(['', '5', '-1 h', '1 year', '1e9 d', 'NaN', '1 h 30', '∞'].map(readDuration)).toEqual(Array(8).fill(null))
  })

  it('says which field is wrong', () => {
    expect(problems({ name: ' \u0000\u202e ' })).toEqual(['name'])
    expect(problems({ name: 'x'.repeat(41) })).toEqual(['name'])
    expect(problems({ place: 'inside' })).toEqual(['place'])
    expect(problems({ active: '367 d' })).toEqual(['active'])
    expect(problems({ active: '0', wait: '0' })).toEqual(['active'])
    expect(problems({ accurate: '101' })).toEqual(['accurate'])
    expect(problems({ wait: 'soon', accurate: '-1' })).toEqual(['wait', 'accurate'])
  })

  it('keeps a name as text, without marks that reach beyond it', () => {
    const read = readEstimate(typed({ name: ' <b>Legal\u202e</b>\n ' }))
    expect(read).toMatchObject({ ok: true, estimate: { name: '<b>Legal</b>' } })
  })
})

describe('an estimated stage in its form', () => {
  it('is what was typed, in the largest unit', () => {
    const read = readEstimate(typed({ active: '90 min', wait: '14 d', accurate: '62.5' }))
    if (!read.ok) throw new Error('it was not read')
    const text = estimateText(read.estimate)
    expect(text).toEqual(typed({ active: '1.5 h', wait: '2 w', accurate: '62.5' }))
    expect(readEstimate(text)).toEqual(read)
    expect(estimateText({ ...read.estimate, completeAccurate: null }).accurate).toBe('')
  })

  it.each(['0', '1 min', '0.5 min', '1.5 h', '36 h', '2.125 d', '1 w', '100 min', '0.001 w'])(
    '%s reads the same again',
    (text) => {
      const seconds = readDuration(text) ?? Number.NaN
      expect(readDuration(durationText(seconds))).toBeCloseTo(seconds, 1)
    },
  )
})
