import { describe, expect, test } from 'vitest'
import { outcomeOfAnswer, outcomeOfNoAnswer, outcomeOfSmtp } from './outcome'
import { nextTry, TRIED_MS } from './retry'

const MINUTE = 60_000

describe('a try that failed comes again', () => {
  const next = (tries: number, now: number, random = 0.5, notBefore?: number) =>
    nextTry({ tries, firstTriedAt: 0, now, ...(notBefore === undefined ? {} : { notBefore }) }, random)

  test.each([
    [1, 5],
    [2, 15],
    [3, 60],
    [4, 240],
    [5, 720],
  ])('after %i tries in %i minutes, up to a fifth sooner or later', (tries, minutes) => {
    expect(next(tries, MINUTE)).toBe(MINUTE + minutes * MINUTE)
    expect(next(tries, MINUTE, 0)).toBeCloseTo(MINUTE + minutes * MINUTE * 0.8)
    expect(next(tries, MINUTE, 1)).toBeCloseTo(MINUTE + minutes * MINUTE * 1.2)
  })

  test('a last time a day after the first, and not after that', () => {
    expect(next(6, TRIED_MS - MINUTE)).toBe(TRIED_MS)
    expect(next(7, TRIED_MS)).toBeNull()
  })

  test('not before a server wants it', () => {
    expect(next(1, 0, 0.5, 30 * MINUTE)).toBe(30 * MINUTE)
    expect(next(1, 0, 0.5, TRIED_MS + 1)).toBeNull()
  })
})

describe('the answer of a webhook', () => {
  test.each([
    [200, 'sent'],
    [204, 'sent'],
    [301, 'never'],
    [404, 'never'],
    [410, 'never'],
    [429, 'again'],
    [500, 'again'],
    [502, 'unknown'],
    [503, 'again'],
    [504, 'unknown'],
  ])('%i is %s', (status, kind) => {
    expect(outcomeOfAnswer(status, undefined).kind).toBe(kind)
  })

  test.each([
    ['ECONNREFUSED', 'again'],
    ['ENOTFOUND', 'again'],
    ['UND_ERR_CONNECT_TIMEOUT', 'again'],
    ['ECONNRESET', 'unknown'],
    ['UND_ERR_SOCKET', 'unknown'],
    ['ETIMEDOUT', 'unknown'],
  ])('that does not come for %s is %s', (code, kind) => {
    const inner = Object.assign(new Error('inner'), { code })
    const cause = new TypeError('fetch failed', { cause: inner })
    const outcome = outcomeOfNoAnswer({ kind: 'unavailable', message: 'at https://hooks.example.org/T0/s3cret', cause })
    expect(outcome.kind).toBe(kind)
    expect(JSON.stringify(outcome)).not.toContain('s3cret')
  })
})

test('what a mail server says is told in one line without addresses', () => {
  const response = `550-5.1.1 <ada@example.org>: no\r\n550 5.1.1 ${'long '.repeat(100)}`
  const outcome = outcomeOfSmtp({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response }, false)
  expect(outcome).toMatchObject({ kind: 'never', stops: true })
  const { words = '' } = outcome as { words?: string }
  expect(words).not.toMatch(/ada|[\r\n]/)
  expect(words.length).toBeLessThan(250)
})

test.each([
  [{ code: 'EENVELOPE' }, 'never'],
  [{ code: 'EMESSAGE', command: 'MAIL FROM' }, 'never'],
  [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, 'never'],
  [{ code: 'EENVELOPE', command: 'DATA', responseCode: 554 }, 'never'],
  [{ code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }, 'again'],
  [{ code: 'EDNS' }, 'again'],
  [{}, 'again'],
])('%j before the transfer: %s', (failure, kind) => {
  expect(outcomeOfSmtp(failure, false)).toMatchObject({ kind, ...(kind === 'never' ? { stops: false } : {}) })
  // Once it had begun, only an answer to the message itself says that it did not arrive.
  expect(outcomeOfSmtp({ ...failure, code: 'ECONNECTION' }, true).kind).toBe('unknown')
})
