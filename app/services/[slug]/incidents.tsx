import { Fragment } from 'react'
import type { DeploymentRef } from '../../../lib/facts/incident'
import { formatDuration } from '../../../lib/format'
import type { List as ListOf } from '../../../lib/insights/lists'
import type { IncidentRow } from '../../../lib/insights/service-rows'
import { RecordLink, SourceLink } from '../../_ui/record-link'
import table from '../../_ui/table.module.css'
import { When } from '../../_ui/when'
import { DeploymentId } from './deployment-id'
import styles from './details.module.css'
import { Fact } from './fact'
import { type Frame, foreignRowHref, rowHref } from './frame'
import { type Column, List, Row } from './list'

const COLUMNS: Column[] = [
  { title: 'Incident' },
  { title: 'Began', sort: 'started', end: true, from: 'tablet' },
  { title: 'Resolved', sort: 'resolved', end: true, from: 'wide' },
  { title: 'Lasted', sort: 'lasted', end: true },
  { title: 'Caused by', from: 'tablet' },
]

const RULES = { explicit: 'named by the incident or a person', inferred: 'the latest before it began' }

/** Incidents of the window, and the deployment that each is linked to and why. */
export function Incidents({ rows, frame }: { rows: ListOf<'incidents', IncidentRow>; frame: Frame }) {
  const { zone, now, list } = frame
  return (
    <List
      frame={frame}
      rows={rows}
      columns={COLUMNS}
      caption="Incidents that were open or resolved in this window."
      empty={
        list.text !== '' || list.show !== 'all'
          ? 'No incident of this window is like that.'
          : 'No incident is known in this window. Recovery and failures by incident need a source of incidents.'
      }
    >
      {rows.rows.map((row, at) => (
        <Row
          key={`${row.source} ${row.id}`}
          frame={frame}
          id={row.id}
          twin={rows.rows.findIndex((other) => other.id === row.id) < at}
          page={rows.page}
          columns={COLUMNS.length}
          label={
            <RecordLink url={row.url}>
              <bdi className="number">{row.id}</bdi>
            </RecordLink>
          }
          name={<bdi>{row.title}</bdi>}
          below={
            <>
              {row.severity !== null && <span className={table.tag}>{row.severity}</span>}
              <span className={table.narrow}>
                began <When at={row.startedAt} zone={zone} now={now} />
              </span>
            </>
          }
          cells={
            <>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                <When at={row.startedAt} zone={zone} now={now} />
              </td>
              <td className={`${table.end} ${table.fit} ${table.roomy}`}>
                {row.resolvedAt === null ? 'open' : <When at={row.resolvedAt} zone={zone} now={now} />}
              </td>
              <td className={`${table.end} ${table.fit}`}>
                {row.resolvedAt === null
                  ? 'open'
                  : row.restoreSeconds === null
                    ? '–'
                    : formatDuration(row.restoreSeconds)}
              </td>
              <td className={table.wide}>
                <Cause row={row} frame={frame} />
              </td>
            </>
          }
          more={() => <IncidentDetails row={row} frame={frame} />}
        />
      ))}
    </List>
  )
}

function Cause({ row, frame }: { row: IncidentRow; frame: Frame }) {
  const [link] = row.links
  if (!link) return <span className="quiet">linked to none</span>
  return (
    <>
      <DeploymentOf target={link} frame={frame} /> <span className={table.reasons}>{RULES[link.link]}</span>
    </>
  )
}

function DeploymentOf({ target, frame }: { target: DeploymentRef; frame: Frame }) {
  const { service, deployment } = target
  const isOwn = service === frame.service
  const address = isOwn
    ? rowHref(frame, 'deployments', deployment)
    : foreignRowHref(frame, service, 'deployments', deployment)
  const name = <DeploymentId id={deployment} />
  return (
    <>
      {address === null ? name : <a href={address}>{name}</a>}
      {!isOwn && (
        <>
          {' '}
          of <bdi>{service}</bdi>
        </>
      )}
    </>
  )
}

function IncidentDetails({ row, frame }: { row: IncidentRow; frame: Frame }) {
  const { zone, now } = frame
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        <Fact name="Rule">
          {row.links.length === 0
            ? 'No deployment is named as its cause, and none of this service finished soon enough before it. It counts for time to restore only.'
            : `Linked to ${row.links.length === 1 ? 'a deployment' : 'deployments'}, which therefore ${row.links.length === 1 ? 'counts' : 'count'} as failed.`}
          {row.resolvedAt !== null &&
            row.restoreSeconds === null &&
            ' It was resolved before it began: a clock was wrong, so it is left out of time to restore.'}
        </Fact>
        <Fact name="Times">
          began <When at={row.startedAt} zone={zone} now={now} />
          {row.resolvedAt === null ? (
            ', not resolved yet'
          ) : (
            <>
              , resolved <When at={row.resolvedAt} zone={zone} now={now} />
              {row.restoreSeconds !== null && `, after ${formatDuration(row.restoreSeconds)}`}
            </>
          )}
        </Fact>
        {row.links.length > 0 && (
          <Fact name="Caused by">
            <ul className={styles.reasons}>
              {row.links.map((link) => (
                <li key={`${link.service} ${link.source} ${link.deployment}`}>
                  <DeploymentOf target={link} frame={frame} />{' '}
                  <span className="quiet">
                    ({RULES[link.link]}; {link.link === 'explicit' ? 'stated' : 'inferred'})
                  </span>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {row.fixedBy.length > 0 && (
          <Fact name="Fixed by">
            {row.fixedBy.map((fix, at) => (
              <Fragment key={`${fix.service} ${fix.source} ${fix.deployment}`}>
                {at > 0 && ', '}
                <DeploymentOf target={fix} frame={frame} />
              </Fragment>
            ))}
          </Fact>
        )}
        <Fact name="Record">
          <code>
            <bdi>{row.id}</bdi>
          </code>{' '}
          from <bdi>{row.source}</bdi>. <SourceLink url={row.url} />
        </Fact>
      </dl>
    </div>
  )
}
