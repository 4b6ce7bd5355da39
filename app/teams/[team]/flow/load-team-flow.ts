import { loadServiceFlow, type ServiceFlow } from '../../../../lib/insights/flow-load'
import { windowOf } from '../../../../lib/insights/measure'
import { earliest } from '../../../../lib/insights/overview'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { sharedZone } from '../../../../lib/insights/retro-pack'
import { loadFacts } from '../../../../lib/store/measured'
import type { TeamAsked } from '../team-view'

/** What the page and its file are made of. `range`: from the first day of any service's window to the last of any; `against`: so of before. */
export async function loadTeamFlow({ team: { services }, choice, now }: Pick<TeamAsked, 'team' | 'choice' | 'now'>) {
  const facts = await loadFacts(services, earliest(services, choice, now), 'details')
  const windows = services.map(({ timeZone, deployed }) => resolveWindow(choice, timeZone, now, deployed.firstAt))
  const load = async (which: 'window' | 'previous'): Promise<ServiceFlow[]> => {
    const parts = services.map((service, at) => {
      const [own, range] = [facts.get(service.name), windows[at]?.[which]]
      return own && range ? loadServiceFlow(own, windowOf(own, { ...range, now }), which === 'window') : null
    })
    return (await Promise.all(parts)).filter((part) => part !== null)
  }
  const earlier = windows.flatMap(({ previous }) => previous ?? [])
  const [parts, before] = await Promise.all([load('window'), earlier.length > 0 ? load('previous') : null])
  return {
    parts,
    before,
    range: spanOf(windows.map(({ window }) => window)),
    against: earlier.length > 0 ? spanOf(earlier) : null,
    zone: sharedZone(services),
  }
}

function spanOf(ranges: readonly { from: number; to: number }[]): { from: number; to: number } {
  return { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) }
}
