import { WINDOW_PARAMETERS } from '../../../../lib/insights/page-window'
import { readSharedReading } from '../../../../lib/insights/reading'
import { chosenWindows, loadTeamFlow } from '../../../../lib/insights/team-load'
import styles from '../../../_ui/flow/flow.module.css'
import { FlowPage } from '../../../_ui/flow/flow-page'
import { href, one } from '../../../_ui/query'
import { flowRowHref } from '../../../services/[slug]/flow/row-href'
import type { TeamAsked } from '../team-view'

/** Each service in the window of its own days; the team's are shown in the zone that they share, else in UTC. */
export async function Body({ team, choice, query, path, now }: TeamAsked) {
  const { services, name } = team
  const { reading, refused } = readSharedReading({ clock: one(query, 'clock') })
  const { parts, before, range, zone } = await loadTeamFlow(chosenWindows(services, choice, now))
  const slugs = new Map(services.map((service) => [service.name, service.slug]))
  const kept = Object.fromEntries(WINDOW_PARAMETERS.map((parameter) => [parameter, one(query, parameter)]))
  return (
    <>
      {refused.map((sentence) => (
        <p key={sentence} role="status">
          {sentence}
        </p>
      ))}
      <FlowPage
        parts={parts}
        before={before}
        scope={{ team: name }}
        streamPath={`/teams/${encodeURIComponent(name)}/stream`}
        rowHref={(entry, show, asked) =>
          flowRowHref(slugs.get(entry.service) ?? '', entry, show, { ...asked, clock: undefined })
        }
        several
        active={null}
        path={path}
        query={query}
        choice={choice}
        reading={reading}
        range={range}
        zone={zone}
        now={now}
      />
      <p className={`${styles.other} screen-only`}>
        <a href={href(`${path}/data.json`, kept, {})}>Everything here as JSON</a>
      </p>
    </>
  )
}
