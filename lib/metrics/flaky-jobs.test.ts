import { describe, expect, it } from 'vitest'
import type { TriedJob } from '../records/runs'
import { flakyJobs } from './flaky-jobs'

const tried = (at: number, succeeded: boolean, fields: Partial<TriedJob> = {}): TriedJob => ({
  source: 'forge',
  pipeline: 'Build',
  name: 'test',
  sha: 'a',
  run: String(at),
  attempt: 1,
  at,
  url: null,
  succeeded,
  ...fields,
})
const found = (tries: TriedJob[]) => flakyJobs(tries).map(({ failed, passed }) => [failed.at, passed.at])

describe('flaky jobs', () => {
  it('follow the worked example, in whatever order they come', () => {
    expect(found([tried(920, true), tried(900, false), tried(910, false), tried(930, true)])).toEqual([[900, 920]])
  })

  it('need a success after a failure', () => {
    expect(found([tried(900, true), tried(910, false)])).toEqual([])
    expect(found([tried(900, false)])).toEqual([])
  })

  it('need the same commit, job, pipeline and source', () => {
    for (const other of [{ sha: 'b' }, { name: 'lint' }, { pipeline: 'Nightly' }, { source: 'mirror' }]) {
      expect(found([tried(900, false), tried(910, true, other)])).toEqual([])
    }
  })

  it('know by the attempt what was later at one instant', () => {
    const at = (attempt: number, succeeded: boolean) => tried(900, succeeded, { run: '1', attempt })
    expect(found([at(2, true), at(1, false)])).toEqual([[900, 900]])
    expect(found([at(2, false), at(1, true)])).toEqual([])
  })
})
