import type { NextConfig } from 'next'

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // TypeScript 7 has no JavaScript API for the build to call; `npm test` checks the types with tsc.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'pino', 're2js'],
  async headers() {
    return [
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
