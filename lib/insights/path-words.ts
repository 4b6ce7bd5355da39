// The path to production in words.
import { formatDuration } from '../format'
import { nameWords } from './name-words'
import { hasEdits, type PathEdits, type PathView } from './path-view'
import { joined } from './stream-words'

/** `deploySeconds`: median of the stage deploy, where the deployment is no job of a pipeline; else null. */
export function pathHeadline({ today, future, edits }: PathView, deploySeconds: number | null): string {
  if (today === null) return 'These jobs need each other in a circle, so there is no path through them.'
  const deploy = deploySeconds ?? 0
  const whole = `A merged change cannot be in production in less than ${formatDuration(today.seconds + deploy)}: ${formatDuration(today.seconds)} for ${joined(today.path.map(nameWords))}${deploySeconds === null ? '' : `, ${formatDuration(deploySeconds)} to deploy`}.`
  if (!hasEdits(edits) || future === null) return whole
  const less = today.seconds - future.seconds
  if (less <= 0) return `${whole} With ${editsWords(edits)} it would take as long.`
  return `${whole} With ${editsWords(edits)} it would be ${formatDuration(future.seconds + deploy)}, ${formatDuration(less)} less.`
}

export function editsWords({ off, half, beside }: PathEdits): string {
  return joined([
    ...off.map((name) => `no ${nameWords(name)}`),
    ...half.map((name) => `${nameWords(name)} twice as fast`),
    ...beside.map((name) => `${nameWords(name)} begun together with what it waited for`),
  ])
}

export function shapeWords({ shape, runs, onLine, spanSeconds, today }: PathView): string {
  const where = onLine ? ' on the default branch' : ''
  const from = `Read from the last ${runs === 1 ? 'successful run' : `${runs} successful runs`}${where} in the window.`
  const needs =
    shape === 'declared'
      ? 'What a job needs is what its source says.'
      : 'No record says what the jobs need, so it is read from their times: a job is taken to need what was always done before it began, in five runs at least. That may be more than it needs.'
  return `${from} ${needs}${spanWords(spanSeconds, today?.seconds ?? null)}`
}

function spanWords(span: number | null, path: number | null): string {
  if (span === null || path === null) return ''
  const took = ` From the first job’s start to the last one’s end these runs took ${formatDuration(span)} (median)`
  const apart = span - path
  if (Math.abs(apart) < 30) return `${took}, as long as the path.`
  if (apart > 0) return `${took}; the ${formatDuration(apart)} beyond the path are mostly waiting for runners.`
  return `${took}, less than the path: not every run has every job, and the durations are of all runs.`
}
