// The first sentence of a page, in plain words.
import { formatCount, formatDuration } from '../format'
import { wilson } from '../metrics/stats'
import { type Comparison, compareAmounts } from './comparison'
import type { Measured, Overview } from './overview'
import type { Clock } from './reading'
import type { ServiceFigure } from './service-figures'

/** What moved across all the services that match, and whose failures rose the most, if chance does not explain it. */
export function overviewHeadline(
  { all, pooled }: Pick<Overview<unknown>, 'all' | 'pooled'>,
  before: string | null,
): string {
  const deployments = pooled.current.deployments.n
  if (deployments === 0)
    return `Nothing was deployed in this window by ${all.length === 1 ? 'the one service' : `the ${count(all.length, 'service')}`} shown.`
  const total = `${count(deployments, 'deployment')} of ${count(all.length, 'service')}`
  if (before === null) return `${total} since ${all.length === 1 ? 'its' : 'each one’s'} first.`
  const moves = all.map((row) => compareAmounts(row.current.leadTime, row.before?.leadTime ?? null).kind)
  const sentences = [leadSentence(moves, all) ?? `${total}; too few changes to compare lead time with ${before}.`]
  const worse = all
    .filter((row) => row.before && clearlyRose(row.current.failed, row.before.failed))
    .sort((a, b) => rise(b) - rise(a))[0]
  if (worse) sentences.push(`Failures are up at ${worse.name}: ${failures(worse.current.failed)}.`)
  else sentences.push(`${sentence(failures(pooled.current.failed))} failed.`)
  return sentences.join(' ')
}

function leadSentence(moves: Comparison['kind'][], all: Measured[]): string | null {
  const of = (kind: Comparison['kind']) => moves.filter((move) => move === kind).length
  const [shorter, longer] = [of('fall'), of('rise')]
  const compared = shorter + longer + of('same')
  if (compared === 0) return null
  if (compared === 1) {
    const name = all[moves.findIndex((move) => move === 'fall' || move === 'rise' || move === 'same')]?.name
    return `Lead time ${shorter ? 'fell' : longer ? 'rose' : 'stayed about the same'} at ${name}.`
  }
  const some = count(compared, 'service')
  if (shorter === 0 && longer === 0) return `Lead time stayed about the same in all ${some} that can be compared.`
  const services = compared < all.length ? `the ${some} that can be compared` : some
  if (longer === 0) return `Lead time fell in ${formatCount(shorter)} of ${services}.`
  if (shorter === 0) return `Lead time rose in ${formatCount(longer)} of ${services}.`
  return `Lead time fell in ${formatCount(shorter)} of ${services} and rose in ${formatCount(longer)}.`
}

type Failures = { value: number | null; n: number; failed: number }

/** Whether the 95 % interval of the difference lies above 0: Newcombe (1998), method 10, from two Wilson intervals. */
export function clearlyRose(now: Failures, before: Failures): boolean {
  const [interval, earlier] = [wilson(now.failed, now.n), wilson(before.failed, before.n)]
  if (!interval || !earlier || now.value === null || before.value === null) return false
  const reach = Math.hypot(now.value - interval[0], earlier[1] - before.value)
  return now.value - before.value - reach > 0
}

function rise({ current, before }: Measured): number {
  return (current.failed.value ?? 0) - (before?.failed.value ?? 0)
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
    sentences.push(none ? `None of ${all} failed.` : `${formatCount(failed.part ?? 0)} of ${all} failed.`)
  }
  return sentences.join(' ')
}

function count(n: number, word: string): string {
  return `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`
}
