// What the page of pipelines shows of one repository in one window. Every number of runs is of rows that can be listed.
import { type LoadWait, type Peak, peakConcurrency, queueSeconds, runSeconds, waitByLoad } from '../metrics/concurrency'
import { flakyJobs } from '../metrics/flaky-jobs'
import { ENDED, FAILED, OPEN, type RunFigures, runFigures, supersededRuns } from '../metrics/pipeline-runs'
import { quantileOfSorted, sorted } from '../metrics/stats'
import type { FlakyJob, JobCounts, LaterRuns, RunTable } from '../records/runs'
import type { RunStatus } from '../records/schema'
import { knownRuns, loadDoubtfulJobs, loadJobCounts, loadLaterRuns, loadRuns, type RunsAsked } from '../store/pipelines'
import { weekBuckets } from '../time'
import { type TrendLimits, type TrendWeek, trendLimits } from './metric-trend'
import { FEW } from './service-figures'

export type PipelineRow = RunFigures & { source: string; pipeline: string }
export type WeekTrend = { weeks: TrendWeek[]; limits: TrendLimits | null }

export type RunsView = {
  table: RunTable
  superseded: ReadonlySet<number>
  all: RunFigures
  peak: Peak | null
  loads: LoadWait[]
  /** The ones that ran most first. */
  pipelines: PipelineRow[]
  duration: WeekTrend
  failed: WeekTrend
}
export type PipelinesView = RunsView & {
  jobs: JobCounts[]
  flaky: FlakyJob[]
  /** Since when and until when runs are known, whatever the window; null: none is. */
  known: { from: number; to: number } | null
}

type Span = { from: number; to: number; now: number; timeZone: string }

export async function loadPipelinesView(repository: string, span: Span): Promise<PipelinesView> {
  const asked: RunsAsked = { repository, from: span.from, to: span.to }
  const [table, later, jobs, tries, known] = await Promise.all([
    loadRuns(asked),
    loadLaterRuns(asked),
    loadJobCounts(asked),
    loadDoubtfulJobs(asked),
    knownRuns(repository),
  ])
  return { ...runsView(table, later, span), jobs, flaky: flakyJobs(tries), known }
}

/** Pure. */
export function runsView(table: RunTable, later: LaterRuns[], span: Span): RunsView {
  const rows = Array.from({ length: table.length }, (_, row) => row)
  const superseded = supersededRuns(table, later)
  const groups = new Map<string, number[]>()
  for (const row of rows) {
    const key = JSON.stringify([table.source[row], table.pipeline[row]])
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const pipelines = [...groups.values()].map((group): PipelineRow => {
    const [first = 0] = group
    const [source = '', pipeline = ''] = [table.source[first], table.pipeline[first]]
    return { source, pipeline, ...runFigures(table, group, superseded) }
  })
  return {
    table,
    superseded,
    all: runFigures(table, rows, superseded),
    peak: peakConcurrency(table, rows),
    loads: waitByLoad(table, rows),
    pipelines: pipelines.sort((a, b) => b.runs - a.runs || (a.pipeline < b.pipeline ? -1 : 1)),
    ...weekly(table, rows, span),
  }
}

function weekly(table: RunTable, rows: number[], { from, to, now, timeZone }: Span) {
  const duration: TrendWeek[] = []
  const failed: TrendWeek[] = []
  const ended = rows.filter((row) => ENDED.includes(table.status[row] as RunStatus))
  let done = 0
  for (const { key: week, start, end, partial } of weekBuckets(from, Math.min(to, now), timeZone, now)) {
    const first = done
    while (done < ended.length && (table.queuedAt[ended[done] as number] as number) < end) done += 1
    const inside = ended.slice(first, done)
    const failures = inside.filter((row) => FAILED.includes(table.status[row] as RunStatus)).length
    const bucket = { week, start, end, partial, n: inside.length, part: null, middle: null, few: [] }
    failed.push({ ...bucket, part: failures, value: inside.length === 0 ? null : failures / inside.length })
    const timed = inside.flatMap((row) => {
      const value = runSeconds(table, row)
      return value === null ? [] : [{ at: table.queuedAt[row] as number, value }]
    })
    const ascending = sorted(timed.map(({ value }) => value))
    const at = (p: number) => quantileOfSorted(ascending, p) as number // sound: only of some
    duration.push(
      timed.length < FEW
        ? { ...bucket, n: timed.length, value: null, few: timed }
        : { ...bucket, n: timed.length, value: at(0.5), middle: [at(0.25), at(0.75)] },
    )
  }
  return {
    duration: trendOf(duration, { unit: 'seconds', interval: null }),
    failed: trendOf(failed, { unit: 'rate', interval: 'wilson' }),
  }
}

/** What was before the first run is no gap. */
function trendOf(all: TrendWeek[], of: Parameters<typeof trendLimits>[0]): WeekTrend {
  const weeks = all.slice(
    Math.max(
      0,
      all.findIndex((week) => week.n > 0),
    ),
  )
  return { weeks, limits: trendLimits(of, weeks) }
}

/** Which runs a list shows. */
export const RUN_SHOWS = ['all', 'ended', 'failed', 'faults', 'cancelled', 'superseded', 'skipped', 'open'] as const
export type RunShow = (typeof RUN_SHOWS)[number]
export const RUN_SORTS = ['queued', 'duration', 'queue'] as const
export type RunSort = (typeof RUN_SORTS)[number]

const STATUSES: Partial<Record<RunShow, readonly RunStatus[]>> = {
  ended: ENDED,
  failed: FAILED,
  faults: ['error'],
  cancelled: ['cancelled'],
  superseded: ['cancelled'],
  skipped: ['skipped'],
  open: OPEN,
}

/** The rows of a list; of one pipeline where it is named. */
export function shownRuns({ table, superseded }: RunsView, show: RunShow, pipeline: string | null): number[] {
  const statuses = STATUSES[show]
  const rows: number[] = []
  for (let row = 0; row < table.length; row += 1) {
    if (pipeline !== null && table.pipeline[row] !== pipeline) continue
    if (statuses && !statuses.includes(table.status[row] as RunStatus)) continue
    if (show === 'superseded' && !superseded.has(row)) continue
    rows.push(row)
  }
  return rows
}

/** What a list is sorted by; what is unknown comes last. */
export function runValue(table: RunTable, sort: RunSort): (row: number) => number {
  if (sort === 'duration') return (row) => runSeconds(table, row) ?? Number.NaN
  if (sort === 'queue') return (row) => queueSeconds(table, row) ?? Number.NaN
  return (row) => table.queuedAt[row] as number
}
