import { pngOf } from '../../../../lib/report/png'
import { answer, type MetricRequest } from '../../data-answer'
import { DRAWN, type Drawn, metricPicture } from '../picture'

export const dynamic = 'force-dynamic'

/** A drawing of the page, `of=rows` or `of=spread`, else the trend; `scale=log` as there. Without data a picture that says so: where it is shown, no error would be. */
export async function GET(request: Request, { params }: MetricRequest): Promise<Response> {
  return await answer(request, (await params).metric, 'png', async (view, query) => ({
    type: 'image/png',
    body: await pngOf(metricPicture(view, drawnOf(query.get('of')), query.get('scale') === 'log')),
  }))
}

function drawnOf(asked: string | null): Drawn {
  return DRAWN.find((one) => one === asked) ?? 'trend'
}
