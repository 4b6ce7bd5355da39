import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { permit } from '../../../lib/auth/permit'
import type { RowsWanted } from '../../../lib/facts/rows'
import type { ServiceFacts } from '../../../lib/facts/service'
import { formatRange } from '../../../lib/format'
import { serviceHeadline } from '../../../lib/insights/headline'
import { changeList, deploymentList, incidentList, waitingList } from '../../../lib/insights/lists'
import { readWindow, resolveWindow, windowWords } from '../../../lib/insights/page-window'
import { type ServicePage, servicePage } from '../../../lib/insights/service-page'
import { loadFactRows } from '../../../lib/store/fact-rows'
import { currentServices, loadFacts } from '../../../lib/store/measured'
import { freshFacts } from '../../_ui/fresh-facts'
import { Notice } from '../../_ui/notice'
import { one, pageNumber, type Query } from '../../_ui/query'
import { WindowPicker } from '../../_ui/window-picker'
import { Changes } from './changes'
import { Deployments } from './deployments'
import { Figures } from './figures'
import { Incidents } from './incidents'
import styles from './page.module.css'
import { Quality } from './quality'
import { Rule } from './rule'
import { Stream } from './stream'
import { Waiting } from './waiting'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> }

const PAGE_SIZE = 100
const LISTS = ['changes', 'deployments', 'incidents', 'waiting'] as const

const findService = cache(async (slug: string) => {
  await freshFacts()
  const wanted = decoded(slug)
  return (await currentServices()).find((service) => service.slug === wanted) ?? null
})

function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    return slug
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service?.name ?? 'No such service' }
}

export default async function ServiceRoute({ params, searchParams }: Props) {
  if (!(await permit('read-service'))) notFound()
  const query = await searchParams
  const summary = await findService((await params).slug)
  if (!summary) notFound()

  const asked = readWindow({ window: one(query, 'window'), from: one(query, 'from'), to: one(query, 'to') })
  const path = `/services/${encodeURIComponent(summary.slug)}`
  const head = (
    <div className={styles.head}>
      <div>
        <h1>
          <bdi>{summary.name}</bdi>
        </h1>
        <p className="quiet">
          {summary.team !== null && (
            <>
              <bdi>{summary.team}</bdi> ·{' '}
            </>
          )}
          {summary.repository !== summary.name && (
            <>
              <bdi>{summary.repository}</bdi> ·{' '}
            </>
          )}
          times in {summary.timeZone}
        </p>
      </div>
      <WindowPicker path={path} query={query} choice={asked.ok ? asked.choice : null} />
    </div>
  )
  const now = Date.now()
  const range = asked.ok ? resolveWindow(asked.choice, summary.timeZone, now, summary.deployed.firstAt) : null
  const since = range?.previous?.from ?? Number.NEGATIVE_INFINITY
  const facts = (await loadFacts([summary], since, 'details')).get(summary.name)
  if (!facts) notFound()
  const page = asked.ok ? servicePage(facts, asked.choice, now) : null
  const lists = page && (await listsOf(query, facts, page.window))
  const problem = asked.ok ? lists && wrongPage(query, lists) : asked.message
  if (!asked.ok || !page || !lists || problem) {
    return (
      <>
        {head}
        <Notice title="This view cannot be shown" alert>
          <p>{problem}</p>
          <p>
            <a href={path}>Show the last 12 weeks</a>
          </p>
        </Notice>
      </>
    )
  }

  const words = windowWords(asked.choice)
  const frame = { path, query, size: PAGE_SIZE, zone: summary.timeZone, now }
  return (
    <>
      {head}
      <p className={styles.headline}>{serviceHeadline(page.figures, page.earlierMedian)}</p>
      <p className="quiet">
        {words.name[0]?.toUpperCase()}
        {words.name.slice(1)}
        {words.before !== null && `, compared with ${words.before}`} (
        {formatRange(page.range.from, page.range.to, summary.timeZone)}).
      </p>
      <Figures figures={page.figures} page={page} />
      <Stream page={page} />
      <Rule summary={summary} page={page} now={now} />
      <Changes rows={lists.changes} frame={frame} />
      <Deployments rows={lists.deployments} frame={frame} />
      <Incidents rows={lists.incidents} frame={frame} />
      <Waiting rows={lists.waiting} frame={frame} />
      <Quality page={page} />
    </>
  )
}

type Lists = Awaited<ReturnType<typeof listsOf>>

async function listsOf(query: Query, facts: ServiceFacts, window: ServicePage['window']) {
  const load = (wanted: RowsWanted) => loadFactRows(facts.service.name, wanted)
  const asked = (name: (typeof LISTS)[number]) => ({
    descending: true,
    page: pageNumber(query, name) ?? 1,
    size: PAGE_SIZE,
  })
  const [changes, deployments, incidents, waiting] = await Promise.all([
    changeList(facts, window, { ...asked('changes'), sort: 'deployed', show: 'all' }, load),
    deploymentList(facts, window, { ...asked('deployments'), sort: 'finished' }, load),
    incidentList(facts, window, { ...asked('incidents'), sort: 'started' }, load),
    waitingList(facts, window, { ...asked('waiting'), sort: 'age' }, load),
  ])
  return { changes, deployments, incidents, waiting }
}

function wrongPage(query: Query, lists: Lists): string | null {
  for (const name of LISTS) {
    const { pages } = lists[name]
    const asked = pageNumber(query, name)
    if (asked === null || asked > pages) return `The list of ${name} has no page ${one(query, name)}: it has ${pages}.`
  }
  return null
}
