import '@fontsource-variable/inter/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { createLog } from '../lib/log'
import { freshServices } from './_ui/fresh-services'
import { Rail, type RailService } from './_ui/rail'
import { currentTheme } from './_ui/theme'
import styles from './layout.module.css'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Streamgauge', template: '%s · Streamgauge' },
  description: 'How software flows from commit to production.',
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function Layout({ children }: { children: ReactNode }) {
  const theme = await currentTheme()
  const path = (await headers()).get('x-streamgauge-path') ?? '/'
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <a href="#content" className={styles.skip}>
          Skip to the content
        </a>
        <div className={styles.frame}>
          <Rail services={await railServices()} path={path} />
          <main id="content" className={styles.content} tabIndex={-1}>
            {children}
          </main>
        </div>
      </body>
    </html>
  )
}

/** The page itself says what is wrong with the database; the frame stays. */
async function railServices(): Promise<RailService[]> {
  try {
    const services = await freshServices()
    return services.map(({ name, slug }) => ({ name, slug }))
  } catch (error) {
    createLog({ component: 'web' }).error({ err: error }, 'The services could not be read.')
    return []
  }
}
