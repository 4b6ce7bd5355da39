// The minimum path to production of one service: the shape of a pipeline from its jobs, its critical path, and what edits make of it.
import {
  criticalPath,
  editedJobs,
  type PathEdits,
  type PlannedJob,
  type RunJobs,
  type Schedule,
  seemingNeeds,
} from '../metrics/critical-path'
import { median } from '../metrics/stats'
import type { JobCounts } from '../records/runs'
import { type JobInRun, loadJobsOfRuns } from '../store/job-shapes'
import { loadJobCounts, type RunsAsked } from '../store/pipelines'
import { groupedBy } from './grouped'

export type PipelineName = { source: string; pipeline: string }
export type { PathEdits, Schedule, ScheduledJob } from '../metrics/critical-path'

export type PathView = {
  pipeline: PipelineName
  /** Whether these are runs of the default branch, as they are where any is. */
  onLine: boolean
  /** Successful runs that the shape is read from, and their median time from the first job's start to the last one's end. */
  runs: number
  spanSeconds: number | null
  /** Whether the jobs say what they need, or their times do. */
  shape: 'declared' | 'inferred'
  /** Names of jobs that fewer than half of these runs had: no part of the path. */
  rare: string[]
  /** Jobs of which no duration is known; they count as 0. */
  untimed: string[]
  /** Null where the jobs need each other in a circle. */
  today: Schedule | null
  future: Schedule | null
  edits: PathEdits
}

export type PathsView = { pipelines: PipelineName[]; view: PathView | null }

/** `wanted`: the name of a pipeline; else the one with the most jobs that ended. */
export async function loadPathsView(asked: RunsAsked, wanted: string | null, edits: PathEdits): Promise<PathsView> {
  const counts = await loadJobCounts(asked)
  const groups = [...groupedBy(counts, ({ source, pipeline }) => JSON.stringify([source, pipeline])).values()]
  const ended = (group: JobCounts[]) => group.reduce((sum, one) => sum + one.ended, 0)
  groups.sort((a, b) => ended(b) - ended(a))
  const pipelines = groups.flatMap(([first]) => (first ? [{ source: first.source, pipeline: first.pipeline }] : []))
  const at = wanted === null ? 0 : pipelines.findIndex(({ pipeline }) => pipeline === wanted)
  const [pipeline, own] = [pipelines[at], groups[at]]
  if (!pipeline || !own) return { pipelines, view: null }
  return { pipelines, view: pathView(pipeline, await loadJobsOfRuns(asked, pipeline), own, edits) }
}

/** Pure. Durations are the medians of the page of pipelines; `counts` of this pipeline. */
export function pathView(
  pipeline: PipelineName,
  seen: readonly JobInRun[],
  counts: readonly JobCounts[],
  edits: PathEdits,
): PathView {
  // What is merged runs on the default branch; other branches often leave jobs out.
  const onLine = seen.some((job) => job.onLine)
  const found = seen.filter((job) => job.onLine === onLine)
  const runs = [...groupedBy([...found], ({ run }) => run).values()]
  const names = [...new Set(found.map(({ name }) => name))]
  const usual = names.filter(
    (name) => 2 * runs.filter((run) => run.some((job) => job.name === name)).length >= runs.length,
  )
  const tells = (name: string) => found.some((job) => job.name === name && job.needs !== null)
  // Some sources send an empty list of everything; it is believed where another job's says more, or where every job has one.
  const isDeclared =
    found.some(({ needs }) => needs !== null && needs.length > 0) || (usual.length > 0 && usual.every(tells))
  const timed = runs.map((run): RunJobs => run.flatMap(timesOf))
  const seeming = isDeclared ? null : seemingNeeds(timed)
  const medians = new Map(counts.map(({ name, duration }) => [name, duration.median]))
  const jobs = usual.map((name): PlannedJob => {
    const declared = found.find((job) => job.name === name && job.needs !== null)?.needs ?? []
    return { name, seconds: medians.get(name) ?? 0, needs: seeming?.get(name) ?? declared }
  })
  const spans = timed.flatMap((run) =>
    run.length === 0
      ? []
      : [
          (Math.max(...run.map(({ finishedAt }) => finishedAt)) - Math.min(...run.map(({ startedAt }) => startedAt))) /
            1000,
        ],
  )
  const today = criticalPath(jobs)
  const order = new Map(today?.jobs.map(({ name, start }) => [name, start]))
  const ordered = (schedule: Schedule | null) =>
    schedule && {
      ...schedule,
      jobs: [...schedule.jobs].sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0)),
    }
  return {
    pipeline,
    onLine,
    runs: runs.length,
    spanSeconds: median(spans),
    shape: isDeclared ? 'declared' : 'inferred',
    rare: names.filter((name) => !usual.includes(name)).sort(),
    untimed: usual.filter((name) => (medians.get(name) ?? null) === null),
    today: ordered(today),
    future: ordered(today && criticalPath(editedJobs(jobs, edits))),
    edits,
  }
}

function timesOf({ name, startedAt, finishedAt }: JobInRun) {
  return startedAt !== null && finishedAt !== null && finishedAt >= startedAt ? [{ name, startedAt, finishedAt }] : []
}

const MOST_EDITS = 50

/** Names of jobs, each parameter given once or many times. */
export function readPathEdits(all: (name: string) => string[]): PathEdits {
  const names = (name: string) => [...new Set(all(name).filter((one) => one !== ''))].slice(0, MOST_EDITS)
  return { off: names('off'), half: names('half'), beside: names('beside') }
}

export function hasEdits({ off, half, beside }: PathEdits): boolean {
  return off.length + half.length + beside.length > 0
}
