import { type NextRequest, NextResponse } from 'next/server'
import { isMissing, MISSING } from './app/missing'
import { refusal } from './lib/auth/host'

/** Every request passes here: who may ask by Host and Origin, and what a page may load. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  const refused = OPEN.test(pathname) ? null : refusal(request.headers.get('host'), request.headers.get('origin'))
  if (refused)
    return new NextResponse(`${refused}\n`, { status: 403, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })

  const policy = contentPolicy(crypto.randomUUID())
  const headers = new Headers(request.headers)
  // Next puts the nonce of this request header on its own scripts; the path tells the layout what is current.
  headers.set('Content-Security-Policy', policy)
  headers.set('x-streamgauge-path', pathname)
  headers.set('x-streamgauge-search', search)
  headers.delete(MISSING)
  const response = await answer(request, headers)
  response.headers.set('Content-Security-Policy', policy)
  return response
}

/** The page of the address; with the status 404 where what it names is not there. */
async function answer(request: NextRequest, headers: Headers): Promise<NextResponse> {
  const { pathname, searchParams } = request.nextUrl
  // An address with half an escape or NUL names nothing, and Next or the database would fail at it: no page has this one either.
  if (!isReadable(pathname)) return NextResponse.rewrite(new URL('/unreadable', request.url), { request: { headers } })
  const asks = request.method === 'GET' || request.method === 'HEAD'
  if (!asks || !(await isMissing(pathname, searchParams))) return NextResponse.next({ request: { headers } })
  headers.set(MISSING, '1')
  return NextResponse.next({ status: 404, request: { headers } })
}

/**
 * Who gets a mail may stop it from anywhere, and a mail program may for them, without Origin and cookie (RFC 8058): what is in
 * the link proves that they may. It shows nothing else.
 */
const OPEN = /^\/reports\/unsubscribe\/[\w-]+$/

function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0')
  } catch {
    return false
  }
}

function contentPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // Widths of bars are style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
