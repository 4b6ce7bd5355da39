// A figure of a report in words.
import { formatCount, formatDuration, formatPerWeek, formatRate } from '../format'
import type { Comparison } from '../insights/comparison'
import type { ReportAmount, ReportFigure } from '../insights/report/figures'
import { countWords, formatFigure } from '../insights/service-figures'
import type { ReportLine } from './report'

const NONE = 'no data'

export function figureLine(figure: ReportFigure): ReportLine {
  const { id, title, value } = figure
  const { isSignal, words } = signalWords(figure)
  return {
    id,
    title,
    value: valueWords(figure, figure),
    hasData: value !== null,
    change: changeWords(figure.change),
    isSignal,
    signal: words,
    beside: besideWords(figure),
    earlier: earlierWords(figure),
  }
}

type Kind = Pick<ReportFigure, 'unit' | 'counts'>

/** Of a week what is counted is its number: "12 deployments", not twelve a week. */
export function valueWords({ unit, counts }: Kind, { value, n }: ReportAmount): string {
  if (value === null) return NONE
  return unit === 'per-day' ? countWords(n, counts) : formatFigure(unit, value)
}

/** "↓ 29 %", "↑ 4.2 pts", "≈ as the week before". */
export function changeWords(change: Comparison): string | null {
  if (change.kind === 'none') return null
  if (change.kind === 'new') return 'new this week'
  if (change.kind === 'same') return '≈ as the week before'
  if (change.kind === 'few') return 'too few to compare'
  const { kind, by, unit } = change
  const sign = kind === 'rise' ? '↑' : '↓'
  if (unit === 'share' && by >= 9) return `${sign} ×\u00a0${formatCount(by + 1)}`
  const size = formatRate(unit === 'share' || by >= 0.1 ? Math.round(by * 100) / 100 : by)
  return `${sign} ${unit === 'points' ? size.replace('%', 'points') : size}`
}

function signalWords({ variation, value }: ReportFigure): { isSignal: boolean; words: string } {
  if (value === null) return { isSignal: false, words: '' }
  if (variation === null) return { isSignal: false, words: 'too few weeks to tell a signal' }
  if (variation.kind === 'routine') return { isSignal: false, words: 'no signal: routine variation' }
  const { rule, side } = variation
  const where =
    rule === 'run'
      ? `eight or more weeks in a row ${side} the mean`
      : side === 'above'
        ? 'above the upper limit of these weeks'
        : 'below the lower limit of these weeks'
  return { isSignal: true, words: `signal: ${where}` }
}

function besideWords(figure: ReportFigure): string[] {
  const { unit, n, part, counts, raw, open, provisional, attemptsFailed, unseen } = figure
  const words: string[] = []
  if (unit !== 'per-day' && n > 0) {
    words.push(part === null ? countWords(n, counts) : `${formatCount(part)} of ${countWords(n, counts)}`)
  }
  if (raw && raw.length > 1) words.push(`every value: ${raw.map((value) => formatDuration(value)).join(', ')}`)
  if (open > 0) words.push(`${formatCount(open)} still open`)
  if (attemptsFailed > 0) words.push(`${countWords(attemptsFailed, ['failed attempt', 'failed attempts'])} besides`)
  if (provisional > 0) words.push(`${formatCount(provisional)} too young to be sure`)
  if (unseen > 0) words.push(`waiting was not observed in ${countWords(unseen, counts)}`)
  return words
}

function earlierWords({ unit, counts, before, usual }: ReportFigure): string[] {
  const words: string[] = []
  if (before.value !== null) words.push(`week before ${amountWords({ unit, counts }, before)}`)
  if (usual.value !== null) {
    // Twelve weeks together are no count of one.
    const amount = unit === 'per-day' ? formatPerWeek(usual.value) : amountWords({ unit, counts }, usual)
    words.push(`12 weeks before ${amount}`)
  }
  return words
}

function amountWords({ unit, counts }: Kind, amount: ReportAmount): string {
  if (amount.value === null) return NONE
  if (unit === 'per-day') return formatCount(amount.n)
  return `${valueWords({ unit, counts }, amount)} (${amount.part === null ? '' : `${formatCount(amount.part)} of `}${formatCount(amount.n)})`
}
