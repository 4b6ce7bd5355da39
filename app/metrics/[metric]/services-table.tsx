import { formatCount } from '../../../lib/format'
import { annotationsOf } from '../../../lib/insights/annotation-words'
import type { SideBySide } from '../../../lib/insights/metric-page'
import { type ServiceSort, sortServices } from '../../../lib/insights/metric-services'
import type { SeveralView } from '../../../lib/insights/metric-view'
import { formatFigure, heading } from '../../../lib/insights/service-figures'
import { ChangeMark } from '../../_ui/change-mark'
import { Sparkline } from '../../_ui/sparkline'
import table from '../../_ui/table.module.css'
import { metricAddress, scopeOf, sharedQuery } from '../address'
import styles from './metric.module.css'

/** Each service by itself: unlike services are compared with themselves, not with each other. */
export function ServicesTable({ view, sort }: { view: SeveralView; sort: ServiceSort }) {
  const { metric, page, team, choice } = view
  const services = sortServices(page.services, sort)
  const head = (by: ServiceSort['by'], words: string) => {
    const isCurrent = sort.by === by
    const next = isCurrent && !sort.down ? `-${by}` : by
    return (
      <a
        href={metricAddress(metric.id, scopeOf(view), choice, next === 'name' ? {} : { sort: next })}
        className={table.sort}
        aria-current={isCurrent ? 'true' : undefined}
      >
        {words}
        {isCurrent && <span aria-hidden="true">{sort.down ? ' ↓' : ' ↑'}</span>}
      </a>
    )
  }
  const ordered = (by: ServiceSort['by']) => (sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined)
  const shared = sharedQuery(view)
  const withTeam = team === null && services.some((service) => service.team !== null)
  return (
    <section className={styles.section}>
      <h2>
        Service by service <span className={styles.count}>{formatCount(services.length)}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard */}
      <section className={styles.scroll} aria-label="Table of services" tabIndex={0}>
        <table className={table.table}>
          <caption className="visually-hidden">{metric.title}, service by service</caption>
          <thead>
            <tr>
              <th scope="col" aria-sort={ordered('name')}>
                {head('name', 'Service')}
              </th>
              {withTeam && (
                <th scope="col" className={table.wide}>
                  Team
                </th>
              )}
              <th scope="col" className={`${table.end} ${table.wide}`}>
                By week
              </th>
              <th scope="col" className={table.end}>
                Change
              </th>
              <th scope="col" className={table.end} aria-sort={ordered('value')}>
                {head('value', metric.unit === 'seconds' ? 'Median' : metric.unit === 'rate' ? 'Rate' : 'Frequency')}
              </th>
              {metric.interval !== null && (
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  95 % interval
                </th>
              )}
              <th scope="col" className={`${table.end} ${table.wide}`} aria-sort={ordered('n')}>
                {head('n', heading(metric.counts))}
              </th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <tr key={service.slug}>
                <th scope="row">
                  <a href={metricAddress(metric.id, { service: service.slug, ...shared }, choice)}>
                    <bdi>{service.name}</bdi>
                  </a>
                  <span className={table.narrow}>
                    {counted(service)} {service.n === 1 ? metric.counts[0] : metric.counts[1]}
                  </span>
                </th>
                {withTeam && (
                  <td className={`${table.wide} quiet`}>
                    {service.team !== null && (
                      <a href={metricAddress(metric.id, { team: service.team, ...shared }, choice)}>
                        <bdi>{service.team}</bdi>
                      </a>
                    )}
                  </td>
                )}
                <td className={`${table.wide} ${styles.drawing}`}>
                  <Sparkline
                    points={sparkPoints(service, metric.unit)}
                    notes={annotationsOf(view.annotations, service)}
                    label={`${metric.title} by week`}
                    wide={120}
                  />
                </td>
                <td className={`${table.end} ${table.fit}`}>
                  <ChangeMark change={service.change} />
                </td>
                <td className={`${table.end} ${table.fit}`}>
                  {service.value === null ? (
                    <span className="quiet">no data</span>
                  ) : (
                    formatFigure(metric.unit, service.value)
                  )}
                </td>
                {metric.interval !== null && (
                  <td className={`${table.end} ${table.fit} ${table.wide} quiet`}>
                    {service.interval
                      ? `${formatFigure(metric.unit, service.interval[0])} to ${formatFigure(metric.unit, service.interval[1])}`
                      : service.n > 0 && 'too few'}
                  </td>
                )}
                <td className={`${table.end} ${table.fit} ${table.wide}`}>{counted(service)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function counted({ part, n }: SideBySide): string {
  return part === null ? formatCount(n) : `${formatCount(part)} of ${formatCount(n)}`
}

/** Small drawings show the middle of few values too: they say where, not how sure. */
function sparkPoints({ weeks }: SideBySide, unit: 'seconds' | 'rate' | 'per-day') {
  return weeks.map(({ week, start, value, n, partial, few }) => {
    const middle = few[Math.floor((few.length - 1) / 2)]?.value ?? null
    return { week, start, value: unit === 'seconds' ? (value ?? middle) : value, n, partial }
  })
}
