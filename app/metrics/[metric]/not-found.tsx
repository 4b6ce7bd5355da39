import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { metricList } from '../../../lib/insights/metric-list'
import { teamsOf } from '../../../lib/insights/metric-view'
import { currentServices } from '../../../lib/store/measured'
import { Notice } from '../../_ui/notice'
import { metricAddress } from '../address'
import styles from './metric.module.css'

export const metadata: Metadata = { title: 'No such metric, service or team' }

const LISTED = 40

/** Names what there is: the metrics, or the services and teams of one. */
export default async function NotFound() {
  const asked = /^\/metrics\/([^/]+)/.exec((await headers()).get('x-streamgauge-path') ?? '')?.[1]
  const known = metricList().find(({ id }) => id === asked)
  if (!known) {
    return (
      <>
        <h1>No metric has this address</h1>
        <Notice title="These are measured">
          <ul className={styles.found}>
            {metricList().map(({ id, title }) => (
              <li key={id}>
                <a href={metricAddress(id, {}, null)}>{title}</a>
              </li>
            ))}
          </ul>
        </Notice>
      </>
    )
  }
  const services = await currentServices()
  return (
    <>
      <h1>No service or team has this name</h1>
      <Notice title={`${known.title} can be shown of these`}>
        <ul className={styles.found}>
          <li>
            <a href={metricAddress(known.id, {}, null)}>All services</a>
          </li>
          {teamsOf(services).map((team) => (
            <li key={`team ${team}`}>
              <a href={metricAddress(known.id, { team }, null)}>
                Team <bdi>{team}</bdi>
              </a>
            </li>
          ))}
          {services.slice(0, LISTED).map(({ name, slug }) => (
            <li key={slug}>
              <a href={metricAddress(known.id, { service: slug }, null)}>
                <bdi>{name}</bdi>
              </a>
            </li>
          ))}
        </ul>
      </Notice>
    </>
  )
}
