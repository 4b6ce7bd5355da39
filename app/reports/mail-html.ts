// A report's mail as a page can show it: its pictures inside it, where a mail has them beside it.
import { StreamgaugeError } from '../../lib/errors'
import { type ReportPicture, reportPictures } from '../../lib/report/charts'
import { inMail, reportHtml } from '../../lib/report/email'
import type { Report } from '../../lib/report/report'

type Drawn = Pick<ReportPicture, 'id' | 'cid' | 'png'>

export async function mailHtml(report: Report): Promise<string> {
  const pictures = await drawn(report)
  const ids = new Set(pictures.map(({ id }) => id))
  return withPictures(await reportHtml(report, (chart) => (ids.has(chart.id) ? inMail(chart) : null)), pictures)
}

/** The HTML of a mail whose pictures were its own parts. */
export function withPictures(html: string, pictures: readonly Drawn[]): string {
  let whole = html
  for (const { cid, png } of pictures)
    whole = whole.replaceAll(`src="cid:${cid}"`, `src="data:image/png;base64,${png.toString('base64')}"`)
  return whole
}

/** A machine without a renderer shows the rest. */
async function drawn(report: Report): Promise<Drawn[]> {
  try {
    return await reportPictures(report)
  } catch (error) {
    if (error instanceof StreamgaugeError && error.kind === 'unavailable') return []
    throw error
  }
}
