import { windowOf } from '../../../../lib/insights/measure'
import { earliest } from '../../../../lib/insights/overview'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { readSharedReading } from '../../../../lib/insights/reading'
import { ATTEMPT_MS } from '../../../../lib/insights/stream-changes'
import { loadServiceStream } from '../../../../lib/insights/stream-load'
import { demoDay } from '../../../../lib/store/demo'
import { loadFacts } from '../../../../lib/store/measured'
import { loadEstimates, type StreamOwner } from '../../../../lib/store/stream-estimates'
import { one } from '../../../_ui/query'
import { StreamPage } from '../../../_ui/stream/stream-page'
import { entryHref } from '../../../services/[slug]/stream/entry-href'
import type { TeamAsked } from '../team-view'

/** Each service in the window of its own days; the team's are shown in the zone that they share, else in UTC. */
export async function Body({ team, choice, query, path, now }: TeamAsked) {
  const { services } = team
  const { reading, refused } = readSharedReading({ clock: one(query, 'clock') })
  const facts = await loadFacts(services, earliest(services, choice, now) - ATTEMPT_MS, 'details')
  const ranges = new Map(
    services.map(({ name, timeZone, deployed }) => [
      name,
      resolveWindow(choice, timeZone, now, deployed.firstAt).window,
    ]),
  )
  const owner: StreamOwner = { about: 'team', owner: team.name }
  const loading = services.flatMap(({ name }) => {
    const [own, range] = [facts.get(name), ranges.get(name)]
    return own && range ? [loadServiceStream(own, windowOf(own, { ...range, now }))] : []
  })
  const [parts, estimates, demo] = await Promise.all([Promise.all(loading), loadEstimates(owner), demoDay()])
  const zones = new Set(services.map(({ timeZone }) => timeZone))
  const zone = zones.size === 1 ? ([...zones][0] ?? 'UTC') : 'UTC'
  const slugs = new Map(services.map(({ name, slug }) => [name, slug]))
  const known = [...ranges.values()]
  const range = { from: Math.min(...known.map(({ from }) => from)), to: Math.max(...known.map(({ to }) => to)) }
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
