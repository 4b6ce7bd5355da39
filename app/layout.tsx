import '@fontsource-variable/inter/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { createLog } from '../lib/log'
import { type Directory, serviceDirectory } from '../lib/store/directory'
import { freshFacts } from './_ui/fresh-facts'
import { Rail } from './_ui/rail'
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
          <Rail services={await railServices(path)} path={path} />
          <main id="content" className={styles.content} tabIndex={-1}>
            {children}
          </main>
        </div>
      </body>
    </html>
  )
}

const LISTED = 24

/** The page itself says what is wrong with the database; the frame stays. */
async function railServices(path: string): Promise<Directory> {
  try {
    await freshFacts()
    return await serviceDirectory(/^\/services\/([^/]+)$/.exec(path)?.[1] ?? null, LISTED)
  } catch (error) {
    createLog({ component: 'web' }).error({ err: error }, 'The services could not be read.')
    return { listed: [], total: 0 }
  }
}
