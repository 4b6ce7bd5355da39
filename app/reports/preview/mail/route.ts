import { NextResponse } from 'next/server'
import { permit } from '../../../../lib/auth/permit'
import { deriveStale } from '../../../../lib/insights/derive-stale'
import { currentServices } from '../../../../lib/store/measured'
import { mailHtml } from '../../mail-html'
import { loadPreview } from '../load-preview'

/** The mail by itself, as wide as its window. */
export async function GET(request: Request): Promise<NextResponse> {
  if (!(await permit('read-report'))) return said('This is not for you.', 403)
  const query = new URL(request.url).searchParams
  const asked = Object.fromEntries(['team', 'service', 'week'].map((name) => [name, query.get(name) || undefined]))
  await deriveStale()
  const preview = await loadPreview(await currentServices(), asked, Date.now())
  if (preview.kind !== 'shown')
    return said(`${preview.message} ${preview.hint}`, preview.kind === 'missing' ? 404 : 400)
  return new NextResponse(await mailHtml(preview.report), {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

function said(words: string, status: number): NextResponse {
  return new NextResponse(`${words}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
