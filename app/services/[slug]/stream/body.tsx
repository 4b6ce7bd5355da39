import { notFound } from 'next/navigation'
import { windowOf } from '../../../../lib/insights/measure'
import { resolveWindow, windowQuery, withQuery } from '../../../../lib/insights/page-window'
import { calendarWords, READING_PARAMETERS, readingQuery, readOn, readReading } from '../../../../lib/insights/reading'
import { ATTEMPT_MS } from '../../../../lib/insights/stream-changes'
import { loadServiceStream } from '../../../../lib/insights/stream-load'
import { demoDay } from '../../../../lib/store/demo'
import { loadFacts } from '../../../../lib/store/measured'
import { loadEstimates, type StreamOwner } from '../../../../lib/store/stream-estimates'
import { ClockSwitch } from '../../../_ui/clock-switch'
import { href, one } from '../../../_ui/query'
import styles from '../../../_ui/stream/stream.module.css'
import { StreamPage } from '../../../_ui/stream/stream-page'
import type { View } from '../service-view'
import { entryHref } from './entry-href'

/** The value stream of one service. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { name, slug, team, timeZone } = summary
  const { window: range } = resolveWindow(choice, timeZone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], range.from - ATTEMPT_MS, 'details')).get(name)
  if (!facts) notFound()
  const { calendar } = facts.service
  const { reading, refused } = readReading({ clock: one(query, 'clock') }, facts.service)
  const window = readOn(windowOf(facts, { ...range, now }), reading, calendar)
  const owner: StreamOwner = { about: 'service', owner: name }
  const [own, estimates, demo] = await Promise.all([loadServiceStream(facts, window), loadEstimates(owner), demoDay()])
  const kept = Object.fromEntries(READING_PARAMETERS.map((name) => [name, one(query, name)]))
  return (
    <>
      {calendar !== null && (
        <ClockSwitch
          clock={reading.clock}
          hrefOf={(clock) => href(path, query, { clock: undefined, ...readingQuery({ clock }) })}
          hours={calendarWords(calendar, timeZone)}
        />
      )}
      {refused.map((sentence) => (
        <p key={sentence} role="status">
          {sentence}
        </p>
      ))}
      <StreamPage
        parts={[own]}
        estimates={estimates}
        owner={owner}
        scope={{ service: slug }}
        rowHref={(entry, asked, kept) => entryHref(slug, entry, asked, kept)}
        path={path}
        query={query}
        choice={choice}
        reading={reading}
        range={range}
        zone={timeZone}
        demo={demo !== null}
        now={now}
      />
      <p className={`${styles.other} screen-only`}>
        <a href={withQuery(`/services/${encodeURIComponent(slug)}/future`, windowQuery(choice))}>
          What if some of it took less?
        </a>
        <a href={href(`/services/${encodeURIComponent(slug)}/flow`, kept, {})}>The flow of these changes</a>
        {team !== null && (
          <a href={withQuery(`/teams/${encodeURIComponent(team)}/stream`, windowQuery(choice))}>
            The value stream of <bdi>{team}</bdi>
          </a>
        )}
      </p>
    </>
  )
}
