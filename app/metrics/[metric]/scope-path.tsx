import type { MetricView } from '../../../lib/insights/metric-view'
import { metricAddress } from '../address'
import styles from './metric.module.css'

type Shown = Extract<MetricView, { kind: 'one' | 'several' | 'problem' }>

/** Organisation › team › service, each a link to the metric of it. */
export function ScopePath({ view }: { view: Shown }) {
  if (view.kind === 'problem') return null
  const { metric, choice } = view
  const team = view.kind === 'one' ? view.service.team : view.team
  const steps: { name: string; href: string }[] = [{ name: 'All services', href: metricAddress(metric.id, {}, choice) }]
  if (team !== null) steps.push({ name: team, href: metricAddress(metric.id, { team }, choice) })
  if (view.kind === 'one') {
    const { name, slug } = view.service
    steps.push({ name, href: metricAddress(metric.id, { service: slug }, choice) })
  }
  return (
    <nav aria-label="Scope" className={styles.scope}>
      <ol>
        {steps.map(({ name, href }, at) => (
          <li key={href}>
            <a href={href} aria-current={at === steps.length - 1 ? 'page' : undefined}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
