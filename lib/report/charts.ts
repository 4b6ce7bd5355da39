// The pictures of a report, one a chart. The mail shows them by their content id; nothing in it needs them to be understood.
import { prepareTrend } from '../insights/chart/prepare'
import { WHITE } from '../tokens'
import { pngOf } from './png'
import type { Report, ReportChart } from './report'
import { type Picture, svgOf } from './svg'
import { drawPlot } from './trend-plot'

/** `cid` names it in the mail, as RFC 2392 wants without brackets. */
export type ReportPicture = { id: string; cid: string; fileName: string; png: Buffer }

/** Drawn smaller than it is shown, so that its letters can be read on a phone; every picture has this shape. */
export const CHART = { width: 420, height: 170, shown: 504 } as const
const MARGIN = { side: 12, top: 14, foot: 34 }

export function cidOf({ id }: Pick<ReportChart, 'id'>): string {
  return `${id}@streamgauge.report`
}

/** Null where no week has anything to draw. */
export function chartPicture({ title, unit, counts, weeks, limits, zone }: ReportChart): Picture | null {
  const chart = prepareTrend({ title, unit, counts, weeks, limits, zone, log: false, notes: [] })
  if (!chart) return null
  const { width, height } = CHART
  // Every other week's date has no room.
  const xMarks = chart.xMarks.map((mark) => (mark.minor ? { ...mark, label: '' } : mark))
  const plot = drawPlot(
    { ...chart, xMarks },
    {
      left: MARGIN.side,
      top: MARGIN.top,
      width: width - 2 * MARGIN.side,
      height: height - MARGIN.top - MARGIN.foot,
    },
  )
  return svgOf(width, height, WHITE, plot.content)
}

/** Throws `unavailable` where this machine cannot draw. */
export async function reportPictures({ charts }: Report): Promise<ReportPicture[]> {
  const pictures: ReportPicture[] = []
  for (const chart of charts) {
    const picture = chartPicture(chart)
    if (picture)
      pictures.push({ id: chart.id, cid: cidOf(chart), fileName: `${chart.id}.png`, png: await pngOf(picture) })
  }
  return pictures
}
