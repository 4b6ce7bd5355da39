import { TABLES } from '../../../lib/insights/metric-export'
import type { OneView, SeveralView } from '../../../lib/insights/metric-view'
import { metricAddress, scopeOf } from '../address'
import styles from './metric.module.css'

/** The page's tables and its drawings as files, of the same services and the same window. */
export function Exports({ view, log }: { view: OneView | SeveralView; log: boolean }) {
  const address = (file: string, more: Record<string, string> = {}) =>
    metricAddress(`${view.metric.id}/${file}`, scopeOf(view), view.choice, more)
  const scale: Record<string, string> = log ? { scale: 'log' } : {}
  return (
    <p className={`${styles.exports} screen-only`}>
      <span className="quiet">Download</span>{' '}
      {TABLES[view.kind].map(({ name, words }) => (
        <a key={name} href={address('data.csv', name === 'weeks' ? {} : { table: name })}>
          {words} (CSV)
        </a>
      ))}
      <a href={address('data.json')}>Everything (JSON)</a>
      <a href={address('chart.png', scale)}>Chart (PNG)</a>
      <a href={address('chart.png', { ...scale, of: 'rows' })}>Each {view.metric.counts[0]} (PNG)</a>
      <a href={address('chart.png', { of: 'spread' })}>How they are spread (PNG)</a>
    </p>
  )
}
