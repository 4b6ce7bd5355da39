import type { FlakyJob, TriedJob } from '../records/runs'

/**
 * Flaky jobs: they failed and succeeded on a later attempt at the same commit.
 *
 * Definition: of the tries of one job (same source, pipeline and name) at one sha, the first failure (`failure` or `timed_out`) and
 * the first success after it. A later attempt is one of the same run, or another run of the pipeline at that commit.
 * Edge cases: order is by time, then attempt; a success before the failure excuses nothing. One a commit and job; the latest first.
 * Source: METRICS section 9.
 * Example: at one sha failure 9:00, failure 9:10, success 9:20: one flaky job, failed at 9:00, passed at 9:20.
 */
export function flakyJobs(tries: readonly TriedJob[]): FlakyJob[] {
  const ordered = [...tries].sort((a, b) => a.at - b.at || a.attempt - b.attempt || (a.run < b.run ? -1 : 1))
  const failed = new Map<string, TriedJob>()
  const found = new Map<string, FlakyJob>()
  for (const one of ordered) {
    const { source, pipeline, name, sha } = one
    const key = JSON.stringify([source, pipeline, name, sha])
    const before = failed.get(key)
    if (!one.succeeded) {
      if (!before) failed.set(key, one)
    } else if (before && !found.has(key)) {
      found.set(key, { source, pipeline, name, sha, failed: before, passed: one })
    }
  }
  return [...found.values()].sort((a, b) => b.passed.at - a.passed.at || (a.name < b.name ? -1 : 1))
}
