import { notFound } from 'next/navigation'
import { windowQuery, withQuery } from '../../../../lib/insights/page-window'
import { calendarWords, READING_PARAMETERS, readingQuery } from '../../../../lib/insights/reading'
import { ClockSwitch } from '../../../_ui/clock-switch'
import styles from '../../../_ui/flow/flow.module.css'
import { FlowPage } from '../../../_ui/flow/flow-page'
import { href, one } from '../../../_ui/query'
import type { View } from '../service-view'
import { loadFlow } from './load-flow'
import { flowRowHref } from './row-href'

/** The flow of one service. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { slug, team, timeZone } = summary
  const found = await loadFlow({ summary, choice, query, now })
  if (!found) notFound()
  const { facts, range, own, before, reading, refused } = found
  const { calendar, active } = facts.service
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
      <FlowPage
        parts={[own]}
        before={before && [before]}
        scope={{ service: slug }}
        streamPath={`/services/${encodeURIComponent(slug)}/stream`}
        rowHref={(entry, show, query) => flowRowHref(slug, entry, show, query)}
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
      <p className={`${styles.other} screen-only`}>
        <a href={href(`${path}/data.json`, kept, {})}>Everything here as JSON</a>
        {team !== null && (
          <a href={withQuery(`/teams/${encodeURIComponent(team)}/flow`, windowQuery(choice))}>
            The flow of <bdi>{team}</bdi>
          </a>
        )}
      </p>
    </>
  )
}
