import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LaterRuns } from '../records/runs'
import { type DrawnRun, rowsOf, runs, runTable } from '../testing/run-tables'
import { runFigures, supersededRuns } from './pipeline-runs'
import { wilson } from './stats'

const figuresOf = (drawn: Partial<DrawnRun>[], later: LaterRuns[] = []) => {
  const table = runTable(drawn)
  return runFigures(table, rowsOf(table), supersededRuns(table, later))
}
const MINUTE = 60_000

describe('the figures of pipeline runs', () => {
  it('follow the worked example: who cancels a run learns nothing of it', () => {
    const statuses = ['success', 'success', 'failure', 'error', 'cancelled', 'running', 'skipped', 'timed_out'] as const
    const { failed, faults, ...counts } = figuresOf(statuses.slice(0, 6).map((status) => ({ status })))
    expect(failed).toEqual({ part: 1, n: 4, value: 0.25, interval: wilson(1, 4) })
    expect(faults).toMatchObject({ part: 1, n: 4 })
    expect(counts).toMatchObject({ runs: 6, cancelled: 1, open: 1, skipped: 0 })
    expect(figuresOf(statuses.map((status) => ({ status })))).toMatchObject({
      failed: { part: 2, n: 5, value: 0.4 },
      skipped: 1,
    })
  })

  it('of nothing are null, never 0', () => {
    expect(figuresOf([{ status: 'cancelled' }])).toMatchObject({
      failed: { part: 0, n: 0, value: null, interval: null },
      faults: { value: null },
      duration: { n: 0, median: null, p90: null },
      queue: { n: 0, median: null },
      cancelledSeconds: null,
      supersededSeconds: null,
    })
  })

  it('take durations of runs with a verdict, and times in the queue of all that started', () => {
    const figures = figuresOf([
      { queuedAt: 0, startedAt: 2 * MINUTE, finishedAt: 12 * MINUTE },
      { queuedAt: 0, startedAt: 4 * MINUTE, finishedAt: 24 * MINUTE, status: 'failure' },
      { queuedAt: 0, startedAt: 6 * MINUTE, finishedAt: 99 * MINUTE, status: 'cancelled' },
      { queuedAt: 0, startedAt: 8 * MINUTE, status: 'running' },
      // Times that are not known or go backwards are no times.
      { queuedAt: 0, finishedAt: 5 * MINUTE },
      { queuedAt: 9 * MINUTE, startedAt: 8 * MINUTE, finishedAt: 7 * MINUTE },
    ])
    expect(figures.duration).toEqual({ n: 2, median: 15 * 60, p90: 19 * 60 })
    expect(figures.queue).toMatchObject({ n: 4, median: 5 * 60 })
    expect(figures.cancelledSeconds).toBe(93 * 60)
  })
})

describe('a superseded run', () => {
  const cancelled = { id: '1', queuedAt: 1, status: 'cancelled' } as const
  it.each<[string, Partial<DrawnRun>[], LaterRuns[], number[]]>([
    ['has a newer one of its pipeline and branch', [cancelled, { id: '2', queuedAt: 2 }], [], [0]],
    ['has none of another branch', [cancelled, { id: '2', queuedAt: 2, branch: 'topic' }], [], []],
    ['has none of another pipeline', [cancelled, { id: '2', queuedAt: 2, pipeline: 'Test' }], [], []],
    ['has none of another source', [cancelled, { id: '2', queuedAt: 2, source: 'mirror' }], [], []],
    ['is not its own next attempt', [cancelled, { id: '1', attempt: 2, queuedAt: 2 }], [], []],
    ['is not one that was queued in the same instant', [cancelled, { id: '2', queuedAt: 1 }], [], []],
    [
      'was cancelled',
      [
        { ...cancelled, status: 'failure' },
        { id: '2', queuedAt: 2 },
      ],
      [],
      [],
    ],
    [
      'has a branch',
      [
        { ...cancelled, branch: null },
        { id: '2', queuedAt: 2, branch: null },
      ],
      [],
      [],
    ],
    [
      'may have its newer one after the window',
      [cancelled],
      [{ source: 'forge', pipeline: 'Build', branch: 'main', leastId: '1', greatestId: '2' }],
      [0],
    ],
    [
      'is not superseded by its own attempt after the window',
      [cancelled],
      [{ source: 'forge', pipeline: 'Build', branch: 'main', leastId: '1', greatestId: '1' }],
      [],
    ],
  ])('%s', (_, drawn, later, rows) => {
    expect([...supersededRuns(runTable(drawn), later)]).toEqual(rows)
  })

  it('is what looking for each a newer one gives, wherever the window ends', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 13 }), (drawn, end) => {
        const whole = runTable(drawn)
        const all = rowsOf(whole).filter(
          (row) =>
            whole.status[row] === 'cancelled' &&
            whole.branch[row] !== null &&
            rowsOf(whole).some(
              (other) =>
                Number(whole.queuedAt[other]) > Number(whole.queuedAt[row]) &&
                whole.id[other] !== whole.id[row] &&
                (['source', 'pipeline', 'branch'] as const).every((part) => whole[part][other] === whole[part][row]),
            ),
        )
        const inside = drawn.filter(({ queuedAt }) => queuedAt < end)
        const found = supersededRuns(runTable(inside), laterThan(drawn, end))
        expect([...found].sort((a, b) => a - b)).toEqual(all.filter((row) => Number(whole.queuedAt[row]) < end))
      }),
    )
  })
})

function laterThan(drawn: DrawnRun[], end: number): LaterRuns[] {
  const found = new Map<string, LaterRuns>()
  for (const { source, pipeline, branch, id, queuedAt } of drawn) {
    if (queuedAt < end || branch === null) continue
    const key = JSON.stringify([source, pipeline, branch])
    const known = found.get(key) ?? { source, pipeline, branch, leastId: id, greatestId: id }
    if (id < known.leastId) known.leastId = id
    if (id > known.greatestId) known.greatestId = id
    found.set(key, known)
  }
  return [...found.values()]
}
