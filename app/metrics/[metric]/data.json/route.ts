import { metricJson } from '../../../../lib/insights/metric-export'
import { answer, type MetricRequest } from '../../data-answer'

export const dynamic = 'force-dynamic'

/** Everything that the page shows. */
export async function GET(request: Request, { params }: MetricRequest): Promise<Response> {
  return await answer(request, (await params).metric, 'json', (view) => ({
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify(metricJson(view), null, 2)}\n`,
  }))
}
