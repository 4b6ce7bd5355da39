import type { Stage } from '../../../lib/facts/stage'
import { formatRange } from '../../../lib/format'
import { type FlowEntry, type FlowShow, flowEntries, flowPage, readFlowAsked } from '../../../lib/insights/flow-list'
import type { ServiceFlow } from '../../../lib/insights/flow-load'
import { flowView } from '../../../lib/insights/flow-view'
import { flowHeadline, lawWords } from '../../../lib/insights/flow-words'
import { type WindowChoice, windowQuery, withQuery } from '../../../lib/insights/page-window'
import { READING_PARAMETERS, type Reading, readingQuery } from '../../../lib/insights/reading'
import { unequalWords, windowWords } from '../../../lib/insights/window-words'
import { Notice } from '../notice'
import { PageHeadline } from '../page-head'
import { href, one, type Query } from '../query'
import { CumulativeFlow } from './cumulative'
import { Definitions } from './definitions'
import { Distribution } from './distribution'
import { FlowFigures } from './figures'
import styles from './flow.module.css'
import { type FlowLinks, ROWS } from './links'
import { FlowRows, ROWS_SIZE } from './rows'

type Props = {
  parts: ServiceFlow[]
  before: ServiceFlow[] | null
  /** Whose metrics a figure leads to, as `/metrics` asks for them. */
  scope: Record<string, string>
  /** The value stream of the same service or team. */
  streamPath: string
  /** Where a row of a list leads; `kept` says window and clock. */
  rowHref: (entry: FlowEntry, show: FlowShow, kept: Query) => string
  /** Of several services; each row names its own. */
  several: boolean
  active: readonly Stage[] | null
  path: string
  query: Query
  choice: WindowChoice
  reading: Reading
  range: { from: number; to: number }
  zone: string
  now: number
}

/** The flow of one service or of a team: figures, distribution, cumulative flow, Little's law, and the rows behind them. */
export async function FlowPage(props: Props) {
  const { parts, before, active, streamPath, path, query, choice, reading, range, zone, now } = props
  const view = flowView(parts, before)
  const words = windowWords(choice)
  const kept: Query = Object.fromEntries(READING_PARAMETERS.map((name) => [name, one(query, name)]))
  const scope = new URLSearchParams({ ...props.scope, ...readingQuery(reading) }).toString()
  const links: FlowLinks = {
    show: (show) => href(path, kept, { show }, ROWS),
    time: href(streamPath, kept, { stage: 'lead' }, 'changes'),
    efficiency: withQuery(withQuery('/metrics/flow-efficiency', scope), windowQuery(choice)),
    row: (entry, show) => props.rowHref(entry, show, kept),
  }
  const unequal = before && unequalWords(choice, zone, now)
  return (
    <>
      <PageHeadline>{flowHeadline(view, words.name)}</PageHeadline>
      <p className="quiet">
        {words.name[0]?.toUpperCase()}
        {words.name.slice(1)}
        {choice.kind !== 'dates' && ` (${formatRange(range.from, range.to, zone)})`}
        {before && words.before && `, against ${words.before}`}
        {unequal && ` (${unequal})`}. Bots’ changes are left out, as everywhere.
      </p>
      <FlowFigures view={view} links={links} />
      <Distribution view={view} links={links} zone={zone} before={before ? words.before : null} />
      <CumulativeFlow view={view} zone={zone} />
      <section className={`${styles.section} ${styles.text}`} aria-labelledby="law">
        <h2 id="law">Little’s law, as a check</h2>
        {lawWords(view).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </section>
      {await rowsOf(props, links)}
      <Definitions view={view} active={active} zone={zone} now={now} />
    </>
  )
}

async function rowsOf({ parts, several, path, query, zone, now }: Props, links: FlowLinks) {
  const read = readFlowAsked({ show: one(query, 'show'), page: one(query, 'page') })
  if (!read.ok) return <Unknown message={read.message} path={path} />
  const { asked } = read
  if (asked === null) return null
  const rows = await flowPage(flowEntries(parts, asked.show), asked.page, ROWS_SIZE)
  if (rows.page > rows.pages) return <Unknown message={`This list has no page ${rows.page}.`} path={path} />
  return (
    <FlowRows
      asked={asked}
      rows={rows}
      rowHref={(entry) => links.row(entry, asked.show)}
      several={several}
      path={path}
      query={query}
      zone={zone}
      now={now}
    />
  )
}

function Unknown({ message, path }: { message: string; path: string }) {
  return (
    <Notice title="This list cannot be shown" alert>
      <p>{message}</p>
      <p>
        <a href={path}>Show the flow</a>
      </p>
    </Notice>
  )
}
