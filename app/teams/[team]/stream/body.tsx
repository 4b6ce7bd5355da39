import { readSharedReading } from '../../../../lib/insights/reading'
import { chosenWindows, loadTeamStream } from '../../../../lib/insights/team-load'
import { demoDay } from '../../../../lib/store/demo'
import { loadEstimates, type StreamOwner } from '../../../../lib/store/stream-estimates'
import { one } from '../../../_ui/query'
import { StreamPage } from '../../../_ui/stream/stream-page'
import { entryHref } from '../../../services/[slug]/stream/entry-href'
import type { TeamAsked } from '../team-view'

/** Each service in the window of its own days; the team's are shown in the zone that they share, else in UTC. */
export async function Body({ team, choice, query, path, now }: TeamAsked) {
  const { services } = team
  const { reading, refused } = readSharedReading({ clock: one(query, 'clock') })
  const owner: StreamOwner = { about: 'team', owner: team.name }
  const [{ parts, range, zone }, estimates, demo] = await Promise.all([
    loadTeamStream(chosenWindows(services, choice, now)),
    loadEstimates(owner),
    demoDay(),
  ])
  const slugs = new Map(services.map(({ name, slug }) => [name, slug]))
  return (
    <>
      {refused.map((sentence) => (
        <p key={sentence} role="status">
          {sentence}
        </p>
      ))}
      <StreamPage
        parts={parts}
        estimates={estimates}
        owner={owner}
        scope={{ team: team.name }}
        rowHref={(entry, asked, kept) =>
          entryHref(slugs.get(entry.service) ?? '', entry, asked, { ...kept, clock: undefined })
        }
        path={path}
        query={query}
        choice={choice}
        reading={reading}
        range={range}
        zone={zone}
        demo={demo !== null}
        now={now}
      />
    </>
  )
}
