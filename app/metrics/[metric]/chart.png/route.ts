import { pngOf } from '../../../../lib/report/png'
import { answer, type MetricRequest } from '../../data-answer'
import { metricPicture } from '../picture'

export const dynamic = 'force-dynamic'

/** The trend of the page; `scale=log` as there. Without data a picture that says so: where it is shown, no error would be. */
export async function GET(request: Request, { params }: MetricRequest): Promise<Response> {
  return await answer(request, (await params).metric, 'png', async (view, query) => ({
    type: 'image/png',
    body: await pngOf(metricPicture(view, query.get('scale') === 'log')),
  }))
}
