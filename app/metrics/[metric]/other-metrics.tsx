import { metricList } from '../../../lib/insights/metric-list'
import type { WindowChoice } from '../../../lib/insights/page-window'
import { metricAddress, type Scope } from '../address'
import styles from './metric.module.css'

/** The same services and window by another metric. */
export function OtherMetrics({ current, scope, choice }: { current: string; scope: Scope; choice: WindowChoice }) {
  return (
    <nav aria-label="Metrics" className={`${styles.metrics} screen-only`}>
      <ul>
        {metricList().map(({ id, title }) => (
          <li key={id}>
            <a href={metricAddress(id, scope, choice)} aria-current={id === current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
