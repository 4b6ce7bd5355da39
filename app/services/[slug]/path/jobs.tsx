import { formatDuration } from '../../../../lib/format'
import { hasEdits, type PathEdits, type PathView, type ScheduledJob } from '../../../../lib/insights/path-view'
import table from '../../../_ui/table.module.css'
import { hasEdit, toggled } from './address'
import styles from './path.module.css'

type Props = { view: PathView; hrefOf: (edits: PathEdits) => string }

/** Every job with when it can begin, how long it takes, what it has to spare, and what can be tried with it. */
export function Jobs({ view, hrefOf }: Props) {
  const { today, future, edits } = view
  if (today === null) return null
  const shown = hasEdits(edits) && future ? future : today
  const scale = Math.max(today.seconds, shown.seconds, 1)
  const byName = new Map(shown.jobs.map((job) => [job.name, job]))
  return (
    <table className={`${table.table} ${styles.jobs}`}>
      <caption>
        From the beginning of a run, left to right, to its end. Solid: on the path, a later end makes the run longer.
        Hatched: it has time to spare.
      </caption>
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col" className={table.wide}>
            When
          </th>
          <th scope="col" className={table.end}>
            Takes
          </th>
          <th scope="col" className={table.end}>
            To spare
          </th>
          <th scope="col" className="screen-only">
            What if
          </th>
        </tr>
      </thead>
      <tbody>
        {today.jobs.map(({ name }) => {
          const job = byName.get(name)
          return (
            <tr key={name} className={job ? undefined : styles.gone}>
              <th scope="row">
                <bdi>{name}</bdi>
                {job?.critical && <span className={table.tag}>on the path</span>}
                {!job && <span className={table.tag}>taken off</span>}
                {job && job.needs.length > 0 && <span className={styles.needs}>needs {job.needs.join(', ')}</span>}
              </th>
              <td className={`${table.wide} ${styles.when}`}>{job && <Bar job={job} scale={scale} />}</td>
              <td className={`${table.end} ${table.fit}`}>{job ? formatDuration(job.seconds) : ''}</td>
              <td className={`${table.end} ${table.fit}`}>
                {job ? (job.critical ? 'none' : formatDuration(job.slack)) : ''}
              </td>
              <td className={`${styles.tries} screen-only`}>
                <Tries name={name} job={job ?? null} edits={edits} hrefOf={hrefOf} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Bar({ job, scale }: { job: ScheduledJob; scale: number }) {
  const percent = (seconds: number) => `${((seconds / scale) * 100).toFixed(2)}%`
  return (
    <div className={styles.track} aria-hidden="true">
      <div
        className={job.critical ? styles.critical : styles.spare}
        style={{ marginInlineStart: percent(job.start), width: percent(job.seconds) }}
      />
    </div>
  )
}

const WORDS: Record<keyof PathEdits, [make: string, undo: string]> = {
  off: ['Take off', 'Put back'],
  half: ['Twice as fast', 'As fast as today'],
  beside: ['In parallel', 'One after the other'],
}

type TriesProps = { name: string; job: ScheduledJob | null; edits: PathEdits; hrefOf: (edits: PathEdits) => string }

function Tries({ name, job, edits, hrefOf }: TriesProps) {
  const kinds = (Object.keys(WORDS) as (keyof PathEdits)[]).filter(
    (kind) =>
      hasEdit(edits, kind, name) ||
      (job !== null && (kind !== 'beside' || job.needs.length > 0) && (kind === 'off' || job.seconds > 0)),
  )
  return (
    <ul>
      {kinds.map((kind) => (
        <li key={kind}>
          <a
            href={hrefOf(toggled(edits, kind, name))}
            aria-label={`${WORDS[kind][hasEdit(edits, kind, name) ? 1 : 0]}: ${name}`}
          >
            {WORDS[kind][hasEdit(edits, kind, name) ? 1 : 0]}
          </a>
        </li>
      ))}
    </ul>
  )
}
