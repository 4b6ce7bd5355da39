// What a value stream map shows of each stage, ready to be drawn or listed. Pure.
import { formatCount, formatDuration, formatRate } from '../../../lib/format'
import { FEW } from '../../../lib/insights/service-figures'
import { STAGE_WORDS, tellsWorkFromWaiting } from '../../../lib/insights/stage-words'
import { type StreamPart, type StreamShow, sendsBack } from '../../../lib/insights/stream-list'
import type { RecoveryStage, StageInStream, StreamView, Taken } from '../../../lib/insights/stream-view'
import {
  accurateWords,
  JUDGED_BY,
  RECOVERY_WORDS,
  returnWords,
  takenValues,
  takenWords,
} from '../../../lib/insights/stream-words'
import type { StreamEstimate } from '../../../lib/store/stream-estimates'
import { type Loop, linesOf, type Mark, shortened, type Totals } from './layout'

export type HrefOf = (part: StreamPart, show: StreamShow) => string

const ROOM = 13

/** All of the first lane, in order: estimates before, the measured stages, the check, estimates after. */
export function streamMarks(view: StreamView, estimates: readonly StreamEstimate[], hrefOf: HrefOf): Mark[] {
  const of = (place: StreamEstimate['place']) => estimates.filter((one) => one.place === place).map(estimateMark)
  const stages = view.stages.map((stage) => stageMark(stage, view, hrefOf))
  return [...of('before'), ...stages, verifyMark(view, hrefOf), ...of('after')]
}

function stageMark(stage: StageInStream, view: StreamView, hrefOf: HrefOf): Mark {
  const { name, kind, n, mean, accurate } = stage
  const isBox = kind !== 'wait'
  const seen = n > 0
  const inside = name === 'deploy' ? null : view.work[name]
  const values = takenValues(stage) ?? []
  const share = accurateWords(accurate)
  const facts: string[] = []
  if (share !== null) facts.push(accurate && accurate.n < FEW ? `${share} passed` : `%C&A ${share}`)
  else if (isBox && seen) facts.push(name === 'coding' ? 'judged by review' : '%C&A –')
  if (isBox && inside !== null && (seen || inside > 0)) facts.push(`${formatCount(inside)} in progress`)
  if (seen) facts.push(countFact(stage, view.totals.n))
  return {
    key: name,
    shape: isBox ? 'box' : 'triangle',
    origin: 'measured',
    name: kind === 'both' ? `${name} *` : name,
    time: linesOf(values),
    note: noteOf(stage),
    facts,
    inventory: isBox || inside === null ? null : formatCount(inside),
    href: seen ? hrefOf(name, 'through') : inside ? hrefOf(name, 'now') : null,
    label: stageLabel(stage, view.totals.n, inside, share),
    // A stage that nobody saw took no known time; what a few changes left in it is shown.
    steps: [{ level: isBox ? 'low' : 'high', value: !seen && !mean ? '–' : formatDuration(mean) }],
  }
}

/** Of how many it is; where several values stand in the place of the note, that they are all. */
function countFact({ n, raw }: Taken, all: number): string {
  return raw && n > 1 ? `all of n ${formatCount(n)}` : `n ${formatCount(n)} of ${formatCount(all)}`
}

function noteOf({ n, raw }: Taken): string {
  return n === 0 ? 'not observed' : raw ? (n === 1 ? 'the only one' : 'every value') : 'median'
}

function stageLabel(stage: StageInStream, all: number, inside: number | null, share: string | null): string {
  const { name, kind, n, p90, raw, accurate } = stage
  const what = kind === 'active' ? 'work' : kind === 'wait' ? 'waiting' : 'work or waiting'
  const parts = [`${name}, ${what}, ${STAGE_WORDS[name]}: ${takenWords(stage)}`]
  if (n > 0) {
    if (!raw) parts.push(`nine in ten within ${formatDuration(p90)}`)
    parts.push(`observed in ${formatCount(n)} of ${formatCount(all)} changes`)
  }
  if (inside !== null) parts.push(`${formatCount(inside)} in it now`)
  if (share !== null && accurate && sendsBack(name)) {
    parts.push(
      `%C&A ${share}: ${formatCount(accurate.passed)} of ${formatCount(accurate.n)} passed without coming back`,
    )
  }
  return `${parts.join('; ')}.`
}

