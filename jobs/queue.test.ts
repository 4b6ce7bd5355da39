import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { query } from '../lib/db'
import { saveConnection } from '../lib/store/connections'
import { enqueueCollection } from '../lib/store/queue'
import { useTestDatabase } from '../lib/testing/database'
import { PATIENCE } from '../lib/testing/patience'
import { type Ended, openQueue, type QueueWork, workQueue } from './queue'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
useTestDatabase()
const errors: unknown[] = []
const note = (error: unknown) => void errors.push(error)
let queue: Awaited<ReturnType<typeof openQueue>>

beforeEach(async () => {
  errors.length = 0
  queue = await openQueue(note)
  await query('delete from pgboss.job')
  await query('delete from connections')
})
afterEach(() => queue.stop({ graceful: false }))

const ask = async (...names: string[]) => {
  for (const name of names) {
    await saveConnection({ name, kind: 'some', config: {}, managedByFile: false, schedule: null })
    await enqueueCollection(name)
  }
}
const states = async () => {
  const { rows } = await query('select singleton_key as name, state, output from pgboss.job order by 1')
  return rows.map(({ name, state }) => `${name} ${state}`)
}

/** Works until told to stop; each job ends when the test says how. */
function work(slots: number, given: Partial<QueueWork> = {}) {
  const stop = new AbortController()
  const begun = new Map<string, (ended: Ended) => void>()
  const handle = (name: string) => new Promise<Ended>((resolve) => void begun.set(name, resolve))
  const over = workQueue(queue, { slots, handle, onError: note, signal: stop.signal, pollMs: 20, ...given })
  return { begun, over, stop: () => stop.abort() }
}

test('as many jobs at once as there are slots, each ended as it says', async () => {
  await ask('a', 'b', 'c', 'd')
  const { begun, over, stop } = work(3)
  await vi.waitFor(() => expect([...begun.keys()].sort()).toEqual(['a', 'b', 'c']), PATIENCE)
  begun.get('a')?.({ how: 'done' })
  await vi.waitFor(() => expect(begun.has('d')).toBe(true), PATIENCE)
  begun.get('b')?.({ how: 'failed', reason: 'away' })
  begun.get('c')?.({ how: 'again', at: new Date(Date.now() + 60_000) })
  begun.get('d')?.({ how: 'done' })
  await vi.waitFor(
    async () => expect(await states()).toEqual(['a completed', 'b retry', 'c retry', 'd completed']),
    PATIENCE,
  )
  stop()
  await over
  expect(errors).toEqual([])
})

test('one that cannot be handled is told, stays as begun, and stops no other', async () => {
  await ask('a', 'b')
  const handle = async (name: string): Promise<Ended> => {
    if (name === 'a') throw new Error('no')
    return { how: 'done' }
  }
  const { over, stop } = work(1, { handle })
  await vi.waitFor(async () => expect(await states()).toEqual(['a active', 'b completed']), PATIENCE)
  expect(errors).toEqual([new Error('no')])
  stop()
  await over
})

test('stopped it begins nothing and waits for what goes on', async () => {
  await ask('a')
  const { begun, over, stop } = work(2)
  await vi.waitFor(() => expect(begun.has('a')).toBe(true), PATIENCE)
  stop()
  await ask('b')
  let ended = false
  const waiting = over.then(() => {
    ended = true
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(ended).toBe(false)
  begun.get('a')?.({ how: 'again', at: null })
  await waiting
  expect(await states()).toEqual(['a retry', 'b created'])
})
