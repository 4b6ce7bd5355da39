// The pipeline runs of one repository as columns: many, and only counted. An instant is epoch milliseconds, NaN where there is none.
import type { RunStatus } from './schema'

export type RunTable = {
  length: number
  source: string[]
  id: string[]
  attempt: number[]
  pipeline: string[]
  branch: (string | null)[]
  status: RunStatus[]
  /** Ascending. */
  queuedAt: Float64Array
  startedAt: Float64Array
  finishedAt: Float64Array
}

/** What the runs after a window say of one branch of a pipeline: the least and the greatest of their ids. */
export type LaterRuns = { source: string; pipeline: string; branch: string; leastId: string; greatestId: string }

/** One job of a pipeline, over the runs of a window. */
export type JobCounts = {
  source: string
  pipeline: string
  name: string
  /** With a verdict: successful, failed or the delivery system's own fault. */
  ended: number
  failed: number
  faults: number
  cancelled: number
  open: number
  /** Seconds; null of none. `n` has both times. */
  duration: { n: number; median: number | null; p90: number | null }
  queue: { n: number; median: number | null; p90: number | null }
}

/** One try of a job. */
export type JobTry = { run: string; attempt: number; at: number; url: string | null }
/** A try that came to a verdict of its own. */
export type TriedJob = JobTry & { source: string; pipeline: string; name: string; sha: string; succeeded: boolean }
/** A job that failed and later succeeded on the same commit. */
export type FlakyJob = {
  source: string
  pipeline: string
  name: string
  sha: string
  failed: JobTry
  passed: JobTry
}

/** A run of the default branch that came to a verdict. Epoch milliseconds. */
export type MainlineVerdict = { source: string; pipeline: string; succeeded: boolean; finishedAt: number }
