import { concernedBy, loadUnreadSources, type UnreadSource } from '../../lib/insights/unread-sources'
import { measuredServices } from './fresh-facts'
import styles from './unread-sources.module.css'
import { When } from './when'

const NAMED = 3

/** `of`: the one service that the page is about. */
type Props = { now: number; zone: string | null; of?: { repository: string } | null }

/** Beside figures: which sources could not be read, since when, and that the figures may lack what they have. */
export async function UnreadSources({ now, zone, of = null }: Props) {
  const unread = await loadUnreadSources(now, of && concernedBy(of, await measuredServices()))
  if (unread.length === 0) return null
  const more = unread.length - NAMED
  return (
    <p role="status" className={styles.unread}>
      <span aria-hidden="true">⚑ </span>
      {unread.slice(0, NAMED).map((source, at) => (
        <span key={source.name}>
          {at > 0 && '; '}
          <a href={`/sources/${encodeURIComponent(source.name)}`}>
            <bdi>{source.name}</bdi>
          </a>{' '}
          <Told source={source} zone={zone ?? 'UTC'} now={now} />
        </span>
      ))}
      {more > 0 && (
        <>
          ; and <a href="/quality#sources">{more} more</a>
        </>
      )}
      . {unread.some(({ since }) => since === null) ? 'What is there' : 'What happened there meanwhile'} may be missing
      here.
    </p>
  )
}

function Told({ source: { since, why }, zone, now }: { source: UnreadSource; zone: string; now: number }) {
  if (since === null) return <>{why === 'late' ? 'is late and ' : ''}was never read in full</>
  return (
    <>
      {why === 'late' ? 'is late: it was read last' : 'could not be read in full since'}{' '}
      <When at={since} zone={zone} now={now} />
      {zone === 'UTC' && ' (UTC)'}
    </>
  )
}
