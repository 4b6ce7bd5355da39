import { formatCount, formatDuration } from '../../../lib/format'
import type { CollectionRun } from '../../../lib/store/collection-runs'
import table from '../../_ui/table.module.css'
import { Ago } from '../source-row'
import styles from '../sources.module.css'

const WORDS: Record<CollectionRun['status'], string> = {
  ...{ running: 'going on', completed: 'complete', partial: 'in part', failed: 'failed', waiting: 'waiting' },
  ...{ aborted: 'stopped', lost: 'interrupted' },
}
const SHOWN = 20

/** The last collections. */
export function Runs({ runs, now }: { runs: CollectionRun[]; now: number }) {
  if (runs.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="runs">
      <h2 id="runs">Last runs</h2>
      <table className={table.table}>
        <caption className="visually-hidden">The last collections</caption>
        <thead>
          <tr>
            <th scope="col">Began</th>
            <th scope="col">How it ended</th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Took
            </th>
            <th scope="col" className={table.end}>
              Records
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.slice(0, SHOWN).map((run) => (
            <tr key={run.startedAt}>
              <th scope="row">
                <Ago at={run.startedAt} now={now} />
              </th>
              <td>
                {WORDS[run.status]}
                {run.error && <span className={styles.sentence}>{run.error.message}</span>}
              </td>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>
                {run.finishedAt === null ? '–' : formatDuration((run.finishedAt - run.startedAt) / 1000)}
              </td>
              <td className={`${table.end} ${table.fit}`}>{formatCount(run.records)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
