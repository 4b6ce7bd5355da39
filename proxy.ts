import { type NextRequest, NextResponse } from 'next/server'
import { refusal } from './lib/auth/host'

const CHUNK = /^\/_next\/static\/chunks\/([^/]+\.(?:js|css))$/

/** Every request passes here: who may ask by Host and Origin, and what a page may load. */
export function proxy(request: NextRequest): NextResponse {
  const refused = refusal(request.headers.get('host'), request.headers.get('origin'))
  if (refused)
    return new NextResponse(`${refused}\n`, { status: 403, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })

  const { pathname, search } = request.nextUrl
  const chunk = CHUNK.exec(pathname)?.[1]
  if (chunk && /\bbr\b/.test(request.headers.get('accept-encoding') ?? '') && process.env.NODE_ENV === 'production') {
    return NextResponse.rewrite(new URL(`/compressed/${chunk}`, request.url))
  }

  const policy = contentPolicy(crypto.randomUUID())
  const headers = new Headers(request.headers)
  // Next puts the nonce of this request header on its own scripts; the path tells the layout what is current.
  headers.set('Content-Security-Policy', policy)
  headers.set('x-streamgauge-path', pathname)
  headers.set('x-streamgauge-search', search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
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
