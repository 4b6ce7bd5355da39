import { formatCount, formatDuration } from '../../../../lib/format'
import type { Drift, DriftFound } from '../../../../lib/insights/drift'
import { shortSha } from '../../../../lib/insights/service-rows'
import type { ServiceSummary } from '../../../../lib/store/services'
import { RecordLink } from '../../../_ui/record-link'
import table from '../../../_ui/table.module.css'
import { When } from '../../../_ui/when'
import page from '../page.module.css'
import { deploymentAddress } from './address'
import styles from './drift.module.css'

const SHOWN = 30
const OPEN = 8

type Props = { found: DriftFound; summary: ServiceSummary; hasPaths: boolean; now: number }

/** What is in each environment, or on the default branch, and has never been in production. As of now, whatever the window. */
export function DriftOf({ found: { drifts, isCut }, summary, hasPaths, now }: Props) {
  return (
    <section className={page.section} aria-labelledby="drift">
      <h2 id="drift">Not yet in production</h2>
      <p className="quiet">
        What is in an environment or on the default branch now and was never in production, the oldest first
        {hasPaths ? '; only changes that touch the paths of this service' : ''}.
        {isCut && ' The history is long: only its nearest 5,000 commits were compared.'}
      </p>
      {drifts.length === 0 && (
        <p>
          Neither a deployment to another environment nor where the default branch points is known, so nobody can tell.
        </p>
      )}
      {drifts.map((drift) => (
        <One key={`${drift.isBranch} ${drift.name}`} drift={drift} summary={summary} now={now} />
      ))}
    </section>
  )
}

function One({ drift, summary, now }: { drift: Drift; summary: ServiceSummary; now: number }) {
  const { name, isBranch, sha, at, deployment } = drift
  return (
    <div className={styles.drift}>
      <h3>
        <bdi>{name}</bdi> <span className="quiet">{isBranch ? 'branch' : 'environment'}</span>
      </h3>
      <p>
        {isBranch ? 'Points at ' : 'Runs '}
        <code title={sha}>{shortSha(sha)}</code>
        {at !== null && (
          <>
            {' '}
            since <When at={at} zone={summary.timeZone} now={now} />
          </>
        )}
        {deployment && (
          <>
            {', '}
            <a href={deploymentAddress(summary.slug, deployment)}>
              <bdi>{deployment.id}</bdi>
            </a>
          </>
        )}
        . {words(drift, now)}
      </p>
      {drift.state === 'known' && drift.rows.length > 0 && (
        <details className={page.fold} open={drift.rows.length <= OPEN}>
          <summary>{drift.rows.length === 1 ? 'The change' : `The ${formatCount(drift.rows.length)} changes`}</summary>
          <table className={table.table}>
            <caption className="visually-hidden">Changes in {name} that are not in production</caption>
            <thead>
              <tr>
                <th scope="col">Change</th>
                <th scope="col" className={`${table.end} ${table.wide}`}>
                  First commit
                </th>
                <th scope="col" className={table.end}>
                  Age
                </th>
              </tr>
            </thead>
            <tbody>
              {drift.rows.slice(0, SHOWN).map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <RecordLink url={row.url}>
                      <span className="number">{row.label}</span>
                    </RecordLink>{' '}
                    <bdi>{row.title || 'without a title'}</bdi>
                    {row.bot && <span className={table.tag}>bot</span>}
                  </th>
                  <td className={`${table.end} ${table.fit} ${table.wide}`}>
                    <When at={row.since} zone={summary.timeZone} now={now} />
                  </td>
                  <td className={`${table.end} ${table.fit}`}>{formatDuration(Math.max(0, now - row.since) / 1000)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {drift.rows.length > SHOWN && (
            <p className="quiet">and {formatCount(drift.rows.length - SHOWN)} younger ones</p>
          )}
        </details>
      )}
    </div>
  )
}

function words(drift: Drift, now: number): string {
  if (drift.state === 'unknown') {
    return drift.why === 'here'
      ? 'This commit is not in the known history of the repository, so nobody can tell what it holds.'
      : 'No commit of production is in the known history, so nobody can tell what is new here.'
  }
  const [oldest] = drift.rows
  if (!oldest) return 'Everything in it was in production.'
  const count = drift.rows.length === 1 ? 'One change is' : `${formatCount(drift.rows.length)} changes are`
  return `${count} not in production yet; the oldest began ${formatDuration(Math.max(0, now - oldest.since) / 1000)} ago.`
}
