import { permit } from '../../../../../lib/auth/permit'
import { teamFlowJson } from '../../../../../lib/insights/flow-json'
import { flowView } from '../../../../../lib/insights/flow-view'
import { readWindow, windowAsked } from '../../../../../lib/insights/page-window'
import { chosenWindows, loadTeamFlow } from '../../../../../lib/insights/team-load'
import { findTeam } from '../../find-team'

export const dynamic = 'force-dynamic'

/** Everything that the page shows, as `sg flow --team NAME --json` gives it. */
export async function GET(request: Request, { params }: { params: Promise<{ team: string }> }): Promise<Response> {
  if (!(await permit('read-service'))) return refused(403, 'Not permitted.')
  const team = await findTeam((await params).team)
  if (!team) return refused(404, 'There is no such team.')
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const asked = readWindow(windowAsked((name) => query[name] || undefined))
  if (!asked.ok) return refused(400, asked.message)
  const { parts, before, range, against, zone } = await loadTeamFlow(
    chosenWindows(team.services, asked.choice, Date.now()),
  )
  const json = teamFlowJson(team, { ...range, timeZone: zone }, flowView(parts, before), against)
  return new Response(`${JSON.stringify(json, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="flow-${team.name.replaceAll(/[^\w.-]+/g, '-')}.json"`,
      'Cache-Control': 'no-store',
    },
  })
}

function refused(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { 'Cache-Control': 'no-store' } })
}
