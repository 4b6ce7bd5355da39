// What is kept of a run for the page of sources: where it is while it goes on, about once a second, and how it ended.
import type { Budget, Source } from '../lib/collectors/contract'
import type { Progress, RunOutcome, SavedPage, StreamOutcome } from '../lib/collectors/run'
import type { StreamgaugeError } from '../lib/errors'
import {
  finishRun,
  type RunError,
  type RunKey,
  type RunResult,
  type RunTotals,
  type StreamResult,
  saveProgress,
  startRun,
} from '../lib/store/collection-runs'

const WRITE_EVERY_MS = 1000
const SHOWN_OUTCOMES = 200
// Of a limit whose end the source does not tell, and of one that has ended before the run had.
const SHORTEST_WAIT_MS = 10_000

export class RunRecorder {
  private readonly counts: Record<string, number> = {}
  private records = 0
  private rejected = 0
  /** What the source said last. */
  budget: Budget | undefined
  private latest: Progress | undefined
  private timer: NodeJS.Timeout | undefined
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly key: RunKey,
    private readonly source: Source | undefined,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** `source`: of the connection's kind, if there is one. */
  static async start(key: RunKey, source: Source | undefined, onError: (error: unknown) => void): Promise<RunRecorder> {
    await startRun(key)
    return new RunRecorder(key, source, onError)
  }

  /** A page that was stored. */
  stored({ records, rejected }: SavedPage): void {
    for (const { type } of records) this.counts[type] = (this.counts[type] ?? 0) + 1
    this.records += records.length
    this.rejected += rejected.length
  }

  soFar(): { records: number; rejected: number } {
    return { records: this.records, rejected: this.rejected }
  }

  progress(progress: Progress): void {
    if (progress.budget) this.budget = progress.budget
    else this.latest = progress
    this.timer ??= setTimeout(() => this.write(), WRITE_EVERY_MS)
  }

  /** Ends the record of the run; returns when the source answers again, where it has answered enough. */
  async finish(
    { status, streams, error }: Pick<RunOutcome, 'status' | 'streams' | 'error'>,
    now: Date,
  ): Promise<Date | null> {
    clearTimeout(this.timer)
    await this.writing
    const waitingUntil = status === 'aborted' ? null : answersAgain(streams, now)
    const result: RunResult = {
      ...this.totals(),
      status,
      streams: this.source ? resultsOf(streams, this.source) : [],
      // A limit is no failure.
      error: error && error.kind !== 'rate-limited' ? storedError(error) : null,
      waitingUntil,
    }
    await finishRun(this.key, now, result)
    return waitingUntil
  }

  private totals(): RunTotals {
    const { records, rejected, counts, budget } = this
    return { records, rejected, counts, budget: budget ? { ...budget, resetAt: budget.resetAt.toISOString() } : null }
  }

  private write(): void {
    this.timer = undefined
    const { stream = '', scope, ended = 0, known = 0, pages = 0, note } = this.latest ?? {}
    const at = new Date().toISOString()
    const title = streamsOf(this.source).find(({ id }) => id === stream)?.title ?? this.source?.title ?? stream
    const progress = { stream: title, scope: scope?.title ?? null, ended, known, pages, note: note ?? null, at }
    this.writing = saveProgress(this.key, this.totals(), progress).catch(this.onError)
  }
}

/** The first instant at which one of the waiting streams may go on. */
function answersAgain(streams: StreamOutcome[], now: Date): Date | null {
  const waiting = streams.filter(({ status }) => status === 'waiting')
  if (waiting.length === 0) return null
  const earliest = Math.min(...waiting.map(({ error }) => error?.retryAt?.getTime() ?? 0))
  return new Date(Math.max(earliest, now.getTime() + SHORTEST_WAIT_MS))
}

function streamsOf(source: Source | undefined): { id: string; title: string }[] {
  return source ? [...(source.scopes ? [source.scopes] : []), ...source.streams] : []
}

function resultsOf(outcomes: StreamOutcome[], source: Source): StreamResult[] {
  return streamsOf(source).flatMap(({ id, title }): StreamResult[] => {
    const own = outcomes.filter(({ stream }) => stream === id)
    if (own.length === 0) return []
    const ended: StreamResult['ended'] = {}
    const result = { stream: id, title, ended, pages: 0, records: 0, rejected: 0 }
    for (const { status, pages, records, rejected } of own) {
      ended[status] = (ended[status] ?? 0) + 1
      result.pages += pages
      result.records += records
      result.rejected += rejected
    }
    const shown = own.sort((one, other) => rank(one) - rank(other) || other.records - one.records)
    return [{ ...result, outcomes: shown.slice(0, SHOWN_OUTCOMES).map(storedOutcome) }]
  })
}

function rank({ status }: StreamOutcome): number {
  return ['failed', 'waiting', 'completed', 'aborted', 'skipped'].indexOf(status)
}

function storedOutcome({ scope, status, pages, records, rejected, error }: StreamOutcome) {
  const told = { scope: scope?.title ?? null, status, pages, records, rejected }
  return error ? { ...told, error: storedError(error) } : told
}

function storedError({ kind, message, hint, retryAt }: StreamgaugeError): RunError {
  return { kind, message, hint, ...(retryAt ? { retryAt: retryAt.toISOString() } : {}) }
}
