import type { ReactNode } from 'react'
import { formatCount, formatDuration, formatRate } from '../../../../lib/format'
import type { PipelinesView } from '../../../../lib/insights/pipeline-view'
import { jobShare, loadName, type ShownShare } from '../../../../lib/insights/pipeline-words'
import table from '../../../_ui/table.module.css'
import styles from './pipelines.module.css'
import { type Place, runsHref } from './place'

type Props = { view: PipelinesView; place: Place }
const { end, wide, roomy } = table
const WIDE = `${end} ${wide}`
const ROOMY = `${end} ${roomy}`

/** Each pipeline, the one that ran most first. */
export function PipelinesTable({ view, place }: Props) {
  const sources = new Set(view.pipelines.map(({ source }) => source)).size
  return (
    <Section title="By pipeline" id="pipelines">
      <table className={table.table}>
        <Heads
          titles={[
            'Pipeline',
            'Runs',
            'Failed',
            'System faults',
            'Median',
            '9 in 10 within',
            'In queue',
            'Queue, 9 in 10',
            'Cancelled',
          ]}
        />
        <tbody>
          {view.pipelines.map(({ source, pipeline, runs, failed, faults, duration, queue, cancelled }) => {
            const to = (show: string, sort?: string) =>
              runsHref(place, sort ? { pipeline, show, sort } : { pipeline, show })
            return (
              <tr key={`${source} ${pipeline}`}>
                <th scope="row">
                  <bdi>{pipeline}</bdi>
                  {sources > 1 && <span className="quiet"> {source}</span>}
                </th>
                <td className={WIDE}>
                  <a href={to('all')}>{formatCount(runs)}</a>
                </td>
                <td className={end}>
                  <Rate share={failed} href={to('failed')} />
                </td>
                <td className={ROOMY}>
                  <Rate share={faults} href={to('faults')} />
                </td>
                <td className={end}>
                  <a href={to('ended', 'duration')}>{formatDuration(duration.median)}</a>
                </td>
                <td className={WIDE}>{formatDuration(duration.p90)}</td>
                <td className={WIDE}>
                  <a href={to('all', 'queue')}>{formatDuration(queue.median)}</a>
                </td>
                <td className={ROOMY}>{formatDuration(queue.p90)}</td>
                <td className={WIDE}>
                  <a href={to('cancelled')}>{formatCount(cancelled)}</a>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}

const MOST_JOBS = 100

/** Each job of each pipeline; those that fail most often first. */
export function JobsTable({ view, place }: Props) {
  const jobs = [...view.jobs].sort((a, b) => b.failed - a.failed || b.ended - a.ended)
  if (jobs.length === 0) {
    return (
      <Section title="By job" id="jobs">
        <p>
          No job of these runs is known; they come with the record <code>job</code>.
        </p>
      </Section>
    )
  }
  return (
    <Section title="By job" id="jobs">
      {jobs.length > MOST_JOBS && (
        <p>
          The {MOST_JOBS} that failed most often, of {formatCount(jobs.length)}.
        </p>
      )}
      <table className={table.table}>
        <Heads
          titles={[
            'Job',
            'Runs',
            'Failed',
            'System faults',
            'Median',
            '9 in 10 within',
            'In queue',
            'Queue, 9 in 10',
            'Cancelled',
          ]}
        />
        <tbody>
          {jobs
            .slice(0, MOST_JOBS)
            .map(({ source, pipeline, name, ended, failed, faults, duration, queue, cancelled }) => (
              <tr key={`${source} ${pipeline} ${name}`}>
                <th scope="row">
                  <bdi>{name}</bdi>{' '}
                  <span className="quiet">
                    <bdi>{pipeline}</bdi>
                  </span>
                </th>
                <td className={WIDE}>{formatCount(ended)}</td>
                <td className={end}>
                  <Rate share={jobShare(failed, ended)} href={runsHref(place, { pipeline, job: name })} />
                </td>
                <td className={ROOMY}>
                  <Rate share={jobShare(faults, ended)} href={null} />
                </td>
                <td className={end}>{formatDuration(duration.median)}</td>
                <td className={WIDE}>{formatDuration(duration.p90)}</td>
                <td className={WIDE}>{formatDuration(queue.median)}</td>
                <td className={ROOMY}>{formatDuration(queue.p90)}</td>
                <td className={WIDE}>{formatCount(cancelled)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Section>
  )
}

/** Time in the queue against what was in progress. */
export function LoadsTable({ view }: Props) {
  return (
    <Section title="Runs at once against time in the queue" id="load">
      <p className="quiet">How many other runs were in progress as a run was queued, and how long it then waited.</p>
      <table className={table.table}>
        <Heads titles={['In progress', 'Runs', 'Median wait', '9 in 10 within']} all />
        <tbody>
          {view.loads.map((load) => (
            <tr key={load.least}>
              <th scope="row">{loadName(load)}</th>
              <td className={end}>{formatCount(load.n)}</td>
              <td className={end}>{formatDuration(load.median)}</td>
              <td className={end}>{formatDuration(load.p90)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function Section({ title, id, children }: { title: string; id: string; children: ReactNode }) {
  return (
    <section className={styles.section} id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  )
}

/** What each column of figures is shown from: everywhere, from a tablet on, on wide screens only. */
const FROM: Record<string, string | undefined> = {
  Failed: end,
  Median: end,
  'System faults': ROOMY,
  'Queue, 9 in 10': ROOMY,
}

function Heads({ titles, all = false }: { titles: string[]; all?: boolean }) {
  return (
    <thead>
      <tr>
        {titles.map((title, at) => (
          <th key={title} scope="col" className={at === 0 ? undefined : all ? end : (FROM[title] ?? WIDE)}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Rate({ share, href }: { share: ShownShare; href: string | null }) {
  const { part, n, value, interval } = share
  if (value === null || interval === null) return <>–</>
  const counted = `${formatCount(part)} of ${formatCount(n)}`
  return (
    <>
      {formatRate(value)} {href === null || part === 0 ? counted : <a href={href}>{counted}</a>}
      <span className={`${styles.interval} ${wide}`}>
        {' '}
        {formatRate(interval[0])} to {formatRate(interval[1])}
      </span>
    </>
  )
}
