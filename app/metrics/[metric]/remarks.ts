// What a reader should know beside a metric's value, the same on its page and in its picture.
import { formatCount, formatDuration } from '../../../lib/format'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { CLOCK_WORDS, isTimed } from '../../../lib/insights/reading'
import { countWords, figureRemarks, formatFigure } from '../../../lib/insights/service-figures'
import { unequalWords, windowWords } from '../../../lib/insights/window-words'

/** Each a few words. */
export function remarksOf(view: OneView | SeveralView): string[] {
  const { metric, page, choice } = view
  const before = view.kind === 'one' ? view.page.before : view.page.pooled.before
  const { before: against } = windowWords(choice)
  const unequal = unequalWords(choice, page.window.timeZone, page.window.now)
  return [
    ...(view.reading.clock === 'working' && isTimed(metric) ? ['in working hours'] : []),
    ...(view.kind === 'one' ? figureRemarks(view.page.figure) : pooledRemarks(view)),
    ...(against === null ? [] : [`${against}: ${before === null ? 'no data' : formatFigure(metric.unit, before)}`]),
    ...(unequal === null ? [] : [unequal]),
    ...(view.kind === 'one' ? otherClock(view) : []),
  ]
}

function otherClock({ metric, page: { otherClock: other } }: OneView): string[] {
  return other === null ? [] : [`in ${CLOCK_WORDS[other.clock]}: ${formatFigure(metric.unit, other.value)}`]
}

function pooledRemarks({ metric: { unit, counts }, page, team }: SeveralView): string[] {
  const { n, part, interval } = page.pooled
  const of = `${countWords(page.services.length, ['service', 'services'])}${team === null ? '' : ` of ${team}`}`
  const pooled = `${of}, all ${counts[1]} pooled; not an average of the services’ own values`
  const counted = part === null ? countWords(n, counts) : `${formatCount(part)} of ${countWords(n, counts)}`
  const show = (value: number) => (unit === 'seconds' ? formatDuration(value) : formatFigure(unit, value))
  return [
    unit === 'per-day' ? `${of} together` : pooled,
    counted,
    ...(interval === null ? [] : [`95 % interval ${show(interval[0])} to ${show(interval[1])}`]),
  ]
}
