import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { metricList } from '../../lib/insights/metric-list'
import styles from './[metric]/metric.module.css'
import { metricAddress } from './address'

export const metadata: Metadata = { title: 'Metrics' }

/** What is measured, and the question that each answers. */
export default async function MetricsRoute() {
  if (!(await permit('read-metric'))) notFound()
  return (
    <>
      <h1>Metrics</h1>
      <ul className={styles.list}>
        {metricList().map(({ id, title, question, definition }) => (
          <li key={id}>
            <h2>
              <a href={metricAddress(id, {}, null)}>{title}</a>
            </h2>
            <p>{question}</p>
            <p className="quiet">{definition}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
