import type { NextConfig } from 'next'

// Next compresses with gzip only; app/compressed answers who understands brotli. It cannot name its encoding itself,
// because Next drops that header from a route's answer.
const brotli = {
  source: '/_next/static/chunks/:name(.+\\.(?:js|css))',
  has: [{ type: 'header' as const, key: 'accept-encoding', value: '(?:.*\\W)?br(?:\\W.*)?' }],
}
const inProduction = process.env.NODE_ENV === 'production'

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // A process that starts draws its first page a fifth sooner when it loads no other; each is loaded with its first reader.
  experimental: { preloadEntriesOnStart: false },
  // TypeScript 7 has no JavaScript API for the build to call; `npm test` checks the types with tsc.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'pino', 're2js', '@resvg/resvg-js', '@react-email/render'],
  async rewrites() {
    return { beforeFiles: inProduction ? [{ ...brotli, destination: '/compressed/:name' }] : [] }
  },
  async headers() {
    return [
      ...(inProduction ? [{ ...brotli, headers: [{ key: 'Content-Encoding', value: 'br' }] }] : []),
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
