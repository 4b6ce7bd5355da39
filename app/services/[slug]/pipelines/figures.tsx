import type { ReactNode } from 'react'
import { formatCount, formatDuration, formatRate } from '../../../../lib/format'
import type { PipelinesView } from '../../../../lib/insights/pipeline-view'
import { countOf, flakyNames, shareWords } from '../../../../lib/insights/pipeline-words'
import { When } from '../../../_ui/when'
import styles from './pipelines.module.css'
import { type Place, runsHref } from './place'

/** The figures over all pipelines, each with what it is made of and the way to its rows. */
export function Figures({ view, place }: { view: PipelinesView; place: Place }) {
  const { all, peak, flaky } = view
  const { failed, faults, duration, queue } = all
  const to = (show: string, sort?: string) => runsHref(place, sort ? { show, sort } : { show })
  return (
    <section className={styles.figures} aria-label="Figures of all pipelines">
      <Figure
        title="Pipeline failure rate"
        value={failed.value === null ? null : formatRate(failed.value)}
        href={to('failed')}
      >
        <li>{shareWords(failed)}</li>
        <li>failed or timed out, of the runs with a verdict; not the change failure rate</li>
      </Figure>
      <Figure
        title="Duration"
        value={duration.median === null ? null : formatDuration(duration.median)}
        href={to('ended', 'duration')}
      >
        <li>median of {countOf(duration.n, 'run')}</li>
        {duration.p90 !== null && <li>9 in 10 within {formatDuration(duration.p90)}</li>}
        {failed.n > duration.n && <li>{formatCount(failed.n - duration.n)} without both times</li>}
      </Figure>
      <Figure
        title="Time in the queue"
        value={queue.median === null ? null : formatDuration(queue.median)}
        href={to('all', 'queue')}
      >
        <li>median of {countOf(queue.n, 'run')}</li>
        {queue.p90 !== null && <li>9 in 10 within {formatDuration(queue.p90)}</li>}
        {all.runs > queue.n && <li>unknown of {formatCount(all.runs - queue.n)}</li>}
      </Figure>
      <Figure title="Most at once" value={peak === null ? null : formatCount(peak.runs)} href="#load">
        {peak !== null && (
          <li>
            first on <When at={peak.at} zone={place.zone} now={place.now} />
          </li>
        )}
        <li>runs in progress at one moment</li>
      </Figure>
      <Figure title="System faults" value={faults.value === null ? null : formatRate(faults.value)} href={to('faults')}>
        <li>{shareWords(faults)}</li>
        <li>the delivery system failed, not the change</li>
      </Figure>
      <Figure
        title="Ran in vain"
        value={
          all.cancelledSeconds === null ? (all.cancelled === 0 ? '0' : null) : formatDuration(all.cancelledSeconds)
        }
        href={to('cancelled')}
      >
        <li>{countOf(all.cancelled, 'cancelled run')}</li>
        <li>
          <a href={to('superseded')}>{formatCount(all.superseded)} superseded</a> by a newer run of their branch
          {all.supersededSeconds !== null && `: ${formatDuration(all.supersededSeconds)}`}
        </li>
      </Figure>
      <Figure title="Flaky attempts" value={formatCount(flaky.length)} href="#flaky">
        <li>failed, then passed at the same commit</li>
        {flaky.length > 0 && <li>of {countOf(flakyNames(flaky), 'job')}</li>}
      </Figure>
      <Figure title="Not finished" value={formatCount(all.open)} href={to('open')}>
        <li>queued or running; in no other figure</li>
        {all.skipped > 0 && (
          <li>
            <a href={to('skipped')}>{formatCount(all.skipped)} skipped</a>
          </li>
        )}
      </Figure>
    </section>
  )
}

function Figure({
  title,
  value,
  href,
  children,
}: {
  title: string
  value: string | null
  href: string
  children: ReactNode
}) {
  return (
    <article>
      <h2>{title}</h2>
      <p className={`${styles.value} number`}>
        {value === null ? (
          <span className={styles.none}>no data</span>
        ) : (
          <a href={href} aria-label={`${value}: the rows behind ${title}`}>
            {value}
          </a>
        )}
      </p>
      <ul>{children}</ul>
    </article>
  )
}
