// A report's mail as a page can show it: its pictures inside it, where a mail has them beside it.
import { StreamgaugeError } from '../../lib/errors'
import { type ReportPicture, reportPictures } from '../../lib/report/charts'
import { reportHtml } from '../../lib/report/email'
import type { Report } from '../../lib/report/report'

export async function mailHtml(report: Report): Promise<string> {
  const pictures = new Map((await drawn(report)).map(({ id, png }) => [id, png.toString('base64')]))
  return reportHtml(report, ({ id }) => {
    const picture = pictures.get(id)
    return picture === undefined ? null : `data:image/png;base64,${picture}`
  })
}

/** A machine without a renderer shows the rest. */
async function drawn(report: Report): Promise<ReportPicture[]> {
  try {
    return await reportPictures(report)
  } catch (error) {
    if (error instanceof StreamgaugeError && error.kind === 'unavailable') return []
    throw error
  }
}
