import { formatCount } from '../lib/format'
import { ruleWords } from '../lib/insights/rule-words'
import type { ServiceSummary } from '../lib/store/services'
import { Notice } from './_ui/notice'
import styles from './page.module.css'

/** A new installation: what to do next. `title`: of the page on which it stands. */
export function NothingYet({ title = 'Overview' }: { title?: string }) {
  return (
    <>
      <h1>{title}</h1>
      <Notice title="Nothing is measured yet">
        <p>
          I would <a href="/sources">connect a source</a> of your own. For a first look a git clone that is on this
          machine will do: stop Streamgauge with Ctrl-C, then start it with the clone’s path.
        </p>
        <pre>
          <code>npm start -- path/to/a/clone</code>
        </pre>
        <p>
          Its release tags count as deployments until you say otherwise, so lead time and frequency are here in about a
          minute.
        </p>
        <p className="quiet">
          You have records already, one JSON object a line? <code>npm run sg -- import records.ndjson</code> reads them
          while this runs; then load the page again.
        </p>
      </Notice>
    </>
  )
}

const LISTED = 100

/** Services that never reached production: one counted row, opened for their names, the reason and the next step. */
export function WithoutDeployment({ services }: { services: ServiceSummary[] }) {
  if (services.length === 0) return null
  const listed = services.slice(0, LISTED)
  const one = services.length === 1
  return (
    <details className={styles.without}>
      <summary>
        {formatCount(services.length)} {one ? 'service has' : 'services have'} no deployment yet
      </summary>
      <p>
        {one ? 'Its rule has' : 'Their rules have'} matched no successful deployment to production. Without one there is
        nothing to measure from. Change a rule and see at once what it would count, or let{' '}
        <code>npm run sg -- doctor</code> say what the records do hold.
      </p>
      <ul>
        {listed.map((service) => (
          <li key={service.slug}>
            <a href={`/services/${encodeURIComponent(service.slug)}`}>
              <bdi>{service.name}</bdi>
            </a>
            <span>
              {service.rule.inferred ? 'nobody configured what counts' : `looks for ${ruleWords(service.rule).words}`}
              {ruleWords(service.rule).pattern !== null && !service.rule.inferred && (
                <>
                  {' '}
                  <bdi>
                    <code>{ruleWords(service.rule).pattern}</code>
                  </bdi>
                </>
              )}
              .{' '}
              <a href={`/services/${encodeURIComponent(service.slug)}/rule`}>
                Change<span className="visually-hidden"> what counts for {service.name}</span>
              </a>
            </span>
          </li>
        ))}
        {services.length > LISTED && (
          <li className="quiet">and {formatCount(services.length - LISTED)} more; filter by name to find them</li>
        )}
      </ul>
    </details>
  )
}
