import { describe, expect, it } from 'vitest'
import { type DrawnRun, runTable } from '../testing/run-tables'
import { at } from '../testing/scenario'
import { runsView, runValue, shownRuns } from './pipeline-view'
import { pipelinesHeadline } from './pipeline-words'

const SPAN = { from: at('Mon 00:00'), to: at('Mon+2w 00:00'), now: at('Wed+1w 00:00'), timeZone: 'UTC' }
const MINUTE = 60_000
const lasting = (queued: string, minutes: number, fields: Partial<DrawnRun> = {}): Partial<DrawnRun> => {
  const queuedAt = at(queued)
  return { queuedAt, startedAt: queuedAt + MINUTE, finishedAt: queuedAt + (1 + minutes) * MINUTE, ...fields }
}
const DRAWN = [
  lasting('Mon 09:00', 10),
  lasting('Mon 10:00', 20, { status: 'failure' }),
  lasting('Mon 11:00', 30),
  lasting('Mon 12:00', 40),
  lasting('Mon 13:00', 50, { pipeline: 'Test' }),
  lasting('Tue 09:00', 5, { status: 'cancelled' }),
  lasting('Tue+1w 09:00', 7, { status: 'timed_out' }),
]
const view = runsView(runTable(DRAWN), [], SPAN)

describe('the runs of a window', () => {
  it('are trends by week; under five there is no median but each of them', () => {
    expect(view.duration.weeks.map(({ value, n, few, partial }) => [value, n, few.length, partial])).toEqual([
      [30 * 60, 5, 0, false],
      [null, 1, 1, true],
    ])
    expect(view.failed.weeks.map(({ value, part, n }) => [value, part, n])).toEqual([
      [0.2, 1, 5],
      [1, 1, 1],
    ])
    expect(view.failed.limits).toBeNull()
  })

  it('are grouped by pipeline, the one that ran most first', () => {
    expect(view.pipelines.map(({ pipeline, runs, failed }) => [pipeline, runs, failed.part, failed.n])).toEqual([
      ['Build', 6, 2, 5],
      ['Test', 1, 0, 1],
    ])
  })

  it('are listed by kind, as many as the figures say', () => {
    const ids = (...asked: [Parameters<typeof shownRuns>[1], string | null]) =>
      shownRuns(view, ...asked).map((row) => view.table.id[row])
    expect(ids('failed', null)).toEqual(['2', '7'])
    expect(ids('ended', 'Test')).toEqual(['5'])
    expect(ids('cancelled', null)).toEqual(['6'])
    expect(ids('superseded', null)).toEqual(['6'])
    expect(ids('all', null)).toHaveLength(view.all.runs)
    expect(runValue(view.table, 'duration')(1)).toBe(20 * 60)
    expect(runValue(view.table, 'queue')(1)).toBe(60)
  })

  it('begin with a sentence', () => {
    const say = (of: typeof view) =>
      pipelinesHeadline({ ...of, jobs: [], flaky: [], known: null }).replaceAll('\u00a0', ' ')
    expect(say(view)).toBe(
      '2 of 6 pipeline runs failed (33.3 %). Half of the runs took up to 25 min. 5 min went into runs that were cancelled.',
    )
    expect(say(runsView(runTable([{ status: 'cancelled' }]), [], SPAN))).toBe('1 run, none of which came to a verdict.')
  })
})
