import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { calendarWords, isTimed, readingQuery } from '../../../lib/insights/reading'
import { formatFigure } from '../../../lib/insights/service-figures'
import { ChangeMark } from '../../_ui/change-mark'
import { ClockSwitch } from '../../_ui/clock-switch'
import { listHref } from '../../services/[slug]/frame'
import { metricAddress, serviceQuery } from '../address'
import styles from './metric.module.css'
import { remarksOf } from './remarks'

/** The value with all that a reader needs to trust it, and the rule that it was made by. */
export function Summary({ view }: { view: OneView | SeveralView }) {
  const { metric, page } = view
  const figure = view.kind === 'one' ? view.page.figure : view.page.pooled
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
          {remarksOf(view).map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
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