function verifyMark({ totals }: StreamView, hrefOf: HrefOf): Mark {
  const { verified, n } = totals
  const seen = verified.n > 0
  return {
    key: 'verify',
    shape: 'box',
    origin: 'measured',
    name: 'verify',
    time: linesOf(takenValues(verified) ?? []),
    note: noteOf(verified),
    facts: seen
      ? [`${formatCount(verified.n)} of ${formatCount(n)} verified`, 'beyond lead time']
      : ['no check is known'],
    inventory: null,
    href: seen ? hrefOf('verify', 'through') : null,
    label: `verify, from production to the first check that passed: ${takenWords(verified)}; ${formatCount(verified.n)} of ${formatCount(n)} changes verified within 30 minutes; not part of the lead time.`,
    steps: [],
  }
}

export function estimateMark(estimate: StreamEstimate): Mark {
  const { id, name, activeSeconds, waitSeconds, completeAccurate, place } = estimate
  const share = completeAccurate === null ? '%C&A –' : `%C&A ${formatRate(completeAccurate)}`
  const where = place === 'before' ? 'before the first commit' : 'after production'
  return {
    key: id,
    shape: 'box',
    origin: 'estimate',
    name: shortened(name, ROOM),
    time: [formatDuration(activeSeconds)],
    note: 'estimate',
    facts: [share, `waits ${formatDuration(waitSeconds)} first`],
    inventory: null,
    href: null,
    label: `${name}, estimated by hand, ${where}: ${formatDuration(activeSeconds)} of work after ${formatDuration(waitSeconds)} of waiting; ${completeAccurate === null ? 'no %C&A estimated' : share}.`,
    steps: [
      { level: 'high', value: formatDuration(waitSeconds) },
      { level: 'low', value: formatDuration(activeSeconds) },
    ],
  }
}

/** The ways back that were taken. A review sends back to coding; a build and a deployment are tried again. */
export function streamLoops({ stages }: StreamView, hrefOf: HrefOf): Loop[] {
  return stages.flatMap(({ name, accurate }): Loop[] => {
    if (!sendsBack(name) || accurate === null || accurate.returns === 0) return []
    const words = returnWords(accurate)
    const { sent, back } = JUDGED_BY[name]
    return [
      {
        key: name,
        from: name,
        to: name === 'review' ? 'coding' : name,
        words,
        href: hrefOf(name, 'back'),
        label: `Came back at ${name}: ${words[0].replace(' came back', '')} changes ${sent}; ${words[1]} ${back}.`,
      },
    ]
  })
}

/** `guessed`: there are estimates beside what was measured. */
export function streamTotals({ totals, stages }: StreamView, guessed: boolean): Totals {
  const { lead, activeMean } = totals
  return {
    high: lead.mean === null ? '–' : `${formatDuration(lead.mean)} ${guessed ? 'measured' : 'in all'}`,
    low: activeMean === null || !tellsWorkFromWaiting(stages) ? '–' : `${formatDuration(activeMean)} of it work`,
  }
}

const IS_WORK: Record<RecoveryStage, boolean> = { detect: false, acknowledge: false, repair: true }

/** The second lane. An incident that nobody noticed yet is no record, so no inventory is known. */
export function recoveryMarks({ recovery }: StreamView, hrefOf: HrefOf): Mark[] {
  const { restore } = recovery
  return recovery.stages.map((stage): Mark => {
    const { name, n, mean } = stage
    const isBox = IS_WORK[name]
    return {
      key: name,
      shape: isBox ? 'box' : 'triangle',
      origin: 'measured',
      name,
      time: linesOf(takenValues(stage) ?? []),
      note: noteOf(stage),
      facts: n === 0 ? [] : [countFact(stage, restore.n)],
      inventory: null,
      href: n === 0 ? null : hrefOf(name, 'through'),
      label: `${name}, ${RECOVERY_WORDS[name]}: ${takenWords(stage)}; known of ${formatCount(n)} of ${formatCount(restore.n)} incidents.`,
      steps: [{ level: isBox ? 'low' : 'high', value: n === 0 && !mean ? '–' : formatDuration(mean) }],
    }
  })
}
