import { PRESETS, type WindowChoice } from '../../lib/insights/page-window'
import { href, one, type Query } from './query'
import styles from './window-picker.module.css'

const LABELS: Record<string, string> = {
  '4w': '4 weeks',
  '12w': '12 weeks',
  '26w': '26 weeks',
  '52w': '52 weeks',
  all: 'All',
}
/** What a page asks besides its window. */
const KEPT = ['q', 'service', 'team', 'scale']
const CLEARED = { window: undefined, from: undefined, to: undefined }

type Props = {
  path: string
  query: Query
  choice: WindowChoice | null
  /** Parameters that stay when the window changes. */
  keep?: string[]
}

/** Links for the usual windows and a form for two dates; the choice lives in the URL. `choice` is null when it was not understood. */
export function WindowPicker({ path, query, choice, keep = KEPT }: Props) {
  const current = choice?.kind === 'preset' ? choice.preset : choice?.kind
  const kept = Object.fromEntries(keep.flatMap((name) => (one(query, name) === undefined ? [] : [[name, query[name]]])))
  return (
    <nav className={`${styles.picker} screen-only`} aria-label="Time window">
      <ul className={styles.presets}>
        {[...Object.keys(PRESETS), 'all'].map((name) => (
          <li key={name}>
            <a
              href={href(path, kept, {
                window: name === '12w' ? undefined : name,
              })}
              aria-current={name === current ? 'true' : undefined}
            >
              {LABELS[name]}
            </a>
          </li>
        ))}
      </ul>
      <details className={styles.dates}>
        <summary aria-current={current === 'dates' ? 'true' : undefined}>Dates</summary>
        <form action={path} className={styles.sheet}>
          {Object.keys(kept).map((name) => (
            <input key={name} type="hidden" name={name} value={one(query, name)} />
          ))}
          <label>
            From
            <input type="date" name="from" required defaultValue={one({ ...query, ...onlyDates(choice) }, 'from')} />
          </label>
          <label>
            Up to, not including
            <input type="date" name="to" required defaultValue={one({ ...query, ...onlyDates(choice) }, 'to')} />
          </label>
          <button type="submit">Show</button>
        </form>
      </details>
    </nav>
  )
}

function onlyDates(choice: WindowChoice | null): Query {
  return choice?.kind === 'dates' ? choice : CLEARED
}
