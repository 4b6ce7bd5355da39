import type { FailureReason } from '../../../lib/facts/deployment'
import { formatCount, formatDuration } from '../../../lib/format'
import type { DeploymentDetails as Details } from '../../../lib/insights/row-details'
import { failureWords } from '../../../lib/insights/rule-words'
import { changeLabel, type DeploymentRow, shortSha } from '../../../lib/insights/service-rows'
import { SourceLink } from '../../_ui/record-link'
import { When } from '../../_ui/when'
import { DeploymentId } from './deployment-id'
import { deploymentAddress } from './deployments/address'
import styles from './details.module.css'
import { Fact } from './fact'
import { type Frame, foreignRowHref, listHref, rowHref } from './frame'

type Props = { row: DeploymentRow; frame: Frame; details: Promise<Details> }

/** One deployment: its times, what it delivered, and every reason for which it counts as failed, with the records that show it. */
export async function DeploymentDetails({ row, frame, details }: Props) {
  const { zone, now } = frame
  const { changes, more, incidents } = await details
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        <Fact name="More">
          <a href={deploymentAddress(frame.slugs.get(frame.service) ?? '', row)}>Its own page</a>, with its pipeline and
          what people say of it
        </Fact>
        <Fact name="Rule">
          <CountedBy row={row} />
        </Fact>
        <Fact name="Times">
          {row.startedAt === null ? (
            'start not recorded'
          ) : (
            <>
              started <When at={row.startedAt} zone={zone} now={now} />
            </>
          )}
          , finished <When at={row.finishedAt} zone={zone} now={now} />
        </Fact>
        {row.failed && (
          <Fact name="Failed because">
            <ul className={styles.reasons}>
              {row.reasons.map((reason) => (
                <li key={reason.kind}>
                  {failureWords(reason)}: <Evidence reason={reason} incidents={incidents} frame={frame} />{' '}
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
            {row.recoveredAt === null ? (
              'not yet'
            ) : (
              <>
                <When at={row.recoveredAt} zone={zone} now={now} />
                {row.recoverySeconds === null
                  ? ', which is before it finished: a clock was wrong, so it is left out'
                  : `, after ${formatDuration(row.recoverySeconds)}`}
              </>
            )}
          </Fact>
        )}
        {incidents.length > 0 && (
          <Fact name="Incidents">
            <ul className={styles.reasons}>
              {incidents.map((incident) => (
                <li key={`${incident.holder} ${incident.id}`}>
                  <IncidentLink id={incident.id} holder={incident.holder} frame={frame} /> <bdi>{incident.title}</bdi>{' '}
                  <span className="quiet">({LINKS[incident.how]})</span>
                </li>
              ))}
            </ul>
          </Fact>
        )}
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
          from <bdi>{row.source}</bdi>
          {row.members.length > 1 && `, one of ${row.members.length}: ${row.members.join(', ')}`}.{' '}
          <SourceLink url={row.url} />
        </Fact>
      </dl>
      {changes.length > 0 && (
        <div className={styles.delivered}>
          <h3>What it delivered</h3>
          <ul>
            {changes.map((change) => (
              <li key={change.id}>
                <a href={rowHref(frame, 'changes', change.id)} className="number">
                  {change.label}
                </a>{' '}
                <bdi>{change.title}</bdi>{' '}
                <span className="quiet number">
                  {change.seconds === null ? 'left out' : formatDuration(change.seconds)}
                </span>
              </li>
            ))}
          </ul>
          <p>
            <a href={listHref(frame, 'changes', { deployment: row.id })}>
              {more > 0 ? `All ${formatCount(changes.length + more)} in the list of changes` : 'In the list of changes'}
            </a>
          </p>
        </div>
      )}
    </div>
  )
}

const LINKS = {
  explicit: 'it names this deployment as its cause',
  inferred: 'it began soon after this deployment, the latest before it',
  fix: 'this deployment is its fix',
}

/** By which rule it counts, or does not. */
export function CountedBy({ row }: { row: DeploymentRow }) {
  if (!row.succeeded) {
    return row.failed
      ? 'An attempt that never reached production; it counts among the failed because of its incident.'
      : 'An attempt that never reached production: counted apart, not as a deployment.'
  }
  if (row.baseline)
    return 'The first deployment that is known: it counts, but what it held may be of any age, so its changes are left out.'
  if (!row.shaKnown)
    return 'It counts as a deployment; its commit is not in the known history, so what it delivered is unknown.'
  return 'A success that the service’s rule matches.'
}

/** The records that show a reason, each a link where it has a row. */
export function Evidence({
  reason,
  incidents,
  frame,
}: {
  reason: FailureReason
  incidents: Details['incidents']
  frame: Frame
}) {
  return (
    <>
      {reason.evidence.map((id, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <EvidenceOf reason={reason} id={id} first={at === 0} incidents={incidents} frame={frame} />
        </span>
      ))}
    </>
  )
}

type EvidenceProps = {
  reason: FailureReason
  id: string
  first: boolean
  incidents: Details['incidents']
  frame: Frame
}

function EvidenceOf({ reason: { kind }, id, first, incidents, frame }: EvidenceProps) {
  if (kind === 'incident') {
    const holder = incidents.find((incident) => incident.id === id)?.holder
    return <IncidentLink id={id} holder={holder ?? ''} frame={frame} />
  }
  if (kind === 'correction') return <>correction {id}</>
  if (kind === 'revert' && !first) {
    if (!id.startsWith('pr:')) return <code title={id}>{shortSha(id)}</code>
    return <a href={rowHref(frame, 'changes', id)}>{changeLabel(id)}</a>
  }
  return (
    <a href={rowHref(frame, 'deployments', id)}>
      <DeploymentId id={id} />
    </a>
  )
}

function IncidentLink({ id, holder, frame }: { id: string; holder: string; frame: Frame }) {
  const target =
    holder === frame.service ? rowHref(frame, 'incidents', id) : foreignRowHref(frame, holder, 'incidents', id)
  return target === null ? <bdi>{id}</bdi> : <a href={target}>{<bdi>{id}</bdi>}</a>
}
