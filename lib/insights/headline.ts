// The first sentence of a page, in plain words.
import { formatCount, formatDuration, formatPerWeek, formatRate } from '../format'
import { type Comparison, compareAmounts, type Failures } from './comparison'
import type { Overview } from './overview'
import type { Figures } from './overview-figures'
import type { Clock } from './reading'
import type { ServiceFigure } from './service-figures'
import type { Judged } from './signals'
import type { Measured, Move } from './what-changed'

/** Words, or the name of a figure of a service, which leads to it. */
export type HeadlinePart = string | { words: string; move: Move }

type Told = Pick<Overview<unknown>, 'all' | 'pooled' | 'move'>

/** What moved across all the services that match, then the figure that stands out most; else what failed. */
export function overviewHeadline({ all, pooled, move }: Told, before: string | null): HeadlinePart[] {
  const deployments = pooled.current.deployments.n
  if (deployments === 0) {
    const those = all.length === 1 ? 'the one service' : `the ${count(all.length, 'service')}`
    return [`Nothing was deployed in this window by ${those} shown.`]
  }
  const total = `${count(deployments, 'deployment')} of ${count(all.length, 'service')}`
  const failed = `${sentence(failures(pooled.current.failed))} failed.`
  const rest = move ? moveSentence(move) : [failed]
  if (before === null) return [`${total}. `, ...rest]
  const moves = all.map((row) => compareAmounts(row.current.leadTime, row.before?.leadTime ?? null).kind)
  const first = leadSentence(moves, all) ?? `${total}; too few changes to compare lead time with ${before}.`
  return [`${first} `, ...rest]
}

const NAMES: Record<Judged, string> = {
  leadTime: 'lead time',
  deployments: 'deployments',
  failed: 'failures',
  recovery: 'recovery time',
  restore: 'time to restore',
  flow: 'flow efficiency',
}

/** "What stands out: failures at checkout, 5 of 21 deployments, 3 of 49 before; 1 week above its limits." */
function moveSentence(move: Move): HeadlinePart[] {
  const { figure, current, before, signal } = move
  const now = figureWords(figure, current)
  const earlier = before && before[figure].value !== null ? `, ${figureWords(figure, before)} before` : ''
  return [
    signal === null ? 'What changed most: ' : 'What stands out: ',
    { words: `${NAMES[figure]} at ${nameWords(move.name)}`, move },
    `, ${now}${earlier}${signal === null ? '' : `; ${signal}`}.`,
  ]
}

function figureWords(figure: Judged, figures: Figures): string {
  if (figure === 'failed') return failures(figures.failed)
  const { value } = figures[figure]
  if (figure === 'deployments') return formatPerWeek(value)
  return figure === 'flow' ? formatRate(value) : formatDuration(value)
}

const LONGEST_NAME = 60

/** Set apart, because a name may be written from right to left. */
function nameWords(name: string): string {
  const letters = [...name]
  const shown = letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME).join('')}…` : name
  return `\u2068${shown}\u2069`
}

function leadSentence(moves: Comparison['kind'][], all: Measured[]): string | null {
  const of = (kind: Comparison['kind']) => moves.filter((move) => move === kind).length
  const [shorter, longer] = [of('fall'), of('rise')]
  const compared = shorter + longer + of('same')
  if (compared === 0) return null
  if (compared === 1) {
    const name = all[moves.findIndex((move) => move === 'fall' || move === 'rise' || move === 'same')]?.name
    return `Lead time ${shorter ? 'fell' : longer ? 'rose' : 'stayed about the same'} at ${nameWords(name ?? '')}.`
  }
  const some = count(compared, 'service')
  if (shorter === 0 && longer === 0) return `Lead time stayed about the same in all ${some} that can be compared.`
  const services = compared < all.length ? `the ${some} that can be compared` : some
  if (longer === 0) return `Lead time fell in ${formatCount(shorter)} of ${services}.`
  if (shorter === 0) return `Lead time rose in ${formatCount(longer)} of ${services}.`
  return `Lead time fell in ${formatCount(shorter)} of ${services} and rose in ${formatCount(longer)}.`
}

function failures({ failed, n }: Failures): string {
  return `${failed === 0 ? 'none' : formatCount(failed)} of ${count(n, 'deployment')}`
}

function sentence(words: string): string {
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`
}

/** What one service's lead time did, then what failed. */
export function serviceHeadline(figures: ServiceFigure[], earlier: number | null, clock: Clock = 'elapsed'): string {
  const lead = figures.find((figure) => figure.id === 'lead-time')
  const failed = figures.find((figure) => figure.id === 'change-failure-rate')
  const sentences: string[] = []
  if (lead?.value == null) sentences.push('No change was delivered in this window.')
  else {
    const now = `${formatDuration(lead.value)}${clock === 'working' ? ' of working time' : ''}`
    const { kind } = lead.change
    if ((kind === 'rise' || kind === 'fall') && earlier !== null) {
      sentences.push(`Median lead time ${kind === 'rise' ? 'rose' : 'fell'} from ${formatDuration(earlier)} to ${now}.`)
    } else if (kind === 'same') sentences.push(`Median lead time is ${now}, about the same as before.`)
    else sentences.push(`Median lead time is ${now}.`)
  }
  if (failed && failed.n > 0) {
    const none = failed.part === 0
    const all = count(failed.n, 'deployment')
    if (failed.n === 1) sentences.push(`Its one deployment ${none ? 'did not fail' : 'failed'}.`)
    else sentences.push(none ? `None of ${all} failed.` : `${formatCount(failed.part ?? 0)} of ${all} failed.`)
  }
  return sentences.join(' ')
}

function count(n: number, word: string): string {
  return `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`
}
