import { formatDuration } from '../../../../../../lib/format'
import type { CountedPage, RepairHere } from '../../../../../../lib/insights/deployment-page'
import { batchWords, outcomeWords } from '../../../../../../lib/insights/deployment-words'
import { failureWords } from '../../../../../../lib/insights/rule-words'
import type { ServiceSummary } from '../../../../../../lib/store/services'
import { SourceLink } from '../../../../../_ui/record-link'
import { When } from '../../../../../_ui/when'
import { CountedBy, Evidence } from '../../../deployment-details'
import { DeploymentId } from '../../../deployment-id'
import details from '../../../details.module.css'
import { Fact } from '../../../fact'
import type { Frame } from '../../../frame'
import { deploymentAddress } from '../../address'
import { OutcomeMark, outcomeOf } from '../../outcome-mark'
import { Checks } from './checks'
import styles from './deployment.module.css'
import { Held } from './held'
import { Incidents } from './incidents'
import { Pipeline } from './pipeline'
import { SaidOf } from './said'

type Props = { page: CountedPage; summary: ServiceSummary; frame: Frame; all: string }

/** A deployment or a failed attempt in production. */
export function Counted({ page, summary, frame, all }: Props) {
  const { row, neighbours, incidents } = page
  const { slug, name, active } = summary
  const { zone, now } = frame
  const told = incidents.map(({ incident, holder, link }) => ({
    id: incident.id,
    title: incident.title,
    url: incident.url,
    holder,
    how: link ?? ('fix' as const),
  }))
  return (
    <>
      <nav className={`${styles.beside} screen-only`} aria-label="Deployments before and after">
        <a href={all}>All deployments</a>
        {neighbours.previous && (
          <a href={deploymentAddress(slug, neighbours.previous)} rel="prev">
            Previous: <DeploymentId id={neighbours.previous.id} />
          </a>
        )}
        {neighbours.next && (
          <a href={deploymentAddress(slug, neighbours.next)} rel="next">
            Next: <DeploymentId id={neighbours.next.id} />
          </a>
        )}
      </nav>
      <h2 className={styles.title}>
        <OutcomeMark outcome={outcomeOf(row)} /> <bdi>{row.id}</bdi>
      </h2>
      <p className={styles.outcome}>{outcomeWords(row)}</p>
      <dl className={`${details.facts} ${styles.facts}`}>
        <Fact name="When">
          {row.startedAt === null ? (
            'start not recorded'
          ) : (
            <>
              started <When at={row.startedAt} zone={zone} now={now} />
            </>
          )}
          , finished <When at={row.finishedAt} zone={zone} now={now} />
          {row.deploySeconds !== null && row.deploySeconds >= 0 && `, took ${formatDuration(row.deploySeconds)}`}
        </Fact>
        <Fact name="Where">
          <bdi>{row.environments.join(', ')}</bdi>
          {row.members.length > 1 && `; one deployment in ${row.members.length} regions: ${row.members.join(', ')}`}
        </Fact>
        <Fact name="Rule">
          <CountedBy row={row} />
        </Fact>
        {row.failed && (
          <Fact name="Failed because">
            <ul className={details.reasons}>
              {row.reasons.map((reason) => (
                <li key={reason.kind}>
                  {failureWords(reason)}: <Evidence reason={reason} incidents={told} frame={frame} />{' '}
                  <span className="quiet">
                    ({reason.confidence === 'explicit' ? 'stated by a source or a person' : 'inferred by the rule'})
                  </span>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {row.failed && (
          <Fact name="Recovered">
            {row.recoveredAt === null ? 'not yet' : <When at={row.recoveredAt} zone={zone} now={now} />}
            {row.recoverySeconds !== null && `, after ${formatDuration(row.recoverySeconds)}`}
          </Fact>
        )}
        {row.failed && (
          <Fact name="Repaired by">
            <RepairedBy page={page} slug={slug} />
          </Fact>
        )}
        {page.repaired.length > 0 && (
          <Fact name="It repaired">
            {page.repaired.map((one, at) => (
              <span key={`${one.source} ${one.id}`}>
                {at > 0 && ', '}
                <a href={deploymentAddress(slug, one)}>
                  <DeploymentId id={one.id} />
                </a>
              </span>
            ))}
          </Fact>
        )}
        <Fact name="Batch size">{batchWords(row)}</Fact>
        <Fact name="Commit">
          {row.sha === null ? 'unknown' : <code>{row.sha}</code>}
          {row.ref !== null && (
            <>
              , <bdi>{row.ref}</bdi>
            </>
          )}
        </Fact>
        <Fact name="Record">
          <code>
            <bdi>{row.id}</bdi>
          </code>{' '}
          from <bdi>{row.source}</bdi>. <SourceLink url={row.url} />
        </Fact>
      </dl>
      <Held page={page} active={active} frame={frame} />
      <Incidents page={page} frame={frame} />
      <Checks checks={page.checks} finishedAt={row.finishedAt} frame={frame} />
      <Pipeline pipeline={page.pipeline} sha={row.sha} frame={frame} />
      <SaidOf page={page} service={name} slug={slug} frame={frame} />
    </>
  )
}

const REPAIRS: Record<RepairHere['kind'], string> = {
  rollback: 'a rollback',
  revert: 'a revert',
  hotfix: 'a hotfix',
}

function RepairedBy({ page: { row, repairs, incidents }, slug }: { page: CountedPage; slug: string }) {
  const standing = repairs.filter(({ isStanding }) => isStanding)
  if (standing.length === 0) {
    if (row.recoveredAt !== null && incidents.some(({ link }) => link !== null))
      return <>no deployment that is known; it recovered when its incident was resolved</>
    return <>no deployment that is known</>
  }
  return (
    <ul className={details.reasons}>
      {standing.map(({ kind, by }) => (
        <li key={kind}>
          <a href={deploymentAddress(slug, by)}>
            <DeploymentId id={by.id} />
          </a>
          , {REPAIRS[kind]}
        </li>
      ))}
    </ul>
  )
}
