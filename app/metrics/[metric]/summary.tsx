import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { calendarWords, isTimed, readingQuery } from '../../../lib/insights/reading'
import { FEW, formatFigure } from '../../../lib/insights/service-figures'
import { BandYears } from '../../_ui/band-years'
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
        {view.kind === 'one' && <Compared view={view} />}
      </div>
    </section>
  )
}

/** The choice of the report that the value is held against, where one is. */
function Compared({ view: { metric, page, service, choice, reading } }: { view: OneView }) {
  const { value, n } = page.figure
  const isEnough = value !== null && (metric.unit === 'per-day' || n >= FEW)
  if (metric.benchmark === undefined || reading.clock !== 'elapsed' || !isEnough) return null
  return (
    <BandYears
      year={reading.bands}
      rework={metric.benchmark === 'reworkRate'}
      sourced={page.figure.benchmark === null}
      hrefOf={(bands) =>
        metricAddress(metric.id, { service: service.slug, ...readingQuery({ ...reading, bands }) }, choice)
      }
    />
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
      hrefOf={(clock) =>
        metricAddress(metric.id, { service: service.slug, ...readingQuery({ ...reading, clock }) }, choice)
      }
      hours={calendarWords(calendar, page.window.timeZone)}
    />
  )
}

/** The list of the service's changes, those alone that do not count. */
function leftOutAddress(view: OneView): string {
  const path = `/services/${encodeURIComponent(view.service.slug)}`
  return listHref({ path, query: serviceQuery(view) }, 'changes', { show: 'left-out' })
}
