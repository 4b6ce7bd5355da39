import { formatCount, formatDuration, formatRate } from '../../../lib/format'
import type { Comparison } from '../../../lib/insights/comparison'
import type { FlowView } from '../../../lib/insights/flow-view'
import { averageWords, timeValues } from '../../../lib/insights/flow-words'
import { tellsWorkFromWaiting } from '../../../lib/insights/stage-words'
import { changesWords, rounded } from '../../../lib/insights/stream-words'
import { ChangeMark } from '../change-mark'
import { Figure } from '../stream/figure'
import styles from './flow.module.css'
import type { FlowLinks } from './links'

/** Velocity, time, efficiency and load, each with what it counts, against before, and a way to its rows. */
export function FlowFigures({ view, links }: { view: FlowView; links: FlowLinks }) {
  const { now, before, changes } = view
  const { velocity, time, efficiency, load } = now
  const any = velocity.n > 0
  const blind = !tellsWorkFromWaiting(efficiency.observed.map((name) => ({ name, n: 1 })))
  return (
    <dl className={styles.figures}>
      <Figure
        title="Velocity"
        href={any ? links.show('delivered') : null}
        values={velocity.perWeek === null ? null : [`${averageWords(velocity.perWeek)}\u00a0/\u00a0week`]}
      >
        <Change of={changes.velocity} />
        {changesWords(velocity.n)} completed
        {before && `; before ${formatCount(before.velocity.n)}, ${averageWords(before.velocity.perWeek)} a week`}
      </Figure>
      <Figure title="Time" href={any ? links.time : null} values={timeValues(time)}>
        {any && (
          <>
            <Change of={changes.time} />
            {time.few
              ? 'each of them, too few for a median'
              : `median of ${changesWords(time.n)}; the middle half ${formatDuration(time.p25)} to ${formatDuration(time.p75)}, 85\u00a0% within ${formatDuration(time.p85)}`}
          </>
        )}
        {before && before.time.n > 0 && !before.time.few && `; before ${formatDuration(before.time.median)}`}
      </Figure>
      <Figure
        title="Efficiency"
        href={any ? links.efficiency : null}
        values={efficiency.value === null || blind ? null : [formatRate(rounded(efficiency.value))]}
      >
        {efficiency.value !== null &&
          (blind ? (
            'Nothing tells work from waiting here: connect a source of reviews and pipelines.'
          ) : (
            <>
              <Change of={changes.efficiency} />
              {formatDuration(efficiency.active)} of work in {formatDuration(efficiency.total)} of{' '}
              {changesWords(efficiency.n)}
              {before && before.efficiency.value !== null && `; before ${formatRate(rounded(before.efficiency.value))}`}
            </>
          ))}
      </Figure>
      <Figure title="Load" href={load.end > 0 ? links.show('progress') : null} values={[formatCount(load.end)]}>
        {load.average === null ? (
          'in progress at the end'
        ) : (
          <>
            <Change of={changes.load} />
            in progress at the end; {averageWords(load.average)} on average, which is what is compared
            {before && before.load.average !== null && `; before ${averageWords(before.load.average)}`}
          </>
        )}
      </Figure>
    </dl>
  )
}

function Change({ of }: { of: Comparison }) {
  return (
    <span className={styles.change}>
      <ChangeMark change={of} words />
    </span>
  )
}
