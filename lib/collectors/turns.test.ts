import { expect, it } from 'vitest'
import { takeTurns } from './turns'

type Pages = { name: string; reached: number; pages: number[] }

function streams(...given: [string, ...number[]][]): Pages[] {
  return given.map(([name, ...pages]) => ({ name, pages, reached: Number.POSITIVE_INFINITY }))
}

async function order(turns: Pages[], atOnce = 1): Promise<string[]> {
  const taken: string[] = []
  await takeTurns(turns, atOnce, async (turn) => {
    const reached = turn.pages.shift()
    if (reached === undefined) return false
    taken.push(`${turn.name}${reached}`)
    await null
    turn.reached = reached
    return true
  })
  return taken
}

it('asks everybody once, then whoever has come least far back', async () => {
  expect(await order(streams(['a', 9, 5, 1], ['b', 8, 7, 2]))).toEqual(['a9', 'b8', 'a5', 'b7', 'b2', 'a1'])
})

it('lets one without times run to its end, of equals the first', async () => {
  const endless = Number.POSITIVE_INFINITY
  expect(await order(streams(['a', endless, endless], ['b', 3], ['c', 4]))).toEqual([
    'aInfinity',
    'aInfinity',
    'b3',
    'c4',
  ])
})

it('has at most so many under way', async () => {
  let [now, most] = [0, 0]
  await takeTurns(streams(['a'], ['b'], ['c'], ['d'], ['e']), 2, async () => {
    now += 1
    most = Math.max(most, now)
    await new Promise((done) => setImmediate(done))
    now -= 1
    return false
  })
  expect(most).toBe(2)
})

it('begins nothing more once one has thrown, and throws it on when those under way are back', async () => {
  const begun: string[] = []
  const ended: string[] = []
  const running = takeTurns(streams(['a'], ['b'], ['c']), 2, async ({ name }) => {
    begun.push(name)
    if (name === 'a') throw new Error('the disk is full')
    await new Promise((done) => setImmediate(done))
    ended.push(name)
    return false
  })
  await expect(running).rejects.toThrow('the disk is full')
  expect(begun).toEqual(['a', 'b'])
  expect(ended).toEqual(['b'])
})
