import { formatCount } from '../lib/format'
import { Notice } from './_ui/notice'
import styles from './page.module.css'

/** A new installation: what to do next. */
export function NothingYet() {
  return (
    <>
      <h1>Overview</h1>
      <Notice title="Nothing is measured yet">
        <p>
          Streamgauge shows how long changes take to reach production and how often they do. Give it something to read:
        </p>
        <p>A git clone on this machine. Its release tags count as deployments.</p>
        <pre>
          <code>npm start -- path/to/a/clone</code>
        </pre>
        <p>Or records that you have already, one JSON object a line.</p>
        <pre>
          <code>npm run sg -- import records.ndjson</code>
        </pre>
        <p>Then load this page again.</p>
      </Notice>
    </>
  )
}

const LISTED = 100

/** Services that never reached production: one counted row, opened for their names. */
export function WithoutDeployment({ services }: { services: { name: string; slug: string }[] }) {
  if (services.length === 0) return null
  const listed = services.slice(0, LISTED)
  return (
    <details className={styles.without}>
      <summary>
        {formatCount(services.length)} {services.length === 1 ? 'service has' : 'services have'} no deployment yet
      </summary>
      <ul>
        {listed.map((service) => (
          <li key={service.slug}>
            <a href={`/services/${encodeURIComponent(service.slug)}`}>
              <bdi>{service.name}</bdi>
            </a>
          </li>
        ))}
        {services.length > LISTED && (
          <li className="quiet">and {formatCount(services.length - LISTED)} more; filter by name to find them</li>
        )}
      </ul>
    </details>
  )
}
