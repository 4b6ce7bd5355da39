import { permit } from '../../../../lib/auth/permit'
import { pointId, pointsOf } from '../../../../lib/insights/metric-points'
import { loadMetricView } from '../../../../lib/insights/metric-view'
import { nearestPoint } from '../../../_ui/chart/prepare-scatter'
import { freshFacts } from '../../../_ui/fresh-facts'
import { rowHref } from '../../../services/[slug]/frame'
import { askedOf, serviceQuery } from '../../address'
import type { MetricRequest } from '../../data-answer'
import { scatterAsked } from '../points'

export const dynamic = 'force-dynamic'

/** From a dot of the scatterplot to its row: the one nearest to `x` and `y`, thousandths of the plot from its left and its foot. */
export async function GET(request: Request, { params }: MetricRequest): Promise<Response> {
  if (!(await permit('read-metric'))) return said(403, 'Not permitted.')
  const query = new URL(request.url).searchParams
  const asked = askedOf(Object.fromEntries(query))
  const [x, y] = [thousandths(query.get('x')), thousandths(query.get('y'))]
  if (x === null || y === null) return said(400, 'x and y are thousandths of the plot, 0 to 1000.')
  await freshFacts()
  const now = Date.now()
  const { metric: id } = await params
  const view = await loadMetricView(id, asked, now)
  if (view.kind !== 'one' && view.kind !== 'several') return said(404, 'There is no such plot.')
  const point = nearestPoint(scatterAsked(view, query.get('scale') === 'log'), { x, y })
  if (!point) return said(404, 'The plot has no dots.')
  const slug = view.kind === 'one' ? view.service.slug : (view.page.services[point.sample]?.slug ?? '')
  // Of several services the rows are known, not their names.
  const own = view.kind === 'one' ? view : await loadMetricView(id, { ...asked, team: undefined, service: slug }, now)
  const [sample] = own.kind === 'one' ? own.page.samples : []
  const found =
    sample && pointsOf(view.metric, [sample]).find(({ at, value }) => at === point.at && value === point.value)
  if (!sample || !found) return said(404, 'The row is not there any more.')
  const path = `/services/${encodeURIComponent(slug)}`
  const location = rowHref(
    { path, query: own.kind === 'one' ? serviceQuery(own) : {} },
    view.metric.table,
    pointId(view.metric, sample.facts, found),
  )
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}

function thousandths(text: string | null): number | null {
  return text !== null && /^\d{1,4}(\.\d)?$/.test(text) && Number(text) <= 1000 ? Number(text) / 1000 : null
}

function said(status: number, words: string): Response {
  return new Response(words, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
