import { expect, it } from 'vitest'
import { describeError, errorKind, inSentences, StreamgaugeError } from './errors'

it('says what to do under what happened, without a stack', () => {
  const error = new StreamgaugeError('config', 'Port 3000 is taken.', { hint: 'Choose another one.' })
  expect(describeError(error)).toBe('Port 3000 is taken.\n  Choose another one.')
  expect(errorKind(error)).toBe('config')
})

it('is one sentence after the other where there is one line', () => {
  expect(inSentences({ message: 'acme/gone was not found', hint: 'Is it spelled right?' })).toBe(
    'acme/gone was not found. Is it spelled right?',
  )
  expect(inSentences({ message: 'Port 3000 is taken.' })).toBe('Port 3000 is taken.')
})

it('takes what we did not throw ourselves for a bug and keeps its stack', () => {
  const error = new TypeError('x is not a function')
  expect(errorKind(error)).toBe('bug')
  expect(describeError(error)).toContain('errors.test.ts')
})
