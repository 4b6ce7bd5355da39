import { notFound } from 'next/navigation'
import { formatCount, formatRange } from '../../../lib/format'
import { serviceHeadline } from '../../../lib/insights/headline'
import { type ListQuery, readList } from '../../../lib/insights/list-query'
import { type WindowChoice, windowQuery, withQuery } from '../../../lib/insights/page-window'
import { calendarWords, readingAsked, readingQuery, readReading } from '../../../lib/insights/reading'
import { servicePage } from '../../../lib/insights/service-page'
import { unequalWords, windowWords } from '../../../lib/insights/window-words'
import { loadAnnotations } from '../../../lib/store/annotations'
import { loadFacts } from '../../../lib/store/measured'
import type { ServiceSummary } from '../../../lib/store/services'
import { BandYears } from '../../_ui/band-years'
import { ClockSwitch } from '../../_ui/clock-switch'
import { measuredServices } from '../../_ui/fresh-facts'
import { Noted } from '../../_ui/noted'
import { Notice } from '../../_ui/notice'
import { PageHeadline } from '../../_ui/page-head'
import { href, one, type Query } from '../../_ui/query'
import { SoftLinks } from '../../_ui/soft-links'
import { Figures } from './figures'
import { type Frame, LIST } from './frame'
import { loadList, whereIs } from './load-list'
import { NothingHere, nothingHere } from './nothing-here'
import styles from './page.module.css'
import { Quality } from './quality'
import { Rows } from './rows'
import { Rule } from './rule'
import { Stream } from './stream'
import { Tabs } from './tabs'

type Props = { summary: ServiceSummary; choice: WindowChoice; query: Query; since: number; now: number }

const ASKED = ['tab', 'sort', 'dir', 'show', 'q', 'page', 'open', 'deployment'] as const

/** Everything of the page that needs the service's facts. */
export async function Body({ summary, choice, query, since, now }: Props) {
  const facts = (await loadFacts([summary], since, 'details')).get(summary.name)
  if (!facts) notFound()
  const path = `/services/${encodeURIComponent(summary.slug)}`
  const place = { path, query }
  const { calendar, timeZone } = facts.service
  const { reading, refused } = readReading(
    readingAsked((name) => one(query, name)),
    facts.service,
  )
  const page = servicePage(facts, choice, now, reading)
  const inWindow = withQuery(
    withQuery(path, windowQuery(choice)),
    new URLSearchParams(readingQuery(reading)).toString(),
  )
  const words = windowWords(choice)
  const unequal = unequalWords(choice, summary.timeZone, now)
  const empty = nothingHere(summary, page.range, now)
  const { name, team } = summary
  const annotations = await loadAnnotations({ services: [name], teams: team === null ? [] : [team] }, page.range)
  const notes = page.notes.reduce((sum, note) => sum + note.count, 0)
  const read = readList(Object.fromEntries(ASKED.map((name) => [name, one(query, name)])))
  return (
    <>
      <PageHeadline>{serviceHeadline(page.figures, page.earlierMedian, page.clock)}</PageHeadline>
      <p className="quiet">
        {words.name[0]?.toUpperCase()}
        {words.name.slice(1)}
        {choice.kind !== 'dates' && ` (${formatRange(page.range.from, page.range.to, summary.timeZone)})`}
        {words.before !== null && `, compared with ${words.before}`}.{unequal !== null && ` ${unequal}.`}
        {notes > 0 && (
          <>
            {' '}
            <a href="#quality">
              <span aria-hidden="true">⚑ </span>
              {formatCount(notes)} {notes === 1 ? 'record' : 'records'} left out or in doubt
            </a>
          </>
        )}
      </p>
      {calendar !== null && (
        <ClockSwitch
          clock={page.clock}
          hrefOf={(clock) => href(path, query, { clock: undefined, ...readingQuery({ clock }) })}
          hours={calendarWords(calendar, timeZone)}
        />
      )}
      {refused.map((sentence) => (
        <p key={sentence} role="status">
          {sentence}
        </p>
      ))}
      {empty !== null && <NothingHere state={empty} summary={summary} path={path} now={now} />}
      <Figures figures={page.figures} page={page} notes={annotations} frame={place} slug={summary.slug} />
      {page.figures.some(({ benchmark }) => benchmark !== null) && (
        <BandYears
          year={reading.bands}
          hrefOf={(bands) => href(path, query, { bands: undefined, ...readingQuery({ bands }) })}
        />
      )}
      <Noted annotations={annotations} scope={{ service: summary.slug }} choice={choice} services={[summary]} />
      <Stream page={page} before={words.before} />
      <SoftLinks id={LIST} className={styles.section ?? ''} label="The rows behind the figures">
        <Tabs frame={place} current={read.ok ? read.list.tab : null} counts={page.tabs} />
        {read.ok ? await listOf(read.list) : <Unknown message={read.message} path={inWindow} />}
      </SoftLinks>
      <Rule summary={summary} page={page} window={windowQuery(choice)} now={now} />
      <Quality notes={page.notes} frame={place} />
    </>
  )

  async function listOf(list: ListQuery) {
    if (!facts) return null
    const slugs = new Map((await measuredServices()).map((service) => [service.name, service.slug]))
    const frame: Frame = { service: summary.name, path, query, zone: summary.timeZone, now, list, slugs }
    const loaded = await loadList(facts, page.window, list)
    const { pages, page: shown, opened } = loaded.rows
    if (shown > pages) {
      const count = pages === 1 ? 'one' : formatCount(pages)
      return <Unknown message={`The list of ${list.tab} has no page ${shown}: it has ${count}.`} path={inWindow} />
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
        <a href={`${path}#${LIST}`}>Show the changes of this window</a>
      </p>
    </Notice>
  )
}
