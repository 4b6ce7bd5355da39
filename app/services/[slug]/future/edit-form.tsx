import { formatDuration } from '../../../../lib/format'
import { MOST_PERCENT } from '../../../../lib/insights/future-edits'
import type { FutureStage, FutureView } from '../../../../lib/insights/future-view'
import { WINDOW_PARAMETERS } from '../../../../lib/insights/page-window'
import { STAGE_WORDS } from '../../../../lib/insights/stage-words'
import controls from '../../../_ui/controls.module.css'
import { one, type Query } from '../../../_ui/query'
import { StageSign } from '../../../_ui/stage-bar'
import table from '../../../_ui/table.module.css'
import styles from './future.module.css'

type Props = { view: FutureView; problems: Record<string, string>; path: string; query: Query }

/** The stages of the stream, each with what is left of it; an ordinary form, so that a future state is a link. */
export function EditForm({ view, problems, path, query }: Props) {
  return (
    <form action={path} className={`${styles.form} screen-only`}>
      {WINDOW_PARAMETERS.map(
        (name) => one(query, name) && <input key={name} type="hidden" name={name} value={one(query, name)} />,
      )}
      <table className={table.table}>
        <caption>
          Left of its time: 50 halves a stage, 0 removes it, empty leaves it. At most: no change takes longer, such as 4
          h.
        </caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Median today
            </th>
            <th scope="col" className={table.end}>
              Left, %
            </th>
            <th scope="col" className={table.end}>
              At most
            </th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Median then
            </th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Mean today
            </th>
            <th scope="col" className={`${table.end} ${table.wide}`}>
              Mean then
            </th>
          </tr>
        </thead>
        <tbody>
          {view.stages.map((stage) => (
            <Row key={stage.name} stage={stage} problems={problems} query={query} />
          ))}
        </tbody>
      </table>
      <div className={styles.whole}>
        <Field
          name="batch"
          title="Changes per deployment, % of today"
          placeholder="100"
          problems={problems}
          query={query}
        />
        <Field name="limit" title="At most in progress" placeholder="no limit" problems={problems} query={query} />
        <button type="submit" className={`${controls.button} ${controls.main}`}>
          Show this state
        </button>
      </div>
    </form>
  )
}

function Row({ stage, problems, query }: { stage: FutureStage; problems: Record<string, string>; query: Query }) {
  const { name, active, median, mean, n } = stage
  return (
    <tr>
      <th scope="row">
        <StageSign active={active} /> {name} <span className={styles.about}>{STAGE_WORDS[name]}</span>
        {n === 0 && <span className={styles.unseen}> not observed</span>}
        <span className={table.narrow}>
          median {formatDuration(median.today)}
          {median.future !== median.today && `, then ${formatDuration(median.future)}`}
        </span>
      </th>
      <td className={`${table.end} ${table.wide}`}>{formatDuration(median.today)}</td>
      <td className={table.end}>
        <Field
          name={`keep-${name}`}
          title={`Left of ${name}, % (0 to ${MOST_PERCENT})`}
          hidden
          placeholder="100"
          problems={problems}
          query={query}
        />
      </td>
      <td className={table.end}>
        <Field
          name={`most-${name}`}
          title={`${name} at most`}
          hidden
          placeholder="–"
          problems={problems}
          query={query}
        />
      </td>
      <td className={`${table.end} ${table.wide}`}>
        <Then today={median.today} future={median.future} />
      </td>
      <td className={`${table.end} ${table.wide}`}>{formatDuration(n === 0 ? null : mean.today)}</td>
      <td className={`${table.end} ${table.wide}`}>
        <Then today={mean.today} future={mean.future} />
      </td>
    </tr>
  )
}

function Then({ today, future }: { today: number | null; future: number | null }) {
  return future === today ? <span className="quiet">as today</span> : <b>{formatDuration(future)}</b>
}

type FieldProps = {
  name: string
  title: string
  /** Its column says what it is to who sees it. */
  hidden?: boolean
  placeholder: string
  problems: Record<string, string>
  query: Query
}

function Field({ name, title, hidden = false, placeholder, problems, query }: FieldProps) {
  const problem = problems[name]
  const id = `field-${name}`
  return (
    <span className={styles.field}>
      <label htmlFor={id} className={hidden ? 'visually-hidden' : undefined}>
        {title}
      </label>
      <input
        id={id}
        name={name}
        defaultValue={one(query, name)}
        placeholder={placeholder}
        autoComplete="off"
        maxLength={12}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
      />
      {problem && (
        <span id={`${id}-problem`} className={controls.wrong}>
          {title} {problem}.
        </span>
      )}
    </span>
  )
}
