import { notFound } from 'next/navigation'
import { formatCount } from '../../../../lib/format'
import { type ListQuery, readList } from '../../../../lib/insights/list-query'
import { windowOf } from '../../../../lib/insights/measure'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { linesSentence, STATE_NAMES, waitingHeadline } from '../../../../lib/insights/waiting-words'
import {
  loadWaitingView,
  shownWork,
  WAITING_SHOWS,
  type WaitingShow,
  type WaitingView,
  waitingPage,
} from '../../../../lib/insights/waiting-work'
import { windowWords } from '../../../../lib/insights/window-words'
import { loadFacts } from '../../../../lib/store/measured'
import { Go } from '../../../_ui/go'
import { Notice } from '../../../_ui/notice'
import { PageHeadline } from '../../../_ui/page-head'
import { href, one, type Query } from '../../../_ui/query'
import segments from '../../../_ui/segment.module.css'
import { SoftLinks } from '../../../_ui/soft-links'
import { When } from '../../../_ui/when'
import { type Frame, LIST, rowHref, sameListHref } from '../frame'
import { PAGE_SIZE } from '../list'
import page from '../page.module.css'
import type { View } from '../service-view'
import styles from './aging.module.css'
import { AgingChart } from './aging-chart'
import { LinesTable } from './lines-table'
import { prepareAging } from './prepare-aging'
import { WorkList } from './work-list'

/** What waits, as of the window's end or now, against what was delivered in the window. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { window: range } = resolveWindow(choice, summary.timeZone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], range.from, 'details')).get(summary.name)
  if (!facts) notFound()
  const read = readList({ tab: 'waiting', page: one(query, 'page'), open: one(query, 'open') })
  const show = one(query, 'show') ?? 'all'
  if (!read.ok) return <Unknown message={read.message} path={path} />
  if (!isShow(show)) {
    return <Unknown message={`There is no selection “${show.slice(0, 40)}” of waiting work.`} path={path} />
  }
  const view = await loadWaitingView(facts, windowOf(facts, { ...range, now }))
  const frame: Frame = {
    service: summary.name,
    path,
    query,
    zone: summary.timeZone,
    now,
    list: read.list,
    slugs: new Map(),
  }
  return (
    <>
      <PageHeadline>{waitingHeadline(view, windowWords(choice).name)}</PageHeadline>
      <p className="quiet">
        As of <When at={view.at} zone={summary.timeZone} now={now} />. Started and not in production: open pull
        requests, and merged changes that no successful deployment holds. A draft counts as waiting for review where its
        source does not tell that it is one.
      </p>
      <Aging view={view} query={query} path={path} />
      {view.work.length > 0 && (
        <SoftLinks id={LIST} className={page.section ?? ''} label="Waiting changes">
          <Shows view={view} show={show} frame={frame} />
          <Rows view={view} show={show} frame={frame} list={read.list} />
        </SoftLinks>
      )}
    </>
  )
}

function isShow(text: string): text is WaitingShow {
  return (WAITING_SHOWS as readonly string[]).includes(text)
}

function Unknown({ message, path }: { message: string; path: string }) {
  return (
    <Notice title="This list cannot be shown" alert>
      <p>{message}</p>
      <p>
        <a href={path}>Show all that waits</a>
      </p>
    </Notice>
  )
}

function Aging({ view, query, path }: { view: WaitingView; query: Query; path: string }) {
  // One change of half a year presses everything else to the foot of a scale from 0.
  const log = one(query, 'scale') !== 'linear'
  const chart = prepareAging(view.columns, log)
  if (!chart) return null
  const scale = (to: string | undefined) => href(path, query, { scale: to })
  return (
    <figure className={styles.figure}>
      <figcaption>
        <div className={styles.head}>
          <h2>Age by state</h2>
          <nav aria-label="Scale" className={`${styles.scale} screen-only`}>
            <a href={scale(undefined)} aria-current={log ? 'true' : undefined}>
              Logarithmic
            </a>
            <a href={scale('linear')} aria-current={log ? undefined : 'true'}>
              From 0
            </a>
          </nav>
        </div>
        <p>{linesSentence(view.columns)}</p>
        {chart.undrawn > 0 && <p>The {formatCount(chart.undrawn)} youngest have no dot; they are in the table.</p>}
      </figcaption>
      <AgingChart chart={chart} hrefOf={(id) => rowHref({ path, query }, 'changes', id)} />
      <details className={styles.data}>
        <summary>The same as a table</summary>
        <LinesTable columns={view.columns} />
      </details>
    </figure>
  )
}

/** Which of them: each a link with its count. */
function Shows({ view, show, frame }: { view: WaitingView; show: WaitingShow; frame: Frame }) {
  const names = { all: 'All', stuck: 'Stuck', ...STATE_NAMES }
  return (
    <ul className={`${styles.shows} screen-only`} aria-label="Which rows">
      {WAITING_SHOWS.map((each) => {
        const { length } = shownWork(view, each)
        if (length === 0 && each !== show && each !== 'all') return null
        return (
          <li key={each}>
            <Go
              className={segments.segment}
              href={sameListHref(frame, { show: each === 'all' ? undefined : each })}
              aria-current={each === show ? 'true' : undefined}
            >
              {names[each]} <span className="number">{formatCount(length)}</span>
            </Go>
          </li>
        )
      })}
    </ul>
  )
}

type RowsProps = { view: WaitingView; show: WaitingShow; frame: Frame; list: ListQuery }

async function Rows({ view, show, frame, list }: RowsProps) {
  const { open } = list
  const asked = { page: list.page, size: PAGE_SIZE, open }
  const rows = await waitingPage(frame.service, view, shownWork(view, show), asked)
  if (rows.page > rows.pages) return <Unknown message={`There is no page ${rows.page}.`} path={frame.path} />
  return (
    <>
      {open !== null && open !== 'all' && !rows.opened && (
        <p className={page.missing} role="alert">
          “<bdi>{open}</bdi>” is not among these rows: it does not wait, or not as they do.
        </p>
      )}
      <WorkList rows={rows} view={view} frame={frame} />
    </>
  )
}
