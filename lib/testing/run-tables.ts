// Pipeline runs as columns, for tests of what is counted of them.
import fc from 'fast-check'
import type { RunTable } from '../records/runs'
import type { RunStatus } from '../records/schema'

export type DrawnRun = {
  source: string
  id: string
  attempt: number
  pipeline: string
  branch: string | null
  status: RunStatus
  queuedAt: number
  startedAt: number | undefined
  finishedAt: number | undefined
}

/** In the order in which they were queued; unless said, successful runs of the pipeline Build on main, each with an id of its own. */
export function runTable(drawn: Partial<DrawnRun>[]): RunTable {
  const runs = drawn
    .map(
      (run, at): DrawnRun => ({
        source: 'forge',
        id: String(at + 1),
        attempt: 1,
        pipeline: 'Build',
        branch: 'main',
        status: 'success',
        queuedAt: at,
        startedAt: undefined,
        finishedAt: undefined,
        ...run,
      }),
    )
    .sort((a, b) => a.queuedAt - b.queuedAt)
  const instants = (read: (run: DrawnRun) => number | undefined) =>
    Float64Array.from(runs, (run) => read(run) ?? Number.NaN)
  return {
    length: runs.length,
    source: runs.map(({ source }) => source),
    id: runs.map(({ id }) => id),
    attempt: runs.map(({ attempt }) => attempt),
    pipeline: runs.map(({ pipeline }) => pipeline),
    branch: runs.map(({ branch }) => branch),
    status: runs.map(({ status }) => status),
    queuedAt: instants(({ queuedAt }) => queuedAt),
    startedAt: instants(({ startedAt }) => startedAt),
    finishedAt: instants(({ finishedAt }) => finishedAt),
  }
}

export function rowsOf({ length }: RunTable): number[] {
  return Array.from({ length }, (_, row) => row)
}

const moment = fc.integer({ min: 0, max: 12 })

/** Few ids, branches and moments, so that runs meet. */
export const runs: fc.Arbitrary<DrawnRun[]> = fc.array(
  fc.record({
    source: fc.constantFrom('forge', 'mirror'),
    id: fc.constantFrom('1', '2', '3'),
    attempt: fc.constant(1),
    pipeline: fc.constantFrom('Build', 'Test'),
    branch: fc.constantFrom('main', 'topic', null),
    status: fc.constantFrom<RunStatus>('success', 'failure', 'cancelled', 'cancelled', 'running'),
    queuedAt: moment,
    startedAt: fc.option(moment, { nil: undefined }),
    finishedAt: fc.option(moment, { nil: undefined }),
  }),
  { maxLength: 14 },
)
