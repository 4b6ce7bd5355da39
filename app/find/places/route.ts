import { permit } from '../../../lib/auth/permit'
import { findPlaces, placesOf } from '../../../lib/insights/places'
import { measuredServices } from '../../_ui/fresh-facts'

export const dynamic = 'force-dynamic'

const LIMIT = 12
const LONGEST = 200

/** What the finder asks while somebody types. */
export async function GET(request: Request): Promise<Response> {
  if (!(await permit('find'))) return Response.json({ places: [], total: 0 }, { status: 403 })
  const text = (new URL(request.url).searchParams.get('q') ?? '').slice(0, LONGEST)
  return Response.json(findPlaces(placesOf(await measuredServices()), text, LIMIT), {
    headers: { 'Cache-Control': 'no-store' },
  })
}
