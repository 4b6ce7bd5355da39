// Pipelines in words.
import { formatCount, formatDuration, formatRate } from '../format'
import { type Share, shareOf } from '../metrics/pipeline-runs'
import type { RunStatus } from '../records/schema'
import type { PipelinesView, RunShow } from './pipeline-view'

export const SHOW_NAMES: Record<RunShow, string> = {
  all: 'All',
  ended: 'With a verdict',
  failed: 'Failed',
  faults: 'System faults',
  cancelled: 'Cancelled',
  superseded: 'Superseded',
  skipped: 'Skipped',
  open: 'Not finished',
}

export const STATUS_WORDS: Record<RunStatus, string> = {
  queued: 'queued',
  running: 'running',
  success: 'succeeded',
  failure: 'failed',
  cancelled: 'cancelled',
  timed_out: 'timed out',
  skipped: 'skipped',
  error: 'system fault',
}

export function countOf(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`
}

/** "3 of 41 runs (7.3 %), 95 % interval 2.5 % to 19 %"; what there is nothing of is said. */
export function shareWords({ part, n, value, interval }: Share, of = 'run'): string {
  if (value === null || interval === null) return `no ${of} with a verdict`
  return `${formatCount(part)} of ${countOf(n, of)}, 95\u00a0% interval ${formatRate(interval[0])} to ${formatRate(interval[1])}`
}

/** Of how many jobs: one may be flaky at several commits. */
export function flakyNames(flaky: PipelinesView['flaky']): number {
  return new Set(flaky.map(({ source, pipeline, name }) => JSON.stringify([source, pipeline, name]))).size
}

export function pipelinesHeadline({ all, flaky }: PipelinesView): string {
  const { failed, duration, cancelledSeconds } = all
  if (failed.value === null) return `${countOf(all.runs, 'run')}, none of which came to a verdict.`
  const sentences = [
    `${failed.part === 0 ? 'None' : formatCount(failed.part)} of ${countOf(failed.n, 'pipeline run')} failed${failed.part === 0 ? '' : ` (${formatRate(failed.value)})`}.`,
  ]
  if (duration.median !== null) sentences.push(`Half of the runs took up to ${formatDuration(duration.median)}.`)
  if (flaky.length > 0) {
    const jobs = flakyNames(flaky)
    sentences.push(`${countOf(jobs, 'job')} ${jobs === 1 ? 'is' : 'are'} flaky.`)
  }
  if (cancelledSeconds !== null && cancelledSeconds > 0) {
    sentences.push(`${formatDuration(cancelledSeconds)} went into runs that were cancelled.`)
  }
  return sentences.join(' ')
}

export function loadName({ least, most }: { least: number; most: number | null }): string {
  if (most === null) return `${least} or more`
  return least === most ? String(least) : `${least} to ${most}`
}

/** A share with its n and interval, as pages show it. */
export type ShownShare = Share

export function jobShare(part: number, n: number): ShownShare {
  return shareOf(part, n)
}
