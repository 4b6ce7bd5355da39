// What the pages of a team, their files and their commands are made of: the changes of all its services together.
import { loadFacts } from '../store/measured'
import type { ServiceSummary } from '../store/services'
import { loadServiceFlow, type ServiceFlow } from './flow-load'
import { windowOf } from './measure'
import { earliest } from './overview'
import { resolveWindow, type WindowChoice } from './page-window'
import { sharedZone } from './retro-pack'
import { ATTEMPT_MS } from './stream-changes'
import { loadServiceStream, type ServiceStream } from './stream-load'

type Range = { from: number; to: number }
/** Each service in the window of its own days. `since`: nothing before it is asked for. */
export type TeamWindows = {
  each: { service: ServiceSummary; window: Range; previous: Range | null }[]
  since: number
  now: number
}

export function chosenWindows(services: ServiceSummary[], choice: WindowChoice, now: number): TeamWindows {
  const each = services.map((service) => {
    return { service, ...resolveWindow(choice, service.timeZone, now, service.deployed.firstAt) }
  })
  return { each, since: earliest(services, choice, now), now }
}

/** `range`: from the first day of any service's window to the last of any, shown in `zone`; `against`: so of the windows before. */
export async function loadTeamFlow({ each, since, now }: TeamWindows) {
  const services = each.map(({ service }) => service)
  const facts = await loadFacts(services, since, 'details')
  const load = async (which: 'window' | 'previous'): Promise<ServiceFlow[]> => {
    const parts = each.map(({ service, [which]: range }) => {
      const own = facts.get(service.name)
      return own && range ? loadServiceFlow(own, windowOf(own, { ...range, now }), which === 'window') : null
    })
    return (await Promise.all(parts)).filter((part) => part !== null)
  }
  const earlier = each.flatMap(({ previous }) => previous ?? [])
  const [parts, before] = await Promise.all([load('window'), earlier.length > 0 ? load('previous') : null])
  return {
    parts,
    before,
    range: spanOf(each.map(({ window }) => window)),
    against: earlier.length > 0 ? spanOf(earlier) : null,
    zone: sharedZone(services),
  }
}

/** `range` and `zone` as of a flow. */
export async function loadTeamStream({ each, since, now }: TeamWindows) {
  const services = each.map(({ service }) => service)
  const facts = await loadFacts(services, since - ATTEMPT_MS, 'details')
  const parts = await Promise.all(
    each.flatMap(({ service, window }): Promise<ServiceStream>[] => {
      const own = facts.get(service.name)
      return own ? [loadServiceStream(own, windowOf(own, { ...window, now }))] : []
    }),
  )
  return { parts, range: spanOf(each.map(({ window }) => window)), zone: sharedZone(services) }
}

function spanOf(ranges: readonly Range[]): Range {
  return { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) }
}
