import { permit } from '../../../lib/auth/permit'
import { loadWall } from '../../../lib/insights/wall'
import { readWall } from '../../../lib/insights/wall-query'
import { measuredServices } from '../../_ui/fresh-facts'

export const dynamic = 'force-dynamic'

/** What the wall shows next. */
export async function GET(request: Request): Promise<Response> {
  if (!(await permit('read-wall'))) return told(403, { error: 'Not permitted.' })
  const query = new URL(request.url).searchParams
  const read = readWall((name) => query.get(name)?.replaceAll('\0', '') || undefined)
  if (!read.ok) return told(400, { error: read.message })
  const answer = await loadWall(await measuredServices(), read.asked, Date.now())
  return answer.ok ? told(200, answer.view) : told(404, { error: answer.message })
}

function told(status: number, answer: object): Response {
  return Response.json(answer, { status, headers: { 'Cache-Control': 'no-store' } })
}
