import { expect, it } from 'vitest'
import { describeError, errorKind, StreamgaugeError } from './errors'

it('says what to do under what happened, without a stack', () => {
  const error = new StreamgaugeError('config', 'Port 3000 is taken.', { hint: 'Choose another one.' })
  expect(describeError(error)).toBe('Port 3000 is taken.\n  Choose another one.')
  expect(errorKind(error)).toBe('config')
})

it('takes what we did not throw ourselves for a bug and keeps its stack', () => {
  const error = new TypeError('x is not a function')
  expect(errorKind(error)).toBe('bug')
  expect(describeError(error)).toContain('errors.test.ts')
})
