import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { formatCount, formatRange } from '../../../lib/format'
import { serviceHeadline } from '../../../lib/insights/headline'
import { type ListQuery, readList } from '../../../lib/insights/list-query'
import { readWindow, resolveWindow, windowWords } from '../../../lib/insights/page-window'
import { servicePage } from '../../../lib/insights/service-page'
import { currentServices, loadFacts } from '../../../lib/store/measured'
import { Notice } from '../../_ui/notice'
import { one, type Query } from '../../_ui/query'
import { WindowPicker } from '../../_ui/window-picker'
import { Figures } from './figures'
import { findService } from './find-service'
import { type Frame, LIST } from './frame'
import { Head } from './head'
import { loadList, whereIs } from './load-list'
import { NothingHere, nothingHere } from './nothing-here'
import styles from './page.module.css'
import { Quality } from './quality'
import { Rows } from './rows'
import { Rule } from './rule'
import { Stream } from './stream'
import { Tabs } from './tabs'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> }

const ASKED = ['tab', 'sort', 'dir', 'show', 'q', 'page', 'open', 'deployment'] as const

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service?.name ?? 'No such service' }
}

export default async function ServiceRoute({ params, searchParams }: Props) {
  const query = await searchParams
  const summary = await findService((await params).slug)
  if (!summary) notFound()

  const asked = readWindow({ window: one(query, 'window'), from: one(query, 'from'), to: one(query, 'to') })
  const path = `/services/${encodeURIComponent(summary.slug)}`
  const picker = <WindowPicker path={path} query={query} choice={asked.ok ? asked.choice : null} />
  if (!asked.ok) {
    return (
      <>
        <Head summary={summary} picker={picker} notes={0} />
        <Notice title="This view cannot be shown" alert>
          <p>{asked.message}</p>
          <p>
            <a href={path}>Show the last 12 weeks</a>
          </p>
        </Notice>
      </>
    )
  }

  const now = Date.now()
  const range = resolveWindow(asked.choice, summary.timeZone, now, summary.deployed.firstAt)
  const since = range.previous?.from ?? Number.NEGATIVE_INFINITY
  const facts = (await loadFacts([summary], since, 'details')).get(summary.name)
  if (!facts) notFound()
  const page = servicePage(facts, asked.choice, now)
  const words = windowWords(asked.choice)
  const place = { path, query }
  const empty = nothingHere(summary, page.range)
  const read = readList(Object.fromEntries(ASKED.map((name) => [name, one(query, name)])))
  return (
    <>
      <Head summary={summary} picker={picker} notes={page.notes.reduce((sum, note) => sum + note.count, 0)} />
      <p className={styles.headline}>{serviceHeadline(page.figures, page.earlierMedian)}</p>
      <p className="quiet">
        {words.name[0]?.toUpperCase()}
        {words.name.slice(1)}
        {words.before !== null && `, compared with ${words.before}`} (
        {formatRange(page.range.from, page.range.to, summary.timeZone)}).
      </p>
      {empty !== null && <NothingHere state={empty} summary={summary} path={path} now={now} />}
      <Figures figures={page.figures} page={page} frame={place} slug={summary.slug} />
      <Stream page={page} before={words.before} />
      <section id={LIST} className={styles.section} aria-label="The rows behind the figures">
        <Tabs frame={place} current={read.ok ? read.list.tab : 'changes'} counts={page.tabs} />
        {read.ok ? await listOf(read.list) : <Unknown message={read.message} path={path} />}
      </section>
      <Rule summary={summary} page={page} now={now} />
      <Quality notes={page.notes} frame={place} />
    </>
  )

  async function listOf(list: ListQuery) {
    if (!summary || !facts) return null
    const slugs = new Map((await currentServices()).map((service) => [service.name, service.slug]))
    const frame: Frame = { service: summary.name, path, query, zone: summary.timeZone, now, list, slugs }
    const loaded = await loadList(facts, page.window, list)
    const { pages, page: shown, opened } = loaded.rows
    if (shown > pages) {
      const count = pages === 1 ? 'one' : formatCount(pages)
      return <Unknown message={`The list of ${list.tab} has no page ${shown}: it has ${count}.`} path={path} />
    }
    const missing = list.open === null || opened ? null : await whereIs(summary.name, list)
    return <Rows loaded={loaded} frame={frame} missing={missing} />
  }
}

function Unknown({ message, path }: { message: string; path: string }) {
  return (
    <Notice title="This list cannot be shown" alert>
      <p>{message}</p>
      <p>
        <a href={`${path}#${LIST}`}>Show the changes of the last 12 weeks</a>
      </p>
    </Notice>
  )
}
