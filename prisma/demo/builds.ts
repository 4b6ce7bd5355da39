// The pipelines that test changes: on their branches, and on the mainline once they have landed.
import { Chance } from './chance'
import type { Change } from './changes'
import { MINUTE } from './office'
import { type AttemptDraft, type Layout, layJobs, type RunDraft } from './runs'
import { type ServiceStory, valueAt } from './story'

const ONE_BY_ONE: Layout = [
  { name: 'lint', share: 0.06 },
  { name: 'build and test', needs: ['lint'], share: 0.94 },
]
const IN_PARALLEL: Layout = [
  { name: 'lint', share: 0.2 },
  { name: 'unit tests', share: 0.55 },
  { name: 'build', share: 0.35 },
  { name: 'browser tests', needs: ['build'], share: 0.65 },
]
const USUAL: Layout = [
  { name: 'unit tests', share: 0.45 },
  { name: 'build', share: 0.4 },
  { name: 'integration tests', needs: ['build', 'unit tests'], share: 0.55 },
]
const OF_A_BRANCH: Layout = [
  { name: 'lint', share: 0.2 },
  { name: 'unit tests', share: 1 },
]

function layoutOf({ pipelineSplitAt }: ServiceStory, week: number): Layout {
  if (pipelineSplitAt === undefined) return USUAL
  return week < pipelineSplitAt ? ONE_BY_ONE : IN_PARALLEL
}

export function buildRuns(changes: Change[], weekOf: (at: number) => number): RunDraft[] {
  return changes.flatMap((change) => [...branchRuns(change, weekOf), ...mainlineRuns(change, weekOf)])
}

function mainlineRuns(change: Change, weekOf: (at: number) => number): RunDraft[] {
  const { build, mergedAt, landing, story, base } = change
  if (mergedAt === undefined || landing === undefined) return []
  const layout = layoutOf(story, weekOf(mergedAt))
  const suspect = layout[layout.length - 1]?.name ?? null
  const attempt = (at: number, status: 'success' | 'failure' | 'error'): AttemptDraft => {
    const startedAt = at + build.queueSeconds * 1000
    const finishedAt = startedAt + build.seconds * 1000
    const failing = status === 'failure' ? suspect : null
    const jobs = status === 'error' ? [] : layJobs(layout, startedAt, build.seconds, failing)
    return { queuedAt: at, startedAt, finishedAt, status, jobs }
  }
  const attempts: AttemptDraft[] = []
  const first = { green: 'success', flaky: 'failure', red: 'failure', lost: 'error' } as const
  attempts.push(attempt(mergedAt, first[build.outcome]))
  if (build.outcome === 'flaky' || build.outcome === 'lost') {
    const again = mergedAt + (build.queueSeconds + build.seconds) * 1000 + 6 * MINUTE
    attempts.push(attempt(again, 'success'))
  }
  return [{ repository: story.repository, pipeline: 'CI', event: 'push', branch: base, sha: landing, attempts }]
}

function branchRuns(change: Change, weekOf: (at: number) => number): RunDraft[] {
  const { story, listed = [], branch, kind } = change
  const last = listed.at(-1)
  if (kind === 'direct' || kind === 'back-merge' || !last) return []
  const chance = new Chance(`${change.id} branch runs`)
  const at = change.readyAt ?? change.createdAt
  const seconds = Math.round(60 * chance.logNormal(0.55 * valueAt(story.buildMinutes, weekOf(at)), 0.15))
  const run = (sha: string, attempt: AttemptDraft): RunDraft => ({
    repository: story.repository,
    pipeline: 'CI',
    event: 'pull_request',
    branch,
    sha,
    attempts: [attempt],
  })
  const runs: RunDraft[] = []
  const queue = Math.round(chance.logNormal(18, 0.8)) * 1000
  if (change.pushedTwice) {
    const cancelledAt = at + chance.whole(2, 4) * MINUTE
    const cancelled = {
      queuedAt: at,
      startedAt: at + queue,
      finishedAt: cancelledAt + queue,
      status: 'cancelled' as const,
    }
    runs.push(run(listed[0]?.sha ?? last.sha, { ...cancelled, jobs: [] }))
  }
  const queuedAt = change.pushedTwice ? at + 4 * MINUTE : at
  const status = chance.weighted([
    ['success', 90] as const,
    ['failure', 7] as const,
    ['timed_out', 0.7] as const,
    ['error', 1] as const,
  ])
  const startedAt = queuedAt + queue
  const finishedAt = startedAt + seconds * 1000
  const tells = status === 'success' || status === 'failure'
  const jobs = tells ? layJobs(OF_A_BRANCH, startedAt, seconds, status === 'failure' ? 'unit tests' : null) : []
  runs.push(run(last.sha, { queuedAt, startedAt, finishedAt, status, jobs }))
  return runs
}
