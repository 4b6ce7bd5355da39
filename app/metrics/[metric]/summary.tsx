import { formatCount, formatDuration } from '../../../lib/format'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { CLOCK_WORDS, calendarWords, isTimed, readingQuery } from '../../../lib/insights/reading'
import { countWords, figureRemarks, formatFigure } from '../../../lib/insights/service-figures'
import { unequalWords, windowWords } from '../../../lib/insights/window-words'
import { ChangeMark } from '../../_ui/change-mark'
import { ClockSwitch } from '../../_ui/clock-switch'
import { listHref } from '../../services/[slug]/frame'
import { metricAddress, serviceQuery } from '../address'
import styles from './metric.module.css'

/** The value with all that a reader needs to trust it, and the rule that it was made by. */
export function Summary({ view }: { view: OneView | SeveralView }) {
  const { metric, page, choice } = view
  const figure = view.kind === 'one' ? view.page.figure : view.page.pooled
  const before = view.kind === 'one' ? view.page.before : view.page.pooled.before
  const words = windowWords(choice)
  const unequal = unequalWords(choice, page.window.timeZone, page.window.now)
  return (
    <section className={styles.summary} aria-label="Value and definition">
      <div>
        <p className={`${styles.value} number`}>
          {figure.value === null ? (
            <span className={styles.none}>no data</span>
          ) : (
            formatFigure(metric.unit, figure.value)
          )}
          <ChangeMark change={figure.change} words />
        </p>
        <ul className={styles.remarks}>
          {view.kind === 'several' && <li>{pooledWords(view)}</li>}
          {view.reading.clock === 'working' && isTimed(metric) && <li>in working hours</li>}
          {remarksOf(view).map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
          {words.before !== null && (
            <li>
              {words.before}: {before === null ? 'no data' : formatFigure(metric.unit, before)}
            </li>
          )}
          {unequal !== null && <li>{unequal}</li>}
          {view.kind === 'one' && view.page.otherClock !== null && (
            <li>
              in {CLOCK_WORDS[view.page.otherClock.clock]}: {formatFigure(metric.unit, view.page.otherClock.value)}
            </li>
          )}
        </ul>
        {view.kind === 'one' && <OnClock view={view} />}
      </div>
      <div>
        <p className={styles.definition}>{metric.definition}</p>
        <dl className={styles.settings}>
          {page.settings.map(({ label, words: setting, pattern }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {setting}
                {pattern != null && (
                  <>
                    {' '}
                    <code>{pattern}</code>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
        {page.leftOut.length > 0 && (
          <div className={styles.leftOut}>
            <h2>Left out</h2>
            <ul>
              {page.leftOut.map(({ words: reason }) => (
                <li key={reason}>{reason}.</li>
              ))}
            </ul>
            {view.kind === 'one' && metric.table === 'changes' && (
              <p>
                <a href={leftOutAddress(view)}>See which</a>
              </p>
            )}
          </div>
        )}
      </div>
    </section>
  )
}

/** The choice of the clock, where the service has two and they make a difference. */
function OnClock({ view: { metric, page, service, choice, reading } }: { view: OneView }) {
  const [sample] = page.samples
  const calendar = sample?.facts.service.calendar ?? null
  if (calendar === null) return null
  if (!isTimed(metric)) {
    if (reading.clock === 'elapsed') return null
    return <p className="quiet">Working hours change nothing here: it counts, and measures no time.</p>
  }
  return (
    <ClockSwitch
      clock={reading.clock}
      hrefOf={(clock) => metricAddress(metric.id, { service: service.slug, ...readingQuery({ clock }) }, choice)}
      hours={calendarWords(calendar, page.window.timeZone)}
    />
  )
}

/** The list of the service's changes, those alone that do not count. */
function leftOutAddress(view: OneView): string {
  const path = `/services/${encodeURIComponent(view.service.slug)}`
  return listHref({ path, query: serviceQuery(view) }, 'changes', { show: 'left-out' })
}

function pooledWords({ metric, page, team }: SeveralView): string {
  const of = `${countWords(page.services.length, ['service', 'services'])}${team === null ? '' : ` of ${team}`}`
  if (metric.unit === 'per-day') return `${of} together`
  return `${of}, all ${metric.counts[1]} pooled; not an average of the services’ own values`
}

function remarksOf(view: OneView | SeveralView): string[] {
  if (view.kind === 'one') return figureRemarks(view.page.figure)
  const { n, part, interval } = view.page.pooled
  const { counts, unit } = view.metric
  const counted = part === null ? countWords(n, counts) : `${formatCount(part)} of ${countWords(n, counts)}`
  const show = (value: number) => (unit === 'seconds' ? formatDuration(value) : formatFigure(unit, value))
  return interval === null ? [counted] : [counted, `95 % interval ${show(interval[0])} to ${show(interval[1])}`]
}
