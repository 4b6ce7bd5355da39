import type { OtherPage } from '../../../../../../lib/insights/deployment-page'
import type { ServiceSummary } from '../../../../../../lib/store/services'
import { SourceLink } from '../../../../../_ui/record-link'
import { When } from '../../../../../_ui/when'
import details from '../../../details.module.css'
import { Fact } from '../../../fact'
import type { Frame } from '../../../frame'
import { OutcomeMark } from '../../outcome-mark'
import { Checks } from './checks'
import styles from './deployment.module.css'
import { Pipeline } from './pipeline'

type Props = { page: OtherPage; summary: ServiceSummary; frame: Frame; all: string }

const STATES: Record<string, string> = {
  success: 'It succeeded',
  failure: 'It failed',
  cancelled: 'It was cancelled',
  running: 'It is under way',
  pending: 'It waits to begin',
}

/** A deployment that no figure counts: of another environment, unfinished, or not what the service's rule asks for. */
export function Other({ page: { record, pipeline, checks }, summary, frame, all }: Props) {
  const { zone, now } = frame
  const times = [
    ['made', record.createdAt],
    ['started', record.startedAt],
    ['finished', record.finishedAt],
  ] as const
  const known = times.flatMap(([what, at]) => (at === null ? [] : [{ what, at }]))
  return (
    <>
      <nav className={`${styles.beside} screen-only`} aria-label="Deployments">
        <a href={all}>All deployments</a>
        <a href={`${all.split('?')[0]}#drift`}>What waits in each environment</a>
      </nav>
      <h2 className={styles.title}>
        <OutcomeMark outcome={record.status === 'failure' ? 'attempt' : 'fine'} named={false} /> <bdi>{record.id}</bdi>
      </h2>
      <p className={styles.outcome}>
        {STATES[record.status] ?? `Its source says “${record.status}”`} in <bdi>{record.environment}</bdi>. It is not
        among the production deployments of {summary.name}, so no figure counts it.
      </p>
      <dl className={`${details.facts} ${styles.facts}`}>
        <Fact name="When">
          {known.length === 0 && 'not known'}
          {known.map(({ what, at }, place) => (
            <span key={what}>
              {place > 0 && ', '}
              {what} <When at={at} zone={zone} now={now} />
            </span>
          ))}
        </Fact>
        <Fact name="Environment">
          <bdi>{record.environment}</bdi>
          {record.production !== null && `, ${record.production ? '' : 'not '}production by its source’s own word`}
        </Fact>
        <Fact name="Commit">
          <code>{record.sha}</code>
          {record.ref !== null && (
            <>
              , <bdi>{record.ref}</bdi>
            </>
          )}
        </Fact>
        <Fact name="Record">
          <code>
            <bdi>{record.id}</bdi>
          </code>{' '}
          from <bdi>{record.source}</bdi>. <SourceLink url={record.url} />
        </Fact>
      </dl>
      <Checks checks={checks} finishedAt={record.finishedAt} frame={frame} />
      <Pipeline pipeline={pipeline} sha={record.sha} frame={frame} />
    </>
  )
}
