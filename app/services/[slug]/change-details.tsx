import { Fragment } from 'react'
import { formatCount, formatDuration } from '../../../lib/format'
import { exclusionWords } from '../../../lib/insights/rule-words'
import { type ChangeRow, shortSha, type WaitingRow } from '../../../lib/insights/service-rows'
import { STAGE_END } from '../../../lib/insights/stage-words'
import { SourceLink } from '../../_ui/record-link'
import { MiniStageBar, StageSign } from '../../_ui/stage-bar'
import { When } from '../../_ui/when'
import { DeploymentId } from './deployment-id'
import styles from './details.module.css'
import { Fact } from './fact'
import { type Frame, rowHref } from './frame'
import { countOf } from './list'

/** One change from its first commit to production: every boundary with its time, and the rule that counted it. */
export function ChangeDetails({ change, frame }: { change: ChangeRow; frame: Frame }) {
  const { zone, now } = frame
  return (
    <div className={styles.details}>
      {change.stages.length > 0 && <Stages change={change} frame={frame} />}
      <dl className={styles.facts}>
        <Fact name="Rule">
          {change.excluded !== null ? (
            <>Left out of the figures. {exclusionWords(change.excluded)}</>
          ) : (
            <>
              {change.createdAt === null
                ? 'A commit outside of any merged pull request'
                : 'A pull request merged into the line that is deployed'}
              , delivered by the first successful deployment that contains it.
              {change.bot && ' A bot’s: listed, and left out of lead time and flow efficiency.'}
            </>
          )}
        </Fact>
        <Fact name="Deployment">
          {change.deployment === '' ? (
            'none'
          ) : (
            <a href={rowHref(frame, 'deployments', change.deployment)}>
              <DeploymentId id={change.deployment} />
            </a>
          )}
          , finished <When at={change.deployedAt} zone={zone} now={now} />
        </Fact>
        {change.stages.length === 0 && (
          <Fact name="Times">
            started <When at={change.startAt} zone={zone} now={now} />
            {change.mergedAt !== null && (
              <>
                , merged <When at={change.mergedAt} zone={zone} now={now} />
              </>
            )}
          </Fact>
        )}
        <Fact name="Commits">
          <Commits shas={change.commits} />
        </Fact>
        {change.additions !== null && change.deletions !== null && (
          <Fact name="Size">
            <span className="number">
              +{formatCount(change.additions)} −{formatCount(change.deletions)}
            </span>{' '}
            lines
          </Fact>
        )}
        <Fact name="Record">
          <code>
            <bdi>{change.id}</bdi>
          </code>{' '}
          <SourceLink url={change.url} />
        </Fact>
      </dl>
    </div>
  )
}

function Stages({ change, frame }: { change: ChangeRow; frame: Frame }) {
  const { zone, now } = frame
  return (
    <div className={styles.stream}>
      <MiniStageBar stages={change.stages} total={change.leadSeconds} />
      <table className={styles.stages}>
        <caption className="visually-hidden">From first commit to production</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Time</th>
            <th scope="col">Stage before it</th>
            <th scope="col">It took</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">First commit</th>
            <td>
              <When at={change.startAt} zone={zone} now={now} />
            </td>
            <td />
            <td />
          </tr>
          {change.stages.map((stage) => (
            <tr key={stage.name} className={stage.observed ? undefined : styles.unseen}>
              <th scope="row">{STAGE_END[stage.name]}</th>
              <td>
                {stage.observed || stage.name === 'deploy' ? (
                  <When at={stage.to} zone={zone} now={now} />
                ) : (
                  'not observed'
                )}
              </td>
              <td>
                {(stage.observed || stage.seconds > 0) && <StageSign active={stage.active} />}
                {stage.name}
                <span className="visually-hidden">{stage.active ? ', work' : ', waiting'}</span>
              </td>
              <td className={styles.amount}>
                {stage.observed || stage.seconds > 0 ? formatDuration(stage.seconds) : '–'}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Lead time
            </th>
            <td className={styles.amount}>{formatDuration(change.leadSeconds)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const SHOWN_COMMITS = 5

function Commits({ shas }: { shas: string[] }) {
  if (shas.length === 0) return <>none of its own</>
  return (
    <>
      {countOf(shas.length, 'commit', 'commits')}:{' '}
      {shas.slice(0, SHOWN_COMMITS).map((sha, at) => (
        <Fragment key={sha}>
          {at > 0 && ', '}
          <code title={sha}>{shortSha(sha)}</code>
        </Fragment>
      ))}
      {shas.length > SHOWN_COMMITS && ` and ${formatCount(shas.length - SHOWN_COMMITS)} more`}
    </>
  )
}

/** A change that is under way: how far it came, and why it still waits. */
export function WaitingDetails({ row, frame }: { row: WaitingRow; frame: Frame }) {
  const { zone, now } = frame
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        <Fact name="Rule">
          {row.state === 'open'
            ? 'An open pull request: it waits until it is merged and a successful deployment contains it.'
            : 'On the default branch, and no successful deployment contains it yet.'}
        </Fact>
        <Fact name="First commit">
          <When at={row.since} zone={zone} now={now} />
        </Fact>
        {row.createdAt !== null && (
          <Fact name="Opened">
            <When at={row.createdAt} zone={zone} now={now} />
          </Fact>
        )}
        {row.state === 'merged' && row.mergedAt !== null && (
          <Fact name="Merged">
            <When at={row.mergedAt} zone={zone} now={now} />
          </Fact>
        )}
        {row.state === 'merged' && row.reachedAt !== null && (
          <Fact name="On the default branch">
            <When at={row.reachedAt} zone={zone} now={now} />
          </Fact>
        )}
        <Fact name="Age">{formatDuration(row.ageSeconds)}</Fact>
        <Fact name="Record">
          <code>
            <bdi>{row.id}</bdi>
          </code>{' '}
          <SourceLink url={row.url} />
        </Fact>
      </dl>
    </div>
  )
}
