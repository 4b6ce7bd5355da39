// Opens a page as a reader does, in Chromium: when the largest thing on it is painted, what moves afterwards, what scripts it loads.
import { type Browser, chromium } from 'playwright'
import { findSystemChromium } from '../chromium'
import { openWeb } from './web'

export type Viewed = {
  /** Largest contentful paint after the navigation began, milliseconds: the median. */
  paintMs: number
  /** Cumulative layout shift: the largest. */
  shift: number
  /** Compressed JavaScript of a first visit. */
  scriptBytes: number
}

const VISITS = 7
const SETTLED_MS = 500

/** Each visit with an empty cache, after a first one that is not counted; null where no browser starts. */
export async function viewPage(path: string, env: NodeJS.ProcessEnv): Promise<Viewed | null> {
  const browser = await launch()
  if (!browser) return null
  const web = await openWeb(env)
  try {
    const url = `${web.origin}${path}`
    await visit(browser, url)
    const visits: Viewed[] = []
    for (let at = 0; at < VISITS; at += 1) visits.push(await visit(browser, url))
    visits.sort((a, b) => a.paintMs - b.paintMs)
    return {
      paintMs: visits[(VISITS - 1) / 2]?.paintMs ?? Number.NaN,
      shift: Math.max(...visits.map(({ shift }) => shift)),
      scriptBytes: Math.max(...visits.map(({ scriptBytes }) => scriptBytes)),
    }
  } finally {
    await web.close()
    await browser.close()
  }
}

async function launch(): Promise<Browser | null> {
  const isRoot = process.getuid?.() === 0
  const executablePath = findSystemChromium()
  try {
    return await chromium.launch({
      ...(executablePath && { executablePath }),
      // Chromium's sandbox refuses to run as root.
      args: isRoot ? ['--no-sandbox'] : [],
    })
  } catch {
    return null
  }
}

async function visit(browser: Browser, url: string): Promise<Viewed> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'networkidle' })
    // NOTE: no function with a name inside: the loader of TypeScript marks those with a helper that the page lacks.
    return await page.evaluate(async (settled) => {
      const seen = { paintMs: Number.NaN, shift: 0 }
      new PerformanceObserver((list) => {
        seen.paintMs = list.getEntries().at(-1)?.startTime ?? seen.paintMs
      }).observe({ type: 'largest-contentful-paint', buffered: true })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
          if (!hadRecentInput) seen.shift += value
        }
      }).observe({ type: 'layout-shift', buffered: true })
      await new Promise((settle) => setTimeout(settle, settled))
      const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      const scripts = resources.filter((resource) => new URL(resource.name).pathname.endsWith('.js'))
      return { ...seen, scriptBytes: scripts.reduce((sum, script) => sum + script.encodedBodySize, 0) }
    }, SETTLED_MS)
  } finally {
    await context.close()
  }
}
