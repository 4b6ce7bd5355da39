import { formatDuration } from '../../../../../../lib/format'
import type { Pipeline as Found } from '../../../../../../lib/insights/deployment-page'
import { shortSha } from '../../../../../../lib/insights/service-rows'
import type { JobFound, RunFound } from '../../../../../../lib/store/deployment-records'
import { RecordLink } from '../../../../../_ui/record-link'
import table from '../../../../../_ui/table.module.css'
import { When } from '../../../../../_ui/when'
import type { Frame } from '../../../frame'
import page from '../../../page.module.css'
import { OutcomeMark } from '../../outcome-mark'
import styles from './deployment.module.css'

type Props = { pipeline: Found; sha: string | null; frame: Frame }

/** The run that deployed it with its jobs, and what else ran for its commit. */
export function Pipeline({ pipeline: { own, ofCommit }, sha, frame }: Props) {
  const jobs = own.flatMap(({ id, attempt, jobs: found }) => found.map((job) => ({ ...job, key: `${id}/${attempt}` })))
  return (
    <section className={page.section} aria-labelledby="pipeline">
      <h2 id="pipeline">Pipeline</h2>
      {own.length === 0 && <p className="quiet">Which run deployed it is not known: no source names one.</p>}
      {own.length > 0 && <Runs caption="The run that deployed it" runs={own} frame={frame} />}
      {own.length > 0 && jobs.length === 0 && <p className="quiet">Its jobs are not known.</p>}
      {jobs.length > 0 && (
        <details className={page.fold} open={jobs.length <= 12}>
          <summary>{jobs.length === 1 ? 'Its one job' : `Its ${jobs.length} jobs`}</summary>
          <table className={table.table}>
            <caption className="visually-hidden">Jobs of the run</caption>
            <Titles first="Job" />
            <tbody>
              {jobs.map((job) => (
                <Timed key={`${job.key} ${job.id}`} of={job} frame={frame}>
                  <bdi>{job.name}</bdi>
                  {job.attempt > 1 && <span className={table.tag}>attempt {job.attempt}</span>}
                </Timed>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {ofCommit.length > 0 && (
        <div className={styles.more}>
          <Runs caption={`Other runs of commit ${shortSha(sha ?? '')}`} runs={ofCommit} frame={frame} />
        </div>
      )}
    </section>
  )
}

function Runs({ caption, runs, frame }: { caption: string; runs: RunFound[]; frame: Frame }) {
  return (
    <table className={table.table}>
      <caption>{caption}</caption>
      <Titles first="Run" />
      <tbody>
        {runs.map((run) => (
          <Timed key={`${run.source} ${run.id} ${run.attempt}`} of={run} frame={frame}>
            <bdi>{run.pipeline}</bdi>{' '}
            <RecordLink url={run.url}>
              <bdi className="number">{run.id}</bdi>
            </RecordLink>
            {run.attempt > 1 && <span className={table.tag}>attempt {run.attempt}</span>}
          </Timed>
        ))}
      </tbody>
    </table>
  )
}

function Titles({ first }: { first: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        <th scope="col">Result</th>
        <th scope="col" className={`${table.end} ${table.wide}`}>
          Began
        </th>
        <th scope="col" className={table.end}>
          Took
        </th>
      </tr>
    </thead>
  )
}

const GONE_WRONG = new Set(['failure', 'timed_out', 'error'])

type Row = Pick<JobFound, 'status' | 'startedAt' | 'finishedAt'>

function Timed({ of, frame, children }: { of: Row; frame: Frame; children: React.ReactNode }) {
  const { status, startedAt, finishedAt } = of
  const took = startedAt === null || finishedAt === null ? null : (finishedAt - startedAt) / 1000
  return (
    <tr>
      <th scope="row">{children}</th>
      <td className={table.fit}>
        {GONE_WRONG.has(status) ? (
          <>
            <OutcomeMark outcome="failed" named={false} /> <span className={table.failed}>{words(status)}</span>
          </>
        ) : (
          words(status)
        )}
      </td>
      <td className={`${table.end} ${table.fit} ${table.wide}`}>
        {startedAt === null ? (
          <span className="quiet">not known</span>
        ) : (
          <When at={startedAt} zone={frame.zone} now={frame.now} />
        )}
      </td>
      <td className={`${table.end} ${table.fit}`}>
        {took === null || took < 0 ? <span className="quiet">not known</span> : formatDuration(took)}
      </td>
    </tr>
  )
}

function words(status: string): string {
  if (status === 'success') return 'succeeded'
  if (status === 'failure') return 'failed'
  return status.replaceAll('_', ' ')
}
