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

/** A line of letters, in pixels. */
const LETTERS = 14

/** Null where no week has anything to draw. */
export function chartPicture({ title, unit, counts, weeks, limits, zone }: ReportChart): Picture | null {
  const chart = prepareTrend({ title, unit, counts, weeks, limits, zone, log: false, notes: [] })
  if (!chart) return null
  const inner = { width: CHART.width - 2 * MARGIN.side, height: CHART.height - MARGIN.top - MARGIN.foot }
  const drawing = {
    ...chart,
    // Every other date has no room.
    xMarks: chart.xMarks.map((mark) => (mark.minor ? { ...mark, label: '' } : mark)),
    limits: lettersApart(chart.limits, LETTERS / inner.height),
  }
  const plot = drawPlot(drawing, { left: MARGIN.side, top: MARGIN.top, ...inner })
  return svgOf(CHART.width, CHART.height, WHITE, plot.content)
}

/** The same lines, their words moved up or down until none stands on another; `gap` is a share of the plot's height. */
export function lettersApart<Line extends { labelY: number }>(lines: Line[], gap: number): Line[] {
  const ascending = [...lines].sort((a, b) => a.labelY - b.labelY)
  let least = Number.NEGATIVE_INFINITY
  const raised = ascending.map((line) => {
    const labelY = Math.max(line.labelY, least)
    least = labelY + gap
    return { ...line, labelY }
  })
  const over = Math.max(0, (raised.at(-1)?.labelY ?? 0) - 1)
  return raised.map((line) => ({ ...line, labelY: line.labelY - over }))
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
