// A figure of a report in words.
import { formatCount, formatDuration, formatPer, formatRate } from '../format'
import type { Comparison } from '../insights/comparison'
import type { ReportAmount, ReportFigure } from '../insights/report/figures'
import { countWords, type FigureUnit, formatFigure } from '../insights/service-figures'
import type { Period } from '../period'
import { USUALLY } from './period-words'
import type { ReportLine } from './report'

const NONE = 'no data'

type Kind = Period['kind']

export function figureLine(figure: ReportFigure, period: Kind): ReportLine {
  const { id, title, value } = figure
  return {
    id,
    title,
    value: valueWords(figure.unit, figure, period),
    hasData: value !== null,
    change: changeWords(figure.change, period),
    signal: signalWords(figure),
    beside: besideWords(figure),
    earlier: earlierWords(figure, period),
  }
}

/** Of what is counted the number of the period, "12 / week", also where a clock change gave it an hour more or less. */
export function valueWords(
  unit: FigureUnit,
  { value, n }: Pick<ReportAmount, 'value' | 'n'>,
  period: Kind = 'week',
): string {
  if (value === null) return NONE
  return unit === 'per-day' ? `${formatCount(n)}\u00a0/\u00a0${period}` : formatFigure(unit, value)
}

/** "↓ 29 %", "↑ 4.2 points", "≈ as before". */
function changeWords(change: Comparison, period: Kind): string | null {
  if (change.kind === 'none') return null
  if (change.kind === 'new') return `none the ${period} before`
  if (change.kind === 'same') return '≈ as before'
  if (change.kind === 'few') return 'too few to compare'
  const { kind, by, unit } = change
  const sign = kind === 'rise' ? '↑' : '↓'
  if (unit === 'share' && by >= 9) return `${sign} ×\u00a0${formatCount(by + 1)}`
  const size = formatRate(unit === 'share' || by >= 0.1 ? Math.round(by * 100) / 100 : by)
  return `${sign} ${unit === 'points' ? size.replace('%', /^1\s/.test(size) ? 'point' : 'points') : size}`
}

function signalWords({ variation }: ReportFigure): string | null {
  if (variation?.kind !== 'signal') return null
  const { rule, side } = variation
  if (rule === 'run') return `signal: eight or more weeks in a row ${side} the mean`
  return `signal: ${side === 'above' ? 'above the upper limit' : 'below the lower limit'} of these weeks`
}

/** Absence of a mark means two things, which must not be mistaken for each other. */
export function signalNote(figures: ReportFigure[]): string {
  const known = figures.filter(({ value }) => value !== null)
  const untold = known.filter(({ variation }) => variation === null).map(({ title }) => lowered(title))
  const signals = known.filter(({ variation }) => variation?.kind === 'signal').length
  if (known.length === 0) return ''
  if (untold.length === known.length) return 'There are too few weeks yet to tell a signal from routine variation.'
  const rest =
    signals === 0 ? 'No figure is a signal: this is routine variation' : 'Figures without ◆ are routine variation'
  return `${rest}${untold.length === 0 ? '' : `; for ${listed(untold)} there are too few weeks to tell`}.`
}

function lowered(title: string): string {
  return `${title[0]?.toLowerCase() ?? ''}${title.slice(1)}`
}

function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function besideWords(figure: ReportFigure): string[] {
  const { n, part, counts, raw, open, provisional, attemptsFailed, unseen } = figure
  const words: string[] = []
  if (n > 0) {
    words.push(part === null ? countWords(n, counts) : `${formatCount(part)} of ${countWords(n, counts)}`)
  }
  if (raw && raw.length > 1) words.push(`every value: ${raw.map((value) => formatDuration(value)).join(', ')}`)
  if (open > 0) words.push(`${formatCount(open)} still open`)
  if (attemptsFailed > 0) words.push(`${countWords(attemptsFailed, ['failed attempt', 'failed attempts'])} besides`)
  if (provisional > 0) words.push(`${formatCount(provisional)} too young to be sure`)
  if (unseen > 0) words.push(`waiting was not observed in ${countWords(unseen, counts)}`)
  return words
}

function earlierWords({ unit, before, usual }: ReportFigure, period: Kind): string[] {
  const words: string[] = []
  if (before.value !== null) words.push(`${period} before ${amountWords(unit, before)}`)
  if (usual.value !== null) {
    // Twelve together are no count of one.
    words.push(
      `${USUALLY[period]} before ${unit === 'per-day' ? formatPer(usual.value, period) : amountWords(unit, usual)}`,
    )
  }
  return words
}

/** "36 h (12)", "4.5 % (5 of 110)", "8". */
function amountWords(unit: FigureUnit, amount: ReportAmount): string {
  if (unit === 'per-day') return formatCount(amount.n)
  const part = amount.part === null ? '' : `${formatCount(amount.part)} of `
  return `${valueWords(unit, amount)} (${part}${formatCount(amount.n)})`
}
