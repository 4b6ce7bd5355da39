import { formatCount } from '../../../lib/format'
import { EVERY_ROW, SHOWS, type Show, TABS, type Tab } from '../../../lib/insights/list-query'
import { READING_PARAMETERS } from '../../../lib/insights/reading'
import { Go } from '../../_ui/go'
import { one } from '../../_ui/query'
import segments from '../../_ui/segment.module.css'
import { type Frame, LIST, listHref, sameListHref } from './frame'
import styles from './tabs.module.css'

const TITLES: Record<Tab, string> = {
  changes: 'Changes',
  deployments: 'Deployments',
  incidents: 'Incidents',
  waiting: 'Waiting',
}

/** The four lists of a service, each a link with its count. */
export function Tabs({
  frame,
  current,
  counts,
}: {
  frame: Pick<Frame, 'path' | 'query'>
  current: Tab | null
  counts: Record<Tab, number>
}) {
  return (
    <nav className={styles.tabs} aria-label="Lists">
      <ul>
        {TABS.map((tab) => (
          <li key={tab}>
            <Go href={listHref(frame, tab)} aria-current={tab === current ? 'page' : undefined}>
              {TITLES[tab]} <span className={`${styles.count} number`}>{formatCount(counts[tab])}</span>
            </Go>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const SHOWN: Record<Show, string> = {
  all: 'All',
  counted: 'Counted',
  bots: 'Bots',
  'left-out': 'Left out',
  baseline: 'Baseline',
  failed: 'Failed',
  repairs: 'Repairs',
  attempts: 'Failed attempts',
  unknown: 'Commit unknown',
  open: 'Open',
  unlinked: 'Linked to none',
  merged: 'Merged',
}
const KEPT = [...READING_PARAMETERS, 'tab', 'show', 'sort', 'dir', 'deployment']

/** Which rows: a search by text, and the kinds that this window has. An ordinary form, so the result is a link. */
export function Choose({ frame, counts, found }: { frame: Frame; counts: Record<string, number>; found: number }) {
  const { list, query } = frame
  const shows = (SHOWS[list.tab] as readonly Show[]).filter(
    (show) => show === 'all' || show === list.show || (counts[show] ?? 0) > 0,
  )
  return (
    <div className={`${styles.choose} screen-only`}>
      <form action={`${frame.path}#${LIST}`} className={styles.search}>
        {KEPT.map(
          (name) => one(query, name) && <input key={name} type="hidden" name={name} value={one(query, name)} />,
        )}
        <label className="visually-hidden" htmlFor="q">
          Part of a title or an id
        </label>
        <input
          id="q"
          type="search"
          name="q"
          defaultValue={list.text}
          placeholder="Part of a title or an id"
          maxLength={200}
        />
        <button type="submit">Search</button>
      </form>
      {list.text !== '' && (
        <p>
          {formatCount(found)} with “<bdi>{list.text}</bdi>”.{' '}
          <Go href={sameListHref(frame, { q: undefined })}>Show all</Go>
        </p>
      )}
      {list.deployment !== null && (
        <p>
          Only those of <bdi>{list.deployment}</bdi>.{' '}
          <Go href={sameListHref(frame, { deployment: undefined })}>Show all</Go>
        </p>
      )}
      {shows.length > 1 && (
        <ul className={styles.shows} aria-label="Which rows">
          {shows.map((show) => (
            <li key={show}>
              <Go
                className={segments.segment}
                href={sameListHref(frame, { show: show === 'all' ? undefined : show })}
                aria-current={show === list.show ? 'true' : undefined}
              >
                {SHOWN[show]} <span className="number">{formatCount(counts[show] ?? 0)}</span>
              </Go>
            </li>
          ))}
        </ul>
      )}
      {found > 0 && (
        <p className={styles.every}>
          {list.open === EVERY_ROW ? (
            <Go href={sameListHref(frame, { page: one(query, 'page') })}>Close every row</Go>
          ) : (
            <Go href={sameListHref(frame, { page: one(query, 'page'), open: EVERY_ROW })}>Open every row</Go>
          )}
        </p>
      )}
    </div>
  )
}
