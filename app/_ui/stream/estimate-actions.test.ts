import { describe, expect, test } from 'vitest'
import { putSetting } from '../../../lib/store/settings'
import { loadEstimates } from '../../../lib/store/stream-estimates'
import { useTestDatabase } from '../../../lib/testing/database'
import { dropEstimate, type EstimateState, shiftEstimate, submitEstimate } from './estimate-actions'

const blank: EstimateState = {
  added: null,
  of: null,
  problem: null,
  problems: {},
  values: { name: '', place: 'before', active: '', wait: '', accurate: '' },
}
const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}
const typed = {
  about: 'service',
  owner: 'shop',
  name: 'Legal\0',
  place: 'before',
  wait: '1 d',
  active: '1 h',
  accurate: '',
}

describe('an estimate that is sent', () => {
  useTestDatabase()

  test('nothing is added to a stream that there is not; what was typed stays', async () => {
    for (const owner of [{ about: 'service', owner: 'shop' }, { about: 'team', owner: '' }, { about: '__proto__' }]) {
      const answer = await submitEstimate(blank, form({ ...typed, ...owner }))
      expect(answer).toMatchObject({
        added: null,
        problem: 'There is no such value stream any more.',
        values: { name: 'Legal' },
      })
    }
  })

  test('the demonstration says that it keeps none', async () => {
    await putSetting('demo', { day: '2026-03-02', edition: 1 })
    const answer = await submitEstimate(blank, form(typed))
    expect(answer.problem).toMatch(/^The demonstration keeps no estimates/)
    await dropEstimate(form({ ...typed, id: 'x' }))
    await shiftEstimate(form({ ...typed, id: 'x', to: 'earlier' }))
    expect(await loadEstimates({ about: 'service', owner: 'shop' })).toEqual({ current: [], past: [] })
  })
})
