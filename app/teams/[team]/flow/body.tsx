import { loadServiceFlow, type ServiceFlow } from '../../../../lib/insights/flow-load'
import { windowOf } from '../../../../lib/insights/measure'
import { earliest } from '../../../../lib/insights/overview'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { readSharedReading } from '../../../../lib/insights/reading'
import { sharedZone } from '../../../../lib/insights/retro-pack'
import { loadFacts } from '../../../../lib/store/measured'
import { FlowPage } from '../../../_ui/flow/flow-page'
import { one } from '../../../_ui/query'
import { flowRowHref } from '../../../services/[slug]/flow/row-href'
import type { TeamAsked } from '../team-view'

/** Each service in the window of its own days; the team's are shown in the zone that they share, else in UTC. */
export async function Body({ team, choice, query, path, now }: TeamAsked) {
  const { services, name } = team
  const { reading, refused } = readSharedReading({ clock: one(query, 'clock') })
  const facts = await loadFacts(services, earliest(services, choice, now), 'details')
  const windows = services.map(({ timeZone, deployed }) => resolveWindow(choice, timeZone, now, deployed.firstAt))
  const load = async (which: 'window' | 'previous'): Promise<ServiceFlow[]> => {
    const parts = services.map((service, at) => {
      const [own, range] = [facts.get(service.name), windows[at]?.[which]]
      return own && range ? loadServiceFlow(own, windowOf(own, { ...range, now }), which === 'window') : null
    })
    return (await Promise.all(parts)).filter((part) => part !== null)
  }
  const isCompared = windows.some(({ previous }) => previous !== null)
  const [parts, before] = await Promise.all([load('window'), isCompared ? load('previous') : null])
  const slugs = new Map(services.map((service) => [service.name, service.slug]))
  const ranges = windows.map(({ window }) => window)
  const range = { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) }
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
        rowHref={(entry, show, kept) =>
          flowRowHref(slugs.get(entry.service) ?? '', entry, show, { ...kept, clock: undefined })
        }
        several
        active={null}
        path={path}
        query={query}
        choice={choice}
        reading={reading}
        range={range}
        zone={sharedZone(services)}
        now={now}
      />
    </>
  )
}
