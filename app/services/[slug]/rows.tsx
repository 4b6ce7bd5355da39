import { EVERY_ROW } from '../../../lib/insights/list-query'
import { dayKey, dayNumber, dayStart } from '../../../lib/time'
import { href } from '../../_ui/query'
import { When } from '../../_ui/when'
import { Changes } from './changes'
import { Deployments } from './deployments'
import { anchorOf, type Frame } from './frame'
import { Incidents } from './incidents'
import type { LoadedList } from './load-list'
import styles from './page.module.css'
import { Choose } from './tabs'
import { Waiting } from './waiting'

type Props = { loaded: LoadedList; frame: Frame; missing: { at: number | null } | null }

/** The list that was asked for, and what became of a row that was asked for by name. */
export function Rows({ loaded, frame, missing }: Props) {
  const { rows } = loaded
  return (
    <>
      <Choose frame={frame} counts={rows.counts} found={rows.total} />
      <Missing loaded={loaded} frame={frame} missing={missing} />
      {loaded.tab === 'changes' && <Changes rows={loaded.rows} frame={frame} />}
      {loaded.tab === 'deployments' && <Deployments rows={loaded.rows} frame={frame} details={loaded.details} />}
      {loaded.tab === 'incidents' && <Incidents rows={loaded.rows} frame={frame} />}
      {loaded.tab === 'waiting' && <Waiting rows={loaded.rows} frame={frame} />}
    </>
  )
}

const AROUND_DAYS = 14

function Missing({ loaded, frame, missing }: Props) {
  const { list, path, zone, now } = frame
  if (list.open === null || list.open === EVERY_ROW || loaded.rows.opened) return null
  if (missing === null || missing.at === null) {
    return (
      <p className={styles.missing} role="alert">
        {missing === null ? 'This service has no row ' : 'It is in none of these rows: '}“<bdi>{list.open}</bdi>”.
      </p>
    )
  }
  const day = dayNumber(missing.at, zone)
  const target = href(
    path,
    {},
    {
      from: dayKey(dayStart(day - AROUND_DAYS, zone), zone),
      to: dayKey(dayStart(day + AROUND_DAYS, zone), zone),
      tab: list.tab === 'changes' ? undefined : list.tab,
      open: list.open,
    },
    anchorOf(list.tab, list.open),
  )
  return (
    <p className={styles.missing} role="alert">
      “<bdi>{list.open}</bdi>” is not among these rows: it is of <When at={missing.at} zone={zone} now={now} />.{' '}
      <a href={target}>Show the four weeks around it</a>
    </p>
  )
}
