import { describe, expect, it } from 'vitest'
import { SCENARIOS } from '../scenarios'
import { naiveMeasure } from './report'

describe('the naive implementation tells the stories as worked out by hand', () => {
  it.each(SCENARIOS)('$name', ({ records, question, expected }) => {
    expect(naiveMeasure(records, question)).toMatchObject(expected)
  })
})
