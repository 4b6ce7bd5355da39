import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../lib/auth/permit'
import { overviewHeadline } from '../lib/insights/headline'
import { earliest, type OverviewRow, overviewPage, overviewRow } from '../lib/insights/overview'
import { readWindow, type WindowChoice, windowWords } from '../lib/insights/page-window'
import { currentServices, loadFacts } from '../lib/store/measured'
import type { ServiceSummary } from '../lib/store/services'
import { Filter } from './_ui/filter'
import { freshFacts } from './_ui/fresh-facts'
import { Notice } from './_ui/notice'
import { Pager } from './_ui/pager'
import { one, pageNumber, type Query } from './_ui/query'
import { WindowPicker } from './_ui/window-picker'
import { NothingYet, WithoutDeployment } from './overview-empty'
import { OverviewTable } from './overview-table'
import styles from './page.module.css'

export const metadata: Metadata = { title: 'Overview · Streamgauge' }

const PAGE_SIZE = 200

export default async function OverviewRoute({ searchParams }: { searchParams: Promise<Query> }) {
  if (!(await permit('read-overview'))) notFound()
  const query = await searchParams
  await freshFacts()
  const services = await currentServices()
  if (services.length === 0) return <NothingYet />

  const asked = readWindow({ window: one(query, 'window'), from: one(query, 'from'), to: one(query, 'to') })
  const choice = asked.ok ? asked.choice : null
  const head = (
    <div className={styles.head}>
      <h1>Overview</h1>
      <WindowPicker path="/" query={query} choice={choice} />
    </div>
  )
  const page = pageNumber(query, 'page')
  const filter = one(query, 'q') ?? ''
  const found = overviewPage(services, { filter, page: page ?? 1, size: PAGE_SIZE })
  const problem = !asked.ok
    ? asked.message
    : page === null || page > found.pages
      ? `There is no page ${one(query, 'page')}: there are ${found.pages}.`
      : null
  if (problem !== null || choice === null) {
    return (
      <>
        {head}
        <Notice title="This view cannot be shown" alert>
          <p>{problem}</p>
          <p>
            <a href="/">Show the last 12 weeks</a>
          </p>
        </Notice>
      </>
    )
  }

  const rows = await measureAll(found.services, choice)
  const words = windowWords(choice)
  const many = services.length > 12 || filter !== ''
  return (
    <>
      {head}
      <p className={styles.headline}>
        {rows.length > 0 ? overviewHeadline(rows, words.before) : nothingShown(filter, found.withoutDeployment.length)}
      </p>
      <p className="quiet">
        {words.name[0]?.toUpperCase()}
        {words.name.slice(1)}
        {words.before !== null && `, compared with ${words.before}`}. Times of each service’s own zone.
      </p>
      {many && <Filter query={query} filter={filter} total={found.total + found.withoutDeployment.length} />}
      {rows.length > 0 && <OverviewTable rows={rows} choice={choice} before={words.before} />}
      {rows.length > 0 && (
        <p className={styles.legend}>
          ≈ about as before · too few to compare, fewer than five on one side <span aria-hidden="true">⚑</span>{' '}
          something is missing or could not be read
        </p>
      )}
      <Pager
        path="/"
        query={query}
        name="page"
        what="services"
        size={PAGE_SIZE}
        page={found.page}
        pages={found.pages}
        total={found.total}
      />
      <WithoutDeployment services={found.withoutDeployment} />
    </>
  )
}

function nothingShown(filter: string, without: number): string {
  if (filter === '') return 'No service has a successful production deployment yet.'
  return without > 0
    ? `No service with “${filter}” in its name has been deployed yet.`
    : `No service has “${filter}” in its name.`
}

/** All services of the page at once, from the columns that this process keeps. */
async function measureAll(services: ServiceSummary[], choice: WindowChoice): Promise<OverviewRow[]> {
  const now = Date.now()
  const facts = await loadFacts(services, earliest(services, choice, now))
  return services.flatMap((service) => {
    const one = facts.get(service.name)
    return one ? overviewRow(one, service.slug, choice, now) : []
  })
}
