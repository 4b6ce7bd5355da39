import type { NextConfig } from 'next'

// What app/compressed answers; its route cannot say so itself, because Next drops this header from routes' answers.
const brotli =
  process.env.NODE_ENV === 'production'
    ? [
        {
          source: '/_next/static/chunks/:name(.+\\.(?:js|css))',
          has: [{ type: 'header' as const, key: 'accept-encoding', value: '(?:.*\\W)?br(?:\\W.*)?' }],
          headers: [{ key: 'Content-Encoding', value: 'br' }],
        },
      ]
    : []

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // TypeScript 7 has no JavaScript API for the build to call; `npm test` checks the types with tsc.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'pino', 're2js'],
  async headers() {
    return [
      ...brotli,
      {
        source: '/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          // NOTE: not no-referrer: with it a form's own POST would carry `Origin: null` and be refused.
          { key: 'Referrer-Policy', value: 'same-origin' },
          { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        ],
      },
    ]
  },
}

export default config
