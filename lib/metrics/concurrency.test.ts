import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DrawnRun, rowsOf, runs, runTable } from '../testing/run-tables'
import { at } from '../testing/scenario'
import { peakConcurrency, queueSeconds, waitByLoad } from './concurrency'

const peak = (drawn: Partial<DrawnRun>[]) => {
  const table = runTable(drawn)
  return peakConcurrency(table, rowsOf(table))
}

describe('peak concurrency', () => {
  it('follows the worked example: at one instant what finishes comes first', () => {
    const drawn = [
      { startedAt: 0, finishedAt: 10 },
      { startedAt: 5, finishedAt: 15 },
      { startedAt: 10, finishedAt: 20 },
    ]
    expect(peak(drawn)).toEqual({ runs: 2, at: 5 })
  })

  it('leaves out what has not both times, took no time, or went backwards; of nothing it is null', () => {
    expect(peak([])).toBeNull()
    const drawn = [
      { startedAt: 3 },
      { finishedAt: 9 },
      { startedAt: 5, finishedAt: 5 },
      { startedAt: 9, finishedAt: 1 },
    ]
    expect(peak(drawn)).toBeNull()
  })

  it('is what counting at every start gives', () => {
    fc.assert(
      fc.property(runs, (drawn) => {
        const inProgress = (moment: number) =>
          drawn.filter(({ startedAt, finishedAt }) => Number(startedAt) <= moment && moment < Number(finishedAt)).length
        const counts = drawn.flatMap(({ startedAt }) =>
          startedAt === undefined ? [] : [{ runs: inProgress(startedAt), at: startedAt }],
        )
        counts.sort((a, b) => b.runs - a.runs || a.at - b.at)
        expect(peak(drawn)).toEqual(counts[0] && counts[0].runs > 0 ? counts[0] : null)
      }),
    )
  })
})

describe('the time in the queue by what was in progress', () => {
  it('counts the others that were running as a run was queued', () => {
    const table = runTable([
      { queuedAt: at('Mon 09:00'), startedAt: at('Mon 09:00'), finishedAt: at('Mon 10:00') },
      { queuedAt: at('Mon 09:30'), startedAt: at('Mon 09:31'), finishedAt: at('Mon 11:00') },
      { queuedAt: at('Mon 09:40'), startedAt: at('Mon 09:50'), finishedAt: at('Mon 11:00') },
      { queuedAt: at('Mon 10:00'), startedAt: at('Mon 10:04'), finishedAt: at('Mon 10:30') },
      { queuedAt: at('Mon 10:01') },
      { queuedAt: at('Mon 12:00'), startedAt: at('Mon 11:59'), finishedAt: at('Mon 12:30') },
    ])
    expect(waitByLoad(table, rowsOf(table)).map(({ least, n, median }) => [least, n, median])).toEqual([
      [0, 1, 0],
      [1, 1, 60],
      [2, 2, 420],
      [4, 0, null],
      [8, 0, null],
    ])
  })

  it('is what counting run by run gives', () => {
    fc.assert(
      fc.property(runs, (drawn) => {
        const table = runTable(drawn)
        const others = (row: number) =>
          rowsOf(table).filter((other) => {
            const moment = Number(table.queuedAt[row])
            return other !== row && Number(table.startedAt[other]) <= moment && moment < Number(table.finishedAt[other])
          }).length
        const known = rowsOf(table).filter((row) => queueSeconds(table, row) !== null)
        const counted = waitByLoad(table, rowsOf(table)).map(({ n }) => n)
        const between = (least: number, most: number) =>
          known.filter((row) => others(row) >= least && others(row) <= most).length
        expect(counted).toEqual([between(0, 0), between(1, 1), between(2, 3), between(4, 7), between(8, 1e9)])
      }),
    )
  })
})
