import { WINDOW_PARAMETERS, windowName, windowQuery, withQuery } from '../../lib/insights/page-window'
import { type Iteration, PRESETS, type WindowChoice } from '../../lib/insights/window-days'
import { windowWords } from '../../lib/insights/window-words'
import { href, one, type Query } from './query'
import segments from './segment.module.css'
import { SoftWindow } from './soft-window'
import styles from './window-picker.module.css'

/** What a page asks besides its window. */
const KEPT = ['q', 'service', 'team', 'scale']

type Props = {
  path: string
  query: Query
  choice: WindowChoice | null
  /** Parameters that stay when the window changes. */
  keep?: string[]
  /** What the team that the page is about works in; null: nobody said, or several teams differ. */
  iteration?: Iteration | null
  /** Whose days they are; null: each service's own. Left out where the page says it already. */
  zone?: string | null
  /** Whether the page sets its figures beside those of another window. */
  compares?: boolean
}

type Named = { words: string; choice: WindowChoice }

/** Links for the usual windows, forms for two dates, and, where the page compares, what the window is compared with; the choice lives in the URL. `choice` is null when it was not understood. */
export function WindowPicker({ path, query, choice, keep = KEPT, iteration = null, zone, compares = false }: Props) {
  const kept = Object.fromEntries(keep.flatMap((name) => (one(query, name) === undefined ? [] : [[name, query[name]]])))
  const base = href(path, kept, {})
  const current = choice === null ? null : (windowName(choice) ?? 'dates')
  const weeks = Object.keys(PRESETS) as (keyof typeof PRESETS)[]
  const usual: Named[] = [
    ...weeks.map((preset): Named => ({ words: `${PRESETS[preset]} weeks`, choice: { kind: 'preset', preset } })),
    { words: 'All', choice: { kind: 'all' } },
  ]
  const periods: Named[] = [
    { words: 'This quarter', choice: { kind: 'quarter', back: 0 } },
    { words: 'Last quarter', choice: { kind: 'quarter', back: 1 } },
    ...(iteration
      ? [
          { words: 'This iteration', choice: { kind: 'iteration' as const, back: 0 as const, ...iteration } },
          { words: 'Last iteration', choice: { kind: 'iteration' as const, back: 1 as const, ...iteration } },
        ]
      : []),
  ]
  const links = (named: Named[]) =>
    named.map(({ words, choice: to }) => (
      <li key={words}>
        <a
          className={segments.segment}
          href={withQuery(base, windowQuery(comparedAs(to, choice)))}
          aria-current={windowName(to) === current ? 'true' : undefined}
        >
          {words}
        </a>
      </li>
    ))
  const period = periods.find((named) => windowName(named.choice) === current)
  return (
    <SoftWindow className={`${styles.picker} screen-only`} names={WINDOW_PARAMETERS}>
      <nav className={styles.windows} aria-label="Time window">
        <ul className={styles.presets}>{links(usual)}</ul>
        <details className={styles.dates}>
          <summary className={segments.segment} aria-current={period || current === 'dates' ? 'true' : undefined}>
            {period?.words ?? 'Dates'}
          </summary>
          <div className={styles.sheet}>
            <ul className={styles.periods}>{links(periods)}</ul>
            <DatesForm path={path} query={query} kept={kept} names={['from', 'to']} drop="window" />
          </div>
        </details>
      </nav>
      <div className={styles.second}>
        {compares && choice && <Against base={base} path={path} query={query} kept={kept} choice={choice} />}
        {zone !== undefined && <span className={styles.zone}>{zone ?? 'Each service’s own time zone'}</span>}
      </div>
    </SoftWindow>
  )
}

/** A window compared as the current one is, where it can be. */
function comparedAs(to: WindowChoice, current: WindowChoice | null): WindowChoice {
  const against = current?.against
  if (!against || (to.kind === 'all' && against.kind === 'year')) return to
  return { ...to, against }
}

type Place = { path: string; query: Query; kept: Query }

function Against({ base, choice, ...place }: Place & { base: string; choice: WindowChoice }) {
  const { against: _, ...shown } = choice
  const kind = choice.against?.kind ?? 'before'
  const before = windowWords(choice).before
  const choices: { words: string; kind: string; choice: WindowChoice }[] = [
    { words: windowWords(shown).before ?? 'Nothing', kind: 'before', choice: shown },
  ]
  if (choice.kind !== 'all') {
    choices.push({ words: 'The same a year before', kind: 'year', choice: { ...shown, against: { kind: 'year' } } })
    choices.push({ words: 'Nothing', kind: 'none', choice: { ...shown, against: { kind: 'none' } } })
  }
  return (
    <nav aria-label="Compared with">
      <details className={styles.dates}>
        <summary className={segments.segment}>Compared with {before ?? 'nothing'}</summary>
        <div className={styles.sheet}>
          <ul className={styles.periods}>
            {choices.map((one) => (
              <li key={one.kind}>
                <a
                  className={segments.segment}
                  href={withQuery(base, windowQuery(one.choice))}
                  aria-current={one.kind === kind ? 'true' : undefined}
                >
                  {one.words[0]?.toUpperCase()}
                  {one.words.slice(1)}
                </a>
              </li>
            ))}
          </ul>
          <DatesForm {...place} names={['against-from', 'against-to']} drop="against" />
        </div>
      </details>
    </nav>
  )
}

type FormProps = Place & { names: ['from', 'to'] | ['against-from', 'against-to']; drop: 'window' | 'against' }

/** Two dates; the rest of the window stays as it is. */
function DatesForm({ path, query, kept, names, drop }: FormProps) {
  const own = WINDOW_PARAMETERS.filter((name) => name !== drop && !(names as string[]).includes(name))
  const hidden = [...Object.keys(kept), ...own].flatMap((name) => {
    const value = one(query, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const [from, to] = names
  return (
    <form action={path} className={styles.form}>
      {hidden.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label>
        {drop === 'window' ? 'From' : 'Compare from'}
        <input type="date" name={from} required defaultValue={one(query, from)} />
      </label>
      <label>
        {drop === 'window' ? 'Up to, not including' : 'Compare until, not including'}
        <input type="date" name={to} required defaultValue={one(query, to)} />
      </label>
      <button type="submit">{drop === 'window' ? 'Show' : 'Compare'}</button>
    </form>
  )
}
