import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { permit } from '../../../lib/auth/permit'
import { formatRange } from '../../../lib/format'
import { serviceHeadline } from '../../../lib/insights/headline'
import { readWindow, windowWords } from '../../../lib/insights/page-window'
import { servicePage } from '../../../lib/insights/service-page'
import { slice } from '../../../lib/insights/service-rows'
import { loadServiceFacts } from '../../../lib/store/facts'
import { serviceBySlug } from '../../../lib/store/services'
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
  return serviceBySlug(decoded(slug))
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
  const facts = summary && (await loadServiceFacts(summary.name))
  if (!summary || !facts) notFound()

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
  const page = asked.ok ? servicePage(facts, asked.choice, now) : null
  const problem = asked.ok ? page && wrongPage(query, page) : asked.message
  if (!asked.ok || !page || problem) {
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
  const part = <T,>(rows: T[], name: (typeof LISTS)[number]) => slice(rows, pageNumber(query, name) ?? 1, PAGE_SIZE)
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
      <Changes rows={part(page.changes, 'changes')} page={page} frame={frame} />
      <Deployments rows={part(page.deployments, 'deployments')} frame={frame} />
      <Incidents rows={part(page.incidents, 'incidents')} frame={frame} />
      <Waiting rows={part(page.waiting, 'waiting')} frame={frame} />
      <Quality page={page} />
    </>
  )
}

function wrongPage(query: Query, page: ReturnType<typeof servicePage>): string | null {
  for (const name of LISTS) {
    const { pages } = slice<unknown>(page[name], 1, PAGE_SIZE)
    const asked = pageNumber(query, name)
    if (asked === null || asked > pages) return `The list of ${name} has no page ${one(query, name)}: it has ${pages}.`
  }
  return null
}
