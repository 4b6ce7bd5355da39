import type { WindowChoice } from '../../../lib/insights/page-window'
import { metricPlaces } from '../../../lib/insights/places'
import { metricAddress, type Scope } from '../address'
import styles from './metric.module.css'

/** The same services and window by another metric. */
export function OtherMetrics({ current, scope, choice }: { current: string; scope: Scope; choice: WindowChoice }) {
  return (
    <nav aria-label="Other metrics of the same" className={`${styles.metrics} screen-only`}>
      <ul>
        {metricPlaces().map(({ name, href }) => {
          const id = href.slice('/metrics/'.length)
          return (
            <li key={id}>
              <a href={metricAddress(id, scope, choice)} aria-current={id === current ? 'page' : undefined}>
                {name}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
