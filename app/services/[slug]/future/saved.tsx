import { formatDuration } from '../../../../lib/format'
import { editSentence, readFuture } from '../../../../lib/insights/future-edits'
import type { FutureState } from '../../../../lib/store/future-states'
import { href, type Query } from '../../../_ui/query'
import table from '../../../_ui/table.module.css'
import { When } from '../../../_ui/when'
import { dropFuture } from './actions'
import styles from './future.module.css'

type Props = {
  service: string
  current: FutureState[]
  past: FutureState[]
  /** Whose evolution is shown. */
  shown: string | null
  path: string
  /** The window. */
  kept: Query
  demo: boolean
  zone: string
  now: number
}

export function SavedStates({ past, current, ...rest }: Props) {
  return (
    <>
      <StatesTable caption="Saved future states" isTitled states={current} {...rest} />
      {past.length > 0 && (
        <details className={styles.past}>
          <summary>Former future states</summary>
          <StatesTable caption="Removed; kept as they were" states={past} {...rest} />
        </details>
      )}
    </>
  )
}

type TableProps = Omit<Props, 'current' | 'past'> & { caption: string; isTitled?: boolean; states: FutureState[] }

function StatesTable({ caption, isTitled = false, states, service, shown, path, kept, demo, zone, now }: TableProps) {
  return (
    <table className={`${table.table} ${styles.outcome}`}>
      <caption className={isTitled ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col" className={table.end}>
            Lead time, median
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            It was
          </th>
          <th scope="col" className={`${table.end} ${table.wide}`}>
            Saved
          </th>
          <th scope="col" className={table.end}>
            <span className="visually-hidden">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {states.map((state) => (
          <tr key={state.id}>
            <th scope="row">
              <a
                href={href(path, kept, { ...Object.fromEntries(new URLSearchParams(state.edits)), state: state.id })}
                aria-current={state.id === shown ? 'true' : undefined}
              >
                <bdi>{state.name}</bdi>
              </a>
              <span className={styles.edits}>{sentenceOf(state)}</span>
            </th>
            <td className={table.end}>
              {formatDuration(state.medianSeconds)}
              {state.lowSeconds !== null && state.highSeconds !== null && (
                <span className={styles.edits}>
                  {formatDuration(state.lowSeconds)} to {formatDuration(state.highSeconds)}
                </span>
              )}
            </td>
            <td className={`${table.end} ${table.wide}`}>{formatDuration(state.todaySeconds)}</td>
            <td className={`${table.end} ${table.wide}`}>
              <When at={state.savedAt} zone={zone} now={now} />
            </td>
            <td className={`${table.end} ${table.fit}`}>
              {state.removedAt !== null ? (
                <When at={state.removedAt} zone={zone} now={now} />
              ) : (
                !demo && (
                  <form action={dropFuture}>
                    <input type="hidden" name="service" value={service} />
                    <input type="hidden" name="id" value={state.id} />
                    <button type="submit" className={styles.remove} aria-label={`Remove ${state.name}`}>
                      Remove
                    </button>
                  </form>
                )
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function sentenceOf({ edits }: FutureState): string {
  const query = new URLSearchParams(edits)
  return editSentence(readFuture((name) => query.get(name) ?? undefined).asked)
}
