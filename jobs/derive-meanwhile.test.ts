import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { meanwhile } from './derive-meanwhile'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const fail = (error: unknown) => {
  throw error
}

describe('deriving meanwhile', () => {
  test('happens when something has landed and 30 s have passed', async () => {
    const derive = vi.fn(async () => {})
    const deriving = meanwhile(derive, fail)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(derive).not.toHaveBeenCalled()
    deriving.landed()
    await vi.advanceTimersByTimeAsync(0)
    expect(derive).toHaveBeenCalledTimes(1)
    for (let page = 0; page < 29; page += 1) {
      deriving.landed()
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect(derive).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(derive).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(90_000)
    expect(derive).toHaveBeenCalledTimes(2)
  })

  test('is done by one at a time, and the pause begins when it has ended', async () => {
    let finish = () => {}
    const derive = vi.fn(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
    })
    const deriving = meanwhile(derive, fail)
    deriving.landed()
    await vi.advanceTimersByTimeAsync(30_000)
    deriving.landed()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(derive).toHaveBeenCalledTimes(1)
    finish()
    await vi.advanceTimersByTimeAsync(29_000)
    expect(derive).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(derive).toHaveBeenCalledTimes(2)
    finish()
  })

  test('ends with what is under way, and tells what failed', async () => {
    const told: unknown[] = []
    let refuse = (_: Error) => {}
    const derive = vi.fn(async () => {
      await new Promise<void>((_, reject) => {
        refuse = reject
      })
    })
    const deriving = meanwhile(derive, (error) => told.push(error))
    deriving.landed()
    await vi.advanceTimersByTimeAsync(30_000)
    deriving.landed()
    const ended = deriving.end()
    refuse(new Error('no'))
    await ended
    expect(told).toEqual([new Error('no')])
    deriving.landed()
    await vi.advanceTimersByTimeAsync(90_000)
    expect(derive).toHaveBeenCalledTimes(1)
  })
})
