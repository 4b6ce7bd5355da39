import { inSentences } from '../../../lib/errors'
import { formatCount } from '../../../lib/format'
import type { CollectionRun } from '../../../lib/store/collection-runs'
import table from '../../_ui/table.module.css'
import styles from '../sources.module.css'

const WORDS = { completed: 'complete', failed: 'failed', waiting: 'waiting', aborted: 'stopped', skipped: 'not begun' }

/** Where a source has no scopes, a stream ends once, and nothing is counted. */
function endOf({ outcomes }: CollectionRun['streams'][number], word: string, count: number): string {
  return outcomes.length === 1 && outcomes[0]?.scope === null ? word : `${formatCount(count)} ${word}`
}

type Outcome = CollectionRun['streams'][number]['outcomes'][number]

/** What stood in the way; the same of several kinds is one. */
function troubleOf({ scope, error }: Outcome): string {
  return error ? `${scope ?? ''}\n${inSentences(error)}` : ''
}

/** What a run read of each kind, and where it could not. */
export function Streams({ run }: { run: CollectionRun }) {
  const troubles = run.streams.flatMap(({ outcomes }) => outcomes.map(troubleOf).filter(Boolean))
  const shared = new Set(troubles.filter((trouble, at) => troubles.indexOf(trouble) !== at))
  return (
    <section className={styles.section} aria-labelledby="streams">
      <h2 id="streams">What the last run read</h2>
      {[...shared].map((trouble) => {
        const [scope, sentences] = trouble.split('\n')
        return (
          <p key={trouble} className={styles.trouble}>
            {scope !== '' && (
              <>
                <bdi>{scope}</bdi>:{' '}
              </>
            )}
            {sentences}
          </p>
        )
      })}
      <table className={table.table}>
        <caption className="visually-hidden">Kinds of records and how reading them ended</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">How it ended</th>
            <th scope="col" className={table.end}>
              Records
            </th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Rejected
            </th>
          </tr>
        </thead>
        <tbody>
          {run.streams.map((stream) => (
            <tr key={stream.stream}>
              <th scope="row">{stream.title}</th>
              <td>
                {Object.entries(stream.ended)
                  .map(([status, count]) => endOf(stream, WORDS[status as keyof typeof WORDS], count ?? 0))
                  .join(', ')}
                {stream.outcomes
                  .filter((outcome) => outcome.error && !shared.has(troubleOf(outcome)))
                  .map(({ scope, error }) => (
                    <span key={scope ?? ''} className={styles.sentence}>
                      {scope !== null && (
                        <>
                          <bdi>{scope}</bdi>:{' '}
                        </>
                      )}
                      {error && inSentences(error)}
                    </span>
                  ))}
              </td>
              <td className={`${table.end} ${table.fit}`}>{formatCount(stream.records)}</td>
              <td className={`${table.end} ${table.fit} ${table.wide}`}>{formatCount(stream.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
