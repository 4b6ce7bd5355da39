// sg flow and stream of a team: the changes of all its services together, each in the window of its own days.
import { teamFlowJson } from '../../lib/insights/flow-json'
import { flowView } from '../../lib/insights/flow-view'
import { findReportScope } from '../../lib/insights/report/scope'
import { sharedZone } from '../../lib/insights/retro-pack'
import { teamStreamJson } from '../../lib/insights/stream-json'
import { streamView } from '../../lib/insights/stream-view'
import { chosenWindows, loadTeamFlow, loadTeamStream, type TeamWindows } from '../../lib/insights/team-load'
import { currentServices } from '../../lib/store/measured'
import type { ServiceSummary } from '../../lib/store/services'
import { previousWindow } from '../../lib/time'
import { timeOption, windowOptions } from '../usage'
import { describeFlow, describeStream, type Subject } from './describe-pages'

type Asked = { team: string; from?: string | undefined; to?: string | undefined; now?: string | undefined }
type Team = { name: string; services: ServiceSummary[] }

const PAGES = { flow, stream }
export type TeamPage = keyof typeof PAGES

/** The team by its name in any case. Throws `not-found`. */
export async function teamPage(page: TeamPage, { team, from, to, now }: Asked) {
  const { services } = findReportScope(await currentServices(), { team })
  const clock = now === undefined ? Date.now() : timeOption('now', now, sharedZone(services))
  const windows =
    from === undefined || to === undefined
      ? chosenWindows(services, { kind: 'preset', preset: '12w' }, clock)
      : givenWindows(services, { from, to }, clock)
  return PAGES[page]({ name: services[0]?.team ?? team, services }, windows)
}

/** A date begins in each service's own time zone. */
function givenWindows(
  services: ServiceSummary[],
  { from, to }: { from: string; to: string },
  now: number,
): TeamWindows {
  const each = services.map((service) => {
    const window = windowOptions(from, to, service.timeZone)
    return { service, window, previous: previousWindow(window.from, window.to, service.timeZone) }
  })
  return { each, since: Math.min(now, ...each.map(({ previous }) => previous.from)), now }
}

async function flow(team: Team, windows: TeamWindows) {
  const { parts, before, range, against, zone } = await loadTeamFlow(windows)
  const [view, span] = [flowView(parts, before), { ...range, timeZone: zone }]
  return { text: describeFlow(subjectOf(team, span), view), json: teamFlowJson(team, span, view, against) }
}

async function stream(team: Team, windows: TeamWindows) {
  const { parts, range, zone } = await loadTeamStream(windows)
  const [view, span] = [streamView(parts), { ...range, timeZone: zone }]
  return { text: describeStream(subjectOf(team, span), view), json: teamStreamJson(team, span, view) }
}

function subjectOf({ name, services }: Team, span: Omit<Subject, 'name'>): Subject {
  return { name: `${name} (${services.map((service) => service.name).join(', ')})`, ...span }
}
