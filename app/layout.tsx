import './fonts.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { byName } from '../lib/insights/overview-order'
import { metricPlaces } from '../lib/insights/places'
import { createLog } from '../lib/log'
import { demoDay } from '../lib/store/demo'
import type { ServiceSummary } from '../lib/store/services'
import { measuredServices } from './_ui/fresh-facts'
import { Printed } from './_ui/printed'
import { Rail } from './_ui/rail'
import { scopeOf } from './_ui/scope'
import { currentTheme } from './_ui/theme'
import { TopBar } from './_ui/top-bar'
import styles from './layout.module.css'

// Preloaded. Where it comes too late for the first paint a stand-in serves the whole visit: lines would break elsewhere.
const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--inter',
  display: 'optional',
  adjustFontFallback: 'Arial',
})

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Streamgauge', template: '%s · Streamgauge' },
  description: 'How software flows from commit to production.',
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function Layout({ children }: { children: ReactNode }) {
  const [theme, jar, asked, { services, demo }] = await Promise.all([
    currentTheme(),
    cookies(),
    headers(),
    surroundings(),
  ])
  const path = asked.get('x-streamgauge-path') ?? '/'
  const search = asked.get('x-streamgauge-search') ?? ''
  const scope = scopeOf(path, search, services)
  // A screen in a room shows the page alone.
  const isBare = path === '/wall'
  const folded = jar.get('rail')?.value === 'folded'
  return (
    <html lang="en" className={inter.variable} data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <a href="#content" className={styles.skip}>
          Skip to the content
        </a>
        <div className={styles.frame} data-rail={isBare ? 'none' : folded ? 'folded' : 'open'}>
          {!isBare && (
            <Rail
              services={listed(services, path)}
              total={services.length}
              metrics={metricPlaces()}
              path={path}
              folded={folded}
              team={scope.team}
              kept={scope.kept}
              keys={/Mac|iPhone|iPad/.test(asked.get('user-agent') ?? '') ? '⌘K' : 'Ctrl K'}
            />
          )}
          <div className={styles.column}>
            {demo && (
              <aside className={`${styles.demo} screen-only`} aria-label="Demonstration">
                This is a demonstration organisation. Measure your own: <code>npm start -- PATH</code>
              </aside>
            )}
            {!isBare && <TopBar scope={scope} />}
            <main id="content" className={styles.content} tabIndex={-1}>
              {!isBare && (
                <Printed
                  host={asked.get('host') ?? ''}
                  path={path}
                  search={search}
                  zone={scope.zone}
                  now={Date.now()}
                />
              )}
              {children}
            </main>
          </div>
        </div>
      </body>
    </html>
  )
}

const LISTED = 24

/** The first by name, the one that is looked at always among them. */
function listed(unsorted: ServiceSummary[], path: string): ServiceSummary[] {
  const services = [...unsorted].sort(byName)
  if (services.length <= LISTED) return services
  const first = services.slice(0, LISTED)
  const current = services.find(({ slug }) => path === `/services/${encodeURIComponent(slug)}`)
  return !current || first.includes(current) ? first : [...first.slice(0, LISTED - 1), current]
}

/** The page itself says what is wrong with the database; the frame stays. */
async function surroundings(): Promise<{ services: ServiceSummary[]; demo: boolean }> {
  try {
    const [services, day] = await Promise.all([measuredServices(), demoDay()])
    return { services, demo: day !== null }
  } catch (error) {
    createLog({ component: 'web' }).error({ err: error }, 'The services could not be read.')
    return { services: [], demo: false }
  }
}
