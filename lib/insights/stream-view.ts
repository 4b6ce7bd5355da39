// A value stream as a page shows it: of one service, or of several whose changes are pooled.
import { STAGES, type Stage } from '../facts/stage'
import { wallSeconds } from '../metrics/contract'

export type { RecoveryStage, StageInStream, Taken } from '../metrics/stream'

import { type RecoveryStream, recoveryStreamOf, type Stream, streamOf } from '../metrics/stream'
import type { ServiceStream } from './stream-load'

export type StreamView = Stream & {
  recovery: RecoveryStream
  /** Changes that are in each stage, as of `at`. */
  work: Record<Stage, number>
  waiting: number
  /** The earlier of the window's end and now. */
  at: number
  /** Incidents not resolved by the window's end. */
  open: number
  provisional: number
}

/** Raw events are pooled, never averages of averages. Several services are on one clock. */
export function streamView(parts: readonly ServiceStream[]): StreamView {
  const changes = parts.flatMap((part) => part.changes)
  const work = parts.flatMap((part) => part.work)
  const active = STAGES.filter((name) => parts.some(({ facts }) => facts.service.active.includes(name)))
  const sum = (of: (part: ServiceStream) => number) => parts.reduce((total, part) => total + of(part), 0)
  return {
    ...streamOf(changes, active, parts[0]?.window.seconds ?? wallSeconds),
    recovery: recoveryStreamOf(parts.flatMap((part) => part.recoveries)),
    work: Object.fromEntries(STAGES.map((name) => [name, work.filter(({ stage }) => stage === name).length])) as Record<
      Stage,
      number
    >, // sound: every stage
    waiting: work.length,
    at: Math.max(0, ...parts.map(({ window }) => Math.min(window.to, window.now))),
    open: sum((part) => part.open),
    provisional: sum((part) => part.provisional),
  }
}
