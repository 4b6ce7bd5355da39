// Pipeline runs in the making: attempts with their jobs, numbered by the time at which they were queued.
import type { SourceRecord } from '../../lib/records/record'
import type { RunStatus } from '../../lib/records/schema'
import { FORGE, forgeUrl, instant } from './record-text'

export type JobDraft = {
  name: string
  needs?: string[]
  startedAt?: number
  finishedAt?: number
  status: RunStatus
}
export type AttemptDraft = {
  queuedAt: number
  startedAt?: number
  finishedAt?: number
  status: RunStatus
  jobs: JobDraft[]
}
export type RunDraft = {
  repository: string
  pipeline: string
  event: string
  branch: string
  sha: string
  attempts: AttemptDraft[]
  /** Told the id once it is known. */
  named?: (id: string) => void
}

/** How one run's time is divided: `share` of the run, after what it needs. */
export type Layout = readonly { name: string; needs?: string[]; share: number }[]

/** The jobs of an attempt; one that fails leaves those that need it out. */
export function layJobs(layout: Layout, startedAt: number, seconds: number, failing: string | null): JobDraft[] {
  const ends = new Map<string, number>()
  const lost = new Set<string>()
  return layout.map(({ name, needs = [], share }) => {
    if (needs.some((need) => lost.has(need))) {
      lost.add(name)
      return { name, needs, status: 'skipped' }
    }
    const begins = Math.max(startedAt, ...needs.map((need) => ends.get(need) ?? startedAt))
    const finishedAt = begins + Math.round(seconds * share) * 1000
    ends.set(name, finishedAt)
    if (name === failing) lost.add(name)
    const drawn: JobDraft = { name, startedAt: begins, finishedAt, status: name === failing ? 'failure' : 'success' }
    return needs.length > 0 ? { ...drawn, needs } : drawn
  })
}

/** The records of a repository's runs. */
export function* runRecords(drafts: RunDraft[]): Generator<SourceRecord> {
  const inOrder = [...drafts].sort((one, other) => queuedAt(one) - queuedAt(other))
  for (const [at, draft] of inOrder.entries()) {
    const id = String(40_001 + at)
    draft.named?.(id)
    const { repository, pipeline, event, branch, sha } = draft
    for (const [index, attempt] of draft.attempts.entries()) {
      const number = index + 1
      yield {
        type: 'pipeline_run',
        source: FORGE,
        repository,
        id,
        attempt: number,
        pipeline,
        event,
        branch,
        sha,
        queuedAt: instant(attempt.queuedAt),
        startedAt: optional(attempt.startedAt),
        finishedAt: optional(attempt.finishedAt),
        status: attempt.status,
        url: forgeUrl(repository, `/actions/runs/${id}`),
      }
      for (const [order, job] of attempt.jobs.entries()) {
        yield {
          type: 'job',
          source: FORGE,
          repository,
          run: id,
          attempt: number,
          id: `${id}-${number}-${order + 1}`,
          name: job.name,
          needs: job.needs,
          queuedAt: instant(attempt.queuedAt),
          startedAt: optional(job.startedAt),
          finishedAt: optional(job.finishedAt),
          status: job.status,
          runner: job.status === 'skipped' ? undefined : 'linux-large',
        }
      }
    }
  }
}

function queuedAt(draft: RunDraft): number {
  return draft.attempts[0]?.queuedAt ?? 0
}

function optional(at: number | undefined): string | undefined {
  return at === undefined ? undefined : instant(at)
}
