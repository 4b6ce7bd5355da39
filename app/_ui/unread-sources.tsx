import { type Concerned, loadUnreadSources, type UnreadSource } from '../../lib/insights/unread-sources'
import { currentServices } from '../../lib/store/measured'
import { When } from './when'

const NAMED = 3

type Props = { now: number; zone?: string | null; concerned?: Concerned }

/** Beside figures: which sources could not be read, since when, and that the figures may lack what they have. */
export async function UnreadSources({ now, zone = null, concerned = null }: Props) {
  const unread = await loadUnreadSources(now, concerned)
  if (unread.length === 0) return null
  const more = unread.length - NAMED
  return (
    <p role="status">
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
      . What happened there meanwhile may be missing here.
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

/** A service's repository, as against the other services'. */
export async function concernedBy({ repository }: { repository: string }): Promise<Concerned> {
  const others = (await currentServices()).map((service) => service.repository)
  return { repository, others: new Set(others.filter((other) => other !== repository)) }
}
