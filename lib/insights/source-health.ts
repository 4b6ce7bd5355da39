// How a connection is, in one word and one sentence: what its page and the list say first.
import { inSentences } from '../errors'
import { formatAgo, formatCount } from '../format'
import type { CollectionState } from '../store/collection-runs'

export type Health = {
  /** `new`: never collected. `well`: the last run completed. */
  state: 'running' | 'queued' | 'waiting' | 'failed' | 'partial' | 'paused' | 'well' | 'new'
  word: string
  sentence: string
  /** What the owner can do. */
  hint: string | null
}

/** `queued`: somebody asked for it; with nobody collecting, no worker has begun yet. */
export function healthOf(source: CollectionState, queued: boolean, now: number): Health {
  const { collecting, run, waitingUntil, lastError, paused } = source
  if (collecting) return { state: 'running', word: 'Collecting', sentence: progressOf(source), hint: null }
  if (queued) return { state: 'queued', word: 'Queued', sentence: 'Waits for a worker to begin.', hint: null }
  if (paused) return { state: 'paused', word: 'Paused', sentence: 'Collected only when you ask for it.', hint: null }
  if (waitingUntil !== null && waitingUntil > now) {
    const until = formatAgo(waitingUntil, now, 'UTC')
    const sentence = `Its source has answered enough for now; what is left is collected ${until}.`
    return { state: 'waiting', word: 'Waiting', sentence, hint: null }
  }
  if (run === null) return { state: 'new', word: 'New', sentence: 'Not collected yet.', hint: null }
  const error = run.error ?? lastError
  if (run.status === 'failed' && error)
    return {
      state: 'failed',
      word: 'Failed',
      sentence: inSentences({ message: error.message }),
      hint: error.hint ?? null,
    }
  if (run.status === 'partial' && error) {
    const sentence = `Not everything could be read: ${inSentences({ message: error.message })}`
    return { state: 'partial', word: 'In part', sentence, hint: error.hint ?? null }
  }
  if (run.status === 'lost' || run.status === 'running')
    return { state: 'partial', word: 'Interrupted', sentence: 'Its worker ended; the next run goes on.', hint: null }
  if (run.status === 'aborted')
    return { state: 'partial', word: 'Stopped', sentence: 'It was stopped; the next run goes on.', hint: null }
  return { state: 'well', word: 'Well', sentence: broughtBy(run.records), hint: null }
}

function broughtBy(records: number): string {
  if (records === 0) return 'Nothing new the last time.'
  return `${formatCount(records)} new or changed ${records === 1 ? 'record' : 'records'} the last time.`
}

function progressOf({ run }: CollectionState): string {
  if (!run?.progress) return 'Begins.'
  const { progress } = run
  const where = [progress.stream, progress.scope].filter(Boolean).join(' of ')
  return `${where}: ${progress.note ?? `${formatCount(run.records)} records so far`}.`
}
