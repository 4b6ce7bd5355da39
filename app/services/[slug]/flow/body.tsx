import { notFound } from 'next/navigation'
import { loadServiceFlow } from '../../../../lib/insights/flow-load'
import { windowOf } from '../../../../lib/insights/measure'
import { earliest } from '../../../../lib/insights/overview'
import { resolveWindow, windowQuery, withQuery } from '../../../../lib/insights/page-window'
import { calendarWords, readingQuery, readOn, readReading } from '../../../../lib/insights/reading'
import { loadFacts } from '../../../../lib/store/measured'
import { ClockSwitch } from '../../../_ui/clock-switch'
import styles from '../../../_ui/flow/flow.module.css'
import { FlowPage } from '../../../_ui/flow/flow-page'
import { href, one } from '../../../_ui/query'
import type { View } from '../service-view'
import { flowRowHref } from './row-href'

/** The flow of one service. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { name, slug, team, timeZone } = summary
  const { window: range, previous } = resolveWindow(choice, timeZone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], earliest([summary], choice, now), 'details')).get(name)
  if (!facts) notFound()
  const { calendar, active } = facts.service
  const { reading, refused } = readReading({ clock: one(query, 'clock') }, facts.service)
  const read = (asked: { from: number; to: number }) => readOn(windowOf(facts, { ...asked, now }), reading, calendar)
  const [own, before] = await Promise.all([
    loadServiceFlow(facts, read(range)),
    previous && loadServiceFlow(facts, read(previous), false),
  ])
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
      <FlowPage
        parts={[own]}
        before={before && [before]}
        scope={{ service: slug }}
        streamPath={`/services/${encodeURIComponent(slug)}/stream`}
        rowHref={(entry, show, kept) => flowRowHref(slug, entry, show, kept)}
        several={false}
        active={active}
        path={path}
        query={query}
        choice={choice}
        reading={reading}
        range={range}
        zone={timeZone}
        now={now}
      />
      {team !== null && (
        <p className={`${styles.other} screen-only`}>
          <a href={withQuery(`/teams/${encodeURIComponent(team)}/flow`, windowQuery(choice))}>
            The flow of <bdi>{team}</bdi>
          </a>
        </p>
      )}
    </>
  )
}
