import { formatCount, formatDuration, formatRate } from '../../../lib/format'
import { FEW } from '../../../lib/insights/service-figures'
import { tellsWorkFromWaiting } from '../../../lib/insights/stage-words'
import type { StreamView } from '../../../lib/insights/stream-view'
import { changesWords, joined, rounded, takenValues, takenWords } from '../../../lib/insights/stream-words'
import type { StreamEstimate } from '../../../lib/store/stream-estimates'
import { Figure } from './figure'
import styles from './stream.module.css'

type Props = { view: StreamView; estimates: StreamEstimate[]; metricHref: (id: string) => string; leadHref: string }

const UNTOLD = 'not observed: nothing tells work from waiting here'

/** The totals of the first lane, each with what it counts. */
export function StreamTotalsRow({ view, estimates, metricHref, leadHref }: Props) {
  const { totals, provisional } = view
  const { n, lead, activeMean, flowEfficiency, rolled, straight, untilVerified } = totals
  const guessed = estimates.reduce((sum, one) => sum + one.activeSeconds + one.waitSeconds, 0)
  const known = estimates.filter(({ completeAccurate }) => completeAccurate !== null)
  const isBlind = !tellsWorkFromWaiting(view.stages)
  const rolledAll = known.reduce((product, one) => product * (one.completeAccurate ?? 1), rolled.value ?? 1)
  return (
    <dl className={styles.figures}>
      <Figure title="Lead time" href={n > 0 ? metricHref('lead-time') : null} values={takenValues(lead)}>
        {n > 0 && (
          <>
            {lead.raw ? '' : `median of `}
            <a href={leadHref}>{changesWords(n)}</a>; mean {formatDuration(lead.mean)}
            {provisional > 0 && `; ${formatCount(provisional)} younger than a day, may still come back`}
            {estimates.length > 0 &&
              lead.mean !== null &&
              `; with the estimates about ${formatDuration(lead.mean + guessed)} on average`}
          </>
        )}
      </Figure>
      <Figure title="Active time" values={activeMean === null || isBlind ? null : [formatDuration(activeMean)]}>
        {activeMean !== null && (isBlind ? UNTOLD : `a change on average, of ${formatDuration(lead.mean)}`)}
      </Figure>
      <Figure
        title="Flow efficiency"
        href={n > 0 ? metricHref('flow-efficiency') : null}
        values={flowEfficiency === null || isBlind ? null : [formatRate(rounded(flowEfficiency))]}
      >
        {flowEfficiency !== null && (isBlind ? UNTOLD : 'of all the time was work')}
      </Figure>
      <Figure
        title="Rolled %C&A"
        values={
          rolled.value === null
            ? null
            : straight.n < FEW
              ? [`${straight.passed} of ${straight.n}`]
              : [formatRate(rounded(rolled.value))]
        }
      >
        {rolled.value !== null &&
          `${straight.n < FEW ? 'passed all of' : 'the product of'} ${joined(rolled.judges)}${straight.n < FEW ? '' : `; change by change ${formatCount(straight.passed)} of ${formatCount(straight.n)} never came back`}`}
        {rolled.value !== null &&
          known.length > 0 &&
          straight.n >= FEW &&
          `; with the estimates ${formatRate(rounded(rolledAll))}`}
      </Figure>
      <Figure title="Until verified" values={takenValues(untilVerified)}>
        {untilVerified.n > 0
          ? `${untilVerified.raw ? '' : 'median of '}${formatCount(untilVerified.n)} of ${changesWords(n)}, checks included (${takenWords(totals.verified)})`
          : n > 0 && 'no check after a deployment is known here'}
      </Figure>
    </dl>
  )
}
