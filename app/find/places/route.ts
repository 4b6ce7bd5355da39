import { permit } from '../../../lib/auth/permit'
import { askedWindow } from '../../../lib/insights/page-window'
import { findPlaces, placesOf } from '../../../lib/insights/places'
import { measuredServices } from '../../_ui/fresh-facts'

export const dynamic = 'force-dynamic'

const LIMIT = 12
const LONGEST = 200

/** What the finder asks while somebody types. */
export async function GET(request: Request): Promise<Response> {
  if (!(await permit('find'))) return Response.json({ places: [], total: 0 }, { status: 403 })
  const { search, searchParams } = new URL(request.url)
  const text = (searchParams.get('q') ?? '').slice(0, LONGEST)
  return Response.json(findPlaces(placesOf(await measuredServices(), askedWindow(search)), text, LIMIT), {
    headers: { 'Cache-Control': 'no-store' },
  })
}
