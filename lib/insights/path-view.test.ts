import { describe, expect, test } from 'vitest'
import type { JobCounts } from '../records/runs'
import type { JobInRun } from '../store/job-shapes'
import { nameWords } from './name-words'
import { pathView, readPathEdits } from './path-view'
import { pathHeadline, shapeWords } from './path-words'

const MINUTE = 60
const NAME = { source: 'ci', pipeline: 'CI' }
const NONE = { off: [], half: [], beside: [] }
const counts = (minutes: Record<string, number | null>): JobCounts[] =>
  Object.entries(minutes).map(([name, one]) => ({
    ...NAME,
    name,
    ended: 9,
    failed: 0,
    faults: 0,
    cancelled: 0,
    open: 0,
    duration: { n: 9, median: one === null ? null : one * MINUTE, p90: null },
    queue: { n: 0, median: null, p90: null },
  }))
const inRun = (run: number, name: string, from: number, to: number, needs: string[] | null = null): JobInRun => ({
  run: String(run),
  onLine: true,
  name,
  needs,
  startedAt: (run * 1000 + from) * 60_000,
  finishedAt: (run * 1000 + to) * 60_000,
})
const medians = counts({ lint: 2, build: 5, test: 8, ship: 1, nightly: 60 })
const runs = (declared: boolean) =>
  Array.from({ length: 6 }, (_, run) => [
    inRun(run, 'lint', 0, 2),
    inRun(run, 'build', 0, 5),
    inRun(run, 'test', 6, 14, declared ? ['build'] : null),
    inRun(run, 'ship', 14, 15, declared ? ['lint', 'test'] : null),
    ...(run === 0 ? [inRun(run, 'nightly', 0, 60)] : []),
  ]).flat()

test('names of jobs turn no words around them, and stay short', () => {
  expect(nameWords('build <b>')).toBe('build <b>')
  expect(nameWords('\u202eבנייה\u2069')).toBe('\u2068בנייה\u2069')
  expect([...nameWords('x'.repeat(200))]).toHaveLength(63)
})

describe('the path', () => {
  test('is the longest chain of the jobs that most runs have, of the medians that the page of pipelines shows', () => {
    const { today, rare, shape, runs: n, spanSeconds } = pathView(NAME, runs(true), medians, NONE)
    expect([today?.seconds, today?.path, rare, shape, n]).toEqual([
      14 * MINUTE,
      ['build', 'test', 'ship'],
      ['nightly'],
      'declared',
      6,
    ])
    expect(spanSeconds).toBe(15 * MINUTE)
  })

  test('takes a source by its word that no job needs another', () => {
    const beside = runs(false).map((job) => ({ ...job, needs: [] }))
    expect(pathView(NAME, beside, medians, NONE)).toMatchObject({ shape: 'declared', today: { path: ['test'] } })
    const oneSilent = beside.map((job) => (job.name === 'lint' ? { ...job, needs: null } : job))
    expect(pathView(NAME, oneSilent, medians, NONE)).toMatchObject({ shape: 'inferred' })
  })

  test('is of the default branch where that has runs', () => {
    const topic = runs(true).map((job) => ({ ...job, run: `topic ${job.run}`, onLine: false }))
    const both = [...runs(true), ...topic.filter(({ name }) => name === 'lint')]
    expect(pathView(NAME, both, medians, NONE)).toMatchObject({
      runs: 6,
      onLine: true,
      today: { path: ['build', 'test', 'ship'] },
    })
    expect(pathView(NAME, topic, medians, NONE)).toMatchObject({ runs: 6, onLine: false })
  })

  test('is read from the times where nobody says what is needed, and says so', () => {
    const view = pathView(NAME, runs(false), medians, NONE)
    expect(view.today?.path).toEqual(['build', 'test', 'ship'])
    expect(shapeWords(view)).toMatch(
      /^Read from the last 6 successful runs on the default branch in the window\. No record says what the jobs need/,
    )
  })

  test('with a job gone, faster, or begun together with another', () => {
    const headline = (edits: Partial<typeof NONE>, deploy: number | null = null) =>
      pathHeadline(pathView(NAME, runs(true), medians, { ...NONE, ...edits }), deploy)
    expect(headline({}, 3 * MINUTE)).toBe(
      'A merged change cannot be in production in less than 17\u00a0min: 14\u00a0min for build, test and ship, 3\u00a0min to deploy.',
    )
    expect(headline({ off: ['test'] } as never)).toMatch(/With no test it would be 6\smin, 8\smin less\.$/)
    expect(headline({ half: ['test'] } as never)).toMatch(/With test twice as fast it would be 10\smin, 4\smin less\.$/)
    expect(headline({ beside: ['test'] } as never)).toMatch(/it would be 9\smin, 5\smin less\.$/)
    expect(headline({ off: ['lint'] } as never)).toMatch(/With no lint it would take as long\.$/)
  })

  test('of jobs in a circle there is none; what has no time counts as none and is named', () => {
    const circle = [inRun(0, 'a', 0, 1, ['b']), inRun(0, 'b', 1, 2, ['a'])]
    expect(pathHeadline(pathView(NAME, circle, counts({ a: 1, b: 1 }), NONE), null)).toMatch(/in a circle/)
    expect(pathView(NAME, [inRun(0, 'a', 0, 1)], counts({ a: null }), NONE).untimed).toEqual(['a'])
  })
})

test('edits are names, once each', () => {
  const query: Record<string, string[]> = { off: ['a', '', 'a'], half: ['b, c'] }
  expect(readPathEdits((name) => query[name] ?? [])).toEqual({ off: ['a'], half: ['b, c'], beside: [] })
})
