import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { criticalPath, editedJobs, type PlannedJob, seemingNeeds } from './critical-path'

const job = (name: string, seconds: number, ...needs: string[]): PlannedJob => ({ name, seconds, needs })
const NONE = { off: [], half: [], beside: [] }

describe('the Reliable Construction Company (Hillier and Lieberman, Introduction to Operations Research, chapter on PERT/CPM)', () => {
  const house = [
    job('A', 2),
    job('B', 4, 'A'),
    job('C', 10, 'B'),
    job('D', 6, 'C'),
    job('E', 4, 'C'),
    job('F', 5, 'E'),
    job('G', 7, 'D'),
    job('H', 9, 'E', 'G'),
    job('I', 7, 'C'),
    job('J', 8, 'F', 'I'),
    job('K', 4, 'J'),
    job('L', 5, 'J'),
    job('M', 2, 'H'),
    job('N', 6, 'K', 'L'),
  ]

  test('takes 44 weeks along A B C E F J L N, whatever the order it is written in', () => {
    for (const list of [house, [...house].reverse()]) {
      const schedule = criticalPath(list)
      expect(schedule?.seconds).toBe(44)
      expect(schedule?.path.join('')).toBe('ABCEFJLN')
    }
  })

  test('has the slack of the book', () => {
    const slack = Object.fromEntries(criticalPath(house)?.jobs.map((one) => [one.name, one.slack]) ?? [])
    expect(slack).toEqual({ A: 0, B: 0, C: 0, D: 4, E: 0, F: 0, G: 4, H: 4, I: 2, J: 0, K: 1, L: 0, M: 4, N: 0 })
  })

  test('without F it takes 2 weeks less only: then I decides', () => {
    const schedule = criticalPath(editedJobs(house, { ...NONE, off: ['F'] }))
    expect([schedule?.seconds, schedule?.path.join('')]).toEqual([42, 'ABCIJLN'])
  })

  test('with C in half the time it takes 5 less, with L beside J as long as K lets it', () => {
    expect(criticalPath(editedJobs(house, { ...NONE, half: ['C'] }))?.seconds).toBe(39)
    // L begins with J: J, K and N are then 8 + 4 + 6 after week 25.
    expect(criticalPath(editedJobs(house, { ...NONE, beside: ['L'] }))?.seconds).toBe(43)
  })
})

test('the example of the definition', () => {
  const schedule = criticalPath([
    job('lint', 2),
    job('build', 5),
    job('test', 8, 'build'),
    job('pack', 1, 'lint', 'build'),
  ])
  expect([schedule?.seconds, schedule?.path]).toEqual([13, ['build', 'test']])
  expect(schedule?.jobs[0]?.slack).toBe(10)
})

test('what came after two jobs waits for both when they run in parallel', () => {
  const jobs = [job('build', 5), job('test', 8, 'build'), job('pack', 1, 'test')]
  const after = (edits: object) => criticalPath(editedJobs(jobs, { ...NONE, ...edits }))
  expect(after({ beside: ['test'] })?.path).toEqual(['test', 'pack'])
  expect([
    after({ beside: ['test'], half: ['test'] })?.seconds,
    after({ beside: ['test'], half: ['test'] })?.path,
  ]).toEqual([6, ['build', 'pack']])
})

test('nothing takes no time, a need that is no job is none, a circle has no path', () => {
  expect(criticalPath([])).toEqual({ jobs: [], seconds: 0, path: [] })
  expect(criticalPath([job('a', 3, 'gone')])?.path).toEqual(['a'])
  expect(criticalPath([job('a', 3, 'b'), job('b', 3, 'a')])).toBeNull()
  expect(criticalPath([job('a', 3, 'a')])).toBeNull()
})

test('of any jobs: as long as the longest chain, no shorter by an edit that adds nothing, and all slack is real', () => {
  const jobs = fc
    .array(fc.record({ seconds: fc.nat(50), needs: fc.array(fc.nat(20)) }), { maxLength: 8 })
    .map((list) =>
      list.map(({ seconds, needs }, at) => job(String(at), seconds, ...needs.filter((one) => one < at).map(String))),
    )
  fc.assert(
    fc.property(jobs, fc.nat(7), (list, at) => {
      const longest = (one: PlannedJob): number =>
        one.seconds + Math.max(0, ...list.filter(({ name }) => one.needs.includes(name)).map(longest))
      const schedule = criticalPath(list)
      expect(schedule?.seconds).toBe(Math.max(0, ...list.map(longest)))
      const path = list.filter(({ name }) => schedule?.path.includes(name))
      expect(path.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(schedule?.seconds)
      const less = (edits: Partial<typeof NONE>) => criticalPath(editedJobs(list, { ...NONE, ...edits }))?.seconds ?? 0
      const name = String(at)
      for (const edits of [{ off: [name] }, { half: [name] }, { beside: [name] }] as never[]) {
        expect(less(edits)).toBeLessThanOrEqual(schedule?.seconds ?? 0)
      }
      const own = schedule?.jobs[at]
      if (!own) return
      const longer = list.map((one) => (one.name === name ? { ...one, seconds: one.seconds + own.slack } : one))
      expect(criticalPath(longer)?.seconds).toBe(schedule?.seconds)
    }),
  )
})

describe('what jobs seem to need', () => {
  const run = (times: Record<string, [number, number]>) =>
    Object.entries(times).map(([name, [startedAt, finishedAt]]) => ({ name, startedAt, finishedAt }))
  const usual = run({ build: [0, 5], test: [5, 9], lint: [1, 3], deploy: [10, 12] })

  test('is what was always done before, the closest of it', () => {
    const needs = seemingNeeds(Array.from({ length: 5 }, () => usual))
    expect(Object.fromEntries(needs)).toEqual({
      build: [],
      lint: [],
      test: ['build', 'lint'],
      deploy: ['test'],
    })
  })

  test('once at the same time is enough to say no, four runs are too few to say yes', () => {
    const early = run({ build: [0, 5], test: [2, 9], lint: [1, 3], deploy: [10, 12] })
    expect(seemingNeeds([...Array.from({ length: 9 }, () => usual), early]).get('test')).toEqual([])
    expect(seemingNeeds(Array.from({ length: 4 }, () => usual)).get('deploy')).toEqual([])
  })
})
