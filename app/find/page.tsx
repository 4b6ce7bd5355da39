import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../lib/auth/permit'
import { formatCount } from '../../lib/format'
import { askedWindow, withQuery } from '../../lib/insights/page-window'
import { findPlaces, placesOf } from '../../lib/insights/places'
import { measuredServices } from '../_ui/fresh-facts'
import { href, one, type Query } from '../_ui/query'
import styles from './page.module.css'

export const metadata: Metadata = { title: 'Find' }

const LIMIT = 100
const KINDS = { page: 'Page', metric: 'Metric', team: 'Team', service: 'Service' }

/** The finder as a page: works where no script does. */
export default async function FindRoute({ searchParams }: { searchParams: Promise<Query> }) {
  if (!(await permit('find'))) notFound()
  const query = await searchParams
  const text = (one(query, 'q') ?? '').slice(0, 200)
  const window = askedWindow(href('', query, {}).slice(1))
  const { places, total } = findPlaces(placesOf(await measuredServices(), window), text, LIMIT)
  return (
    <>
      <h1>Find</h1>
      <search>
        <form action="/find" className={styles.form}>
          <label className="visually-hidden" htmlFor="find">
            A service, a team or a metric
          </label>
          <input
            id="find"
            type="search"
            name="q"
            defaultValue={text}
            placeholder="A service, a team or a metric"
            maxLength={200}
          />
          {[...new URLSearchParams(window)].map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit">Find</button>
        </form>
      </search>
      {places.length === 0 && (
        <p className="quiet">
          Nothing has “<bdi>{text}</bdi>” in its name. <a href={withQuery('/', window)}>The overview</a> lists
          everything that is measured.
        </p>
      )}
      <ul className={styles.places}>
        {places.map((place) => (
          <li key={place.href}>
            <a href={place.href}>
              <bdi>{place.name}</bdi>
            </a>
            <span className="quiet">
              {KINDS[place.kind]}
              {place.note !== null && (
                <>
                  {' · '}
                  <bdi>{place.note}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {total > places.length && (
        <p className="quiet">and {formatCount(total - places.length)} more; type more of the name to find them.</p>
      )}
    </>
  )
}
