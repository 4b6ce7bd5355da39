import { permit } from '../../../../../lib/auth/permit'
import { flowJson } from '../../../../../lib/insights/flow-json'
import { flowView } from '../../../../../lib/insights/flow-view'
import { readWindow, windowAsked } from '../../../../../lib/insights/page-window'
import { findService } from '../../find-service'
import { loadFlow } from '../load-flow'

export const dynamic = 'force-dynamic'

/** Everything that the page shows, as `sg flow --json` gives it. */
export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  if (!(await permit('read-service'))) return refused(403, 'Not permitted.')
  const summary = await findService((await params).slug)
  if (!summary) return refused(404, 'There is no such service.')
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const asked = readWindow(windowAsked((name) => query[name] || undefined))
  if (!asked.ok) return refused(400, asked.message)
  const found = await loadFlow({ summary, choice: asked.choice, query, now: Date.now() })
  if (!found) return refused(404, 'There is no such service.')
  const { facts, window, previous, own, before } = found
  const json = flowJson(facts, window, flowView([own], before && [before]), previous)
  return new Response(`${JSON.stringify(json, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="flow-${summary.slug.replaceAll(/[^\w.-]+/g, '-')}.json"`,
      'Cache-Control': 'no-store',
    },
  })
}

function refused(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { 'Cache-Control': 'no-store' } })
}
