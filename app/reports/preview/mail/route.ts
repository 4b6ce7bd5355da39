import { NextResponse } from 'next/server'
import { permit } from '../../../../lib/auth/permit'
import { StreamgaugeError } from '../../../../lib/errors'
import { deriveStale } from '../../../../lib/insights/derive-stale'
import { type ReportPicture, reportPictures } from '../../../../lib/report/charts'
import { reportHtml } from '../../../../lib/report/email'
import type { Report } from '../../../../lib/report/report'
import { currentServices } from '../../../../lib/store/measured'
import { loadPreview } from '../load-preview'

/** The mail's HTML with its pictures inside, where a mail has them beside it. */
export async function GET(request: Request): Promise<NextResponse> {
  if (!(await permit('read-report'))) return said('This is not for you.', 403)
  const query = new URL(request.url).searchParams
  const asked = Object.fromEntries(['team', 'service', 'week'].map((name) => [name, query.get(name) || undefined]))
  await deriveStale()
  const preview = await loadPreview(await currentServices(), asked, Date.now())
  if (preview.kind !== 'shown')
    return said(`${preview.message} ${preview.hint}`, preview.kind === 'missing' ? 404 : 400)
  const { report } = preview
  const pictures = new Map((await drawn(report)).map(({ id, png }) => [id, png.toString('base64')]))
  const html = await reportHtml(report, ({ id }) => {
    const picture = pictures.get(id)
    return picture === undefined ? null : `data:image/png;base64,${picture}`
  })
  return new NextResponse(html, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
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

function said(words: string, status: number): NextResponse {
  return new NextResponse(`${words}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
