import type { MetricView } from '../../../lib/insights/metric-view'
import { href } from '../../_ui/query'
import { metricAddress, serviceQuery, sharedQuery } from '../address'
import styles from './metric.module.css'

type Shown = Extract<MetricView, { kind: 'one' | 'several' | 'problem' }>

/** Whose value it is, as the end of the title. */
export function ScopeName({ view }: { view: Shown }) {
  if (view.kind === 'problem') return null
  const name = view.kind === 'one' ? view.service.name : (view.team ?? 'all services')
  return (
    <span className={styles.about}>
      of <bdi>{name}</bdi>
    </span>
  )
}

/** The same metric of what the service belongs to, and the service's own page. */
export function OtherScopes({ view }: { view: Shown }) {
  if (view.kind === 'problem' || (view.kind === 'several' && view.team === null)) return null
  const { metric, choice } = view
  const shared = sharedQuery(view)
  const links = [{ words: 'All services', href: metricAddress(metric.id, shared, choice) }]
  if (view.kind === 'one') {
    const { slug, team } = view.service
    if (team !== null)
      links.unshift({
        words: /^team\b/i.test(team) ? team : `Team ${team}`,
        href: metricAddress(metric.id, { team, ...shared }, choice),
      })
    const page = href(`/services/${encodeURIComponent(slug)}`, serviceQuery(view), {})
    links.unshift({ words: 'The service’s page', href: page })
  }
  return (
    <nav aria-label="The same metric of others" className={`${styles.scopes} screen-only`}>
      {links.map(({ words, href: to }) => (
        <a key={to} href={to}>
          {words}
        </a>
      ))}
    </nav>
  )
}
