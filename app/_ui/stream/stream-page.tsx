import { formatCount, formatDuration, formatRange } from '../../../lib/format'
import { type WindowChoice, windowQuery, withQuery } from '../../../lib/insights/page-window'
import { READING_PARAMETERS, type Reading, readingQuery } from '../../../lib/insights/reading'
import {
  readStreamAsked,
  STREAM_SHOWS,
  type StreamAsked,
  type StreamEntry,
  type StreamShow,
  sendsBack,
  streamEntries,
  streamPage,
} from '../../../lib/insights/stream-list'
import type { ServiceStream } from '../../../lib/insights/stream-load'
import { streamView } from '../../../lib/insights/stream-view'
import { streamHeadline, takenWords, unseenWords } from '../../../lib/insights/stream-words'
import { windowWords } from '../../../lib/insights/window-words'
import type { StreamEstimate, StreamOwner } from '../../../lib/store/stream-estimates'
import { Notice } from '../notice'
import { PageHeadline } from '../page-head'
import { href, one, type Query } from '../query'
import { Definitions } from './definitions'
import { Estimates } from './estimates'
import { Lane } from './lane'
import { layOut } from './layout'
import { type HrefOf, recoveryMarks, streamLoops, streamMarks, streamTotals } from './marks'
import { ROWS, ROWS_SIZE, StreamRows } from './rows'
import styles from './stream.module.css'
import { RecoveryTable, StreamTable } from './tables'
import { StreamTotalsRow } from './totals'

type Props = {
  parts: ServiceStream[]
  estimates: { current: StreamEstimate[]; past: StreamEstimate[] }
  owner: StreamOwner
  /** Whose metrics a total leads to, as `/metrics` asks for them. */
  scope: Record<string, string>
  /** Where a row behind the map leads; `kept` says window and clock. */
  rowHref: (entry: StreamEntry, asked: StreamAsked, kept: Query) => string
  path: string
  query: Query
  choice: WindowChoice
  reading: Reading
  range: { from: number; to: number }
  zone: string
  demo: boolean
  now: number
}

/** The value stream of one service or of a team: totals, map, recovery, what is behind a part of it, and how it is read. */
export async function StreamPage(props: Props) {
  const { parts, estimates, owner, path, query, choice, reading, range, zone, demo, now } = props
  const view = streamView(parts)
  const { totals, recovery } = view
  const window = windowWords(choice).name
  const kept: Query = Object.fromEntries(READING_PARAMETERS.map((name) => [name, one(query, name)]))
  const hrefOf: HrefOf = (part, show) =>
    href(path, kept, { stage: part, show: show === 'through' ? undefined : show }, ROWS)
  const scope = new URLSearchParams({ ...props.scope, ...readingQuery(reading) }).toString()
  const metricHref = (id: string) => withQuery(withQuery(`/metrics/${id}`, scope), windowQuery(choice))
  const marks = streamMarks(view, estimates.current, hrefOf)
  const loops = streamLoops(view, hrefOf)
  const { width } = layOut(marks, loops)
  const read = readStreamAsked({ stage: one(query, 'stage'), show: one(query, 'show'), page: one(query, 'page') })
  return (
    <>
      <PageHeadline>{streamHeadline(view, window)}</PageHeadline>
      <p className="quiet">
        {window[0]?.toUpperCase()}
        {window.slice(1)}
        {choice.kind !== 'dates' && ` (${formatRange(range.from, range.to, zone)})`}; {formatCount(view.waiting)}{' '}
        {view.waiting === 1 ? 'change is' : 'changes are'} in progress. Bots’ changes are left out, as everywhere.
      </p>
      <StreamTotalsRow
        view={view}
        estimates={estimates.current}
        metricHref={metricHref}
        leadHref={hrefOf('lead', 'through')}
      />
      {totals.n + view.waiting > 0 && (
        <Lane
          id="stream"
          title="From first commit to verified in production"
          about={
            <p>
              Medians in the boxes and triangles, means on the ladder: only means add up.
              {` ${unseenWords(view)}`}
              {estimates.current.length > 0 && ' Dashed boxes are estimates.'}
            </p>
          }
          marks={marks}
          loops={loops}
          totals={streamTotals(view, estimates.current.length > 0)}
          span={estimates.current.length > 0 ? 'Measured' : null}
        >
          <StreamTable view={view} estimates={estimates.current} />
        </Lane>
      )}
      {recovery.restore.n > 0 ? (
        <Lane
          id="recovery"
          title="Recovery"
          about={
            <p>
              From the start of an incident to its end: {takenWords(recovery.restore)}, of{' '}
              <a href={hrefOf('restore', 'through')}>
                {formatCount(recovery.restore.n)} {recovery.restore.n === 1 ? 'incident' : 'incidents'}
              </a>{' '}
              resolved in the window{view.open > 0 && `; ${formatCount(view.open)} not resolved`}.
            </p>
          }
          marks={recoveryMarks(view, hrefOf)}
          loops={[]}
          totals={{ high: `${formatDuration(recovery.restore.mean)} in all`, low: '' }}
          full={Math.max(width, 1)}
        >
          <RecoveryTable view={view} />
        </Lane>
      ) : (
        <section className={styles.section} aria-labelledby="no-recovery">
          <h2 id="no-recovery">Recovery</h2>
          <p className="quiet">
            No incident was resolved in this window{view.open > 0 && `; ${formatCount(view.open)} not resolved`}.
          </p>
        </section>
      )}
      {!read.ok && <Unknown message={read.message} path={path} />}
      {read.ok && read.asked !== null && (await rowsOf(props, read.asked, hrefOf, kept))}
      <Definitions view={view} zone={zone} now={now} />
      <Estimates
        owner={owner}
        {...estimates}
        edit={one(query, 'edit') ?? null}
        editHref={(id) => href(path, kept, id === null ? {} : { edit: id }, 'estimates')}
        demo={demo}
        zone={zone}
        now={now}
      />
    </>
  )
}

async function rowsOf({ parts, owner, rowHref, path, query }: Props, asked: StreamAsked, hrefOf: HrefOf, kept: Query) {
  const rows = await streamPage(streamEntries(parts, asked), asked, ROWS_SIZE)
  if (rows.page > rows.pages) return <Unknown message={`This list has no page ${rows.page}.`} path={path} />
  const count = (show: StreamShow) => {
    const isNone = show === 'back' ? !sendsBack(asked.part) : false
    return isNone ? 0 : streamEntries(parts, { ...asked, show }).length
  }
  const counts = Object.fromEntries(STREAM_SHOWS.map((show) => [show, count(show)])) as Record<StreamShow, number> // sound: every one
  return (
    <StreamRows
      asked={asked}
      rows={rows}
      counts={counts}
      hrefOf={hrefOf}
      rowHref={(entry) => rowHref(entry, asked, kept)}
      several={owner.about === 'team'}
      path={path}
      query={query}
    />
  )
}

function Unknown({ message, path }: { message: string; path: string }) {
  return (
    <Notice title="This list cannot be shown" alert>
      <p>{message}</p>
      <p>
        <a href={path}>Show the value stream</a>
      </p>
    </Notice>
  )
}
