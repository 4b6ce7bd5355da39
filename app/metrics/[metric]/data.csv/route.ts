import { metricCsv } from '../../../../lib/insights/metric-export'
import { answer, type MetricRequest } from '../../data-answer'

export const dynamic = 'force-dynamic'

/** One table of the page, `table=weeks` (default) or another name of TABLES. */
export async function GET(request: Request, { params }: MetricRequest): Promise<Response> {
  return await answer(request, (await params).metric, 'csv', (view, query) => {
    const text = metricCsv(view, query.get('table') ?? 'weeks')
    return text === null ? null : { type: 'text/csv; charset=utf-8', body: text }
  })
}
