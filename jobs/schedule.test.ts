// When connections are asked for, by a clock that the test moves.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { query } from '../lib/db'
import { pauseConnection, removeConnection, saveConnection } from '../lib/store/connections'
import { useTestDatabase } from '../lib/testing/database'
import { Schedule } from './schedule'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
useTestDatabase()

const asked: string[] = []
const note = async (name: string, due: Date | null) =>
  void asked.push(`${name} ${due?.toISOString().slice(11, 19) ?? 'now'}`)
const taken = () => asked.splice(0).sort()
const fail = (error: unknown) => {
  throw error
}
const schedules: Schedule[] = []
const open = () => {
  const schedule = new Schedule(fail, note)
  schedules.push(schedule)
  return schedule
}
const save = async (name: string, schedule: string | null, startedAt: string | null = null) => {
  await saveConnection({ name, kind: 'some', config: {}, managedByFile: false, schedule })
  await query('update connections set last_started_at = $2 where name = $1', [name, startedAt])
}
const pass = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * 60_000)

beforeEach(async () => {
  await query('delete from connections')
  vi.useFakeTimers({ now: new Date('2026-03-01T12:01:00Z'), toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
  for (const schedule of schedules.splice(0)) await schedule.close()
  vi.useRealTimers()
})
const refresh = (schedule: Schedule) => schedule.refresh(Date.now())

test('asks at the instants of each schedule, every ten minutes without a good one', async () => {
  const recent = '2026-03-01T12:00:30Z'
  await save('often', '*/5 * * * *', recent)
  await save('default', null, recent)
  await save('broken', 'every now and then', recent)
  await refresh(open())
  expect(taken()).toEqual([])
  await pass(10)
  expect(taken()).toEqual(['broken 12:10:00', 'default 12:10:00', 'often 12:05:00', 'often 12:10:00'])
})

test('asks at once for what was never collected or is overdue, not for what another has just begun', async () => {
  await save('never', '0 9 * * *')
  await save('overdue', '*/10 * * * *', '2026-03-01T11:50:00Z')
  await save('recent', '*/10 * * * *', '2026-03-01T11:55:00Z')
  await save('daily', '0 9 * * *', '2026-03-01T09:00:00Z')
  const schedule = open()
  await refresh(schedule)
  expect(taken()).toEqual(['never now', 'overdue now'])
  await refresh(schedule)
  expect(taken()).toEqual([])
})

test('takes up what was added, changed, paused and removed', async () => {
  const recent = '2026-03-01T12:00:30Z'
  const schedule = open()
  await save('shop', '*/5 * * * *', recent)
  await save('till', '*/5 * * * *', recent)
  await refresh(schedule)
  await save('shop', '*/3 * * * *', recent)
  await pauseConnection('till', true)
  await save('new', '*/4 * * * *')
  await refresh(schedule)
  expect(taken()).toEqual(['new now'])
  await pass(4)
  expect(taken()).toEqual(['new 12:04:00', 'shop 12:03:00'])
  await removeConnection('shop')
  await removeConnection('new')
  await pauseConnection('till', false)
  await refresh(schedule)
  await pass(5)
  expect(taken()).toEqual(['till 12:10:00'])
})

test('several workers ask for the same instants', async () => {
  await save('shop', '*/10 * * * *', '2026-03-01T12:00:30Z')
  await refresh(open())
  await refresh(open())
  await pass(10)
  expect(taken()).toEqual(['shop 12:10:00', 'shop 12:10:00'])
})
