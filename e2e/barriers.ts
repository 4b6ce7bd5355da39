// What every page owes every reader: nothing that axe can find in either theme, and nothing wider than the screen.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** The rules of WCAG 2.2 AA, among those of axe, that look at colours. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

type Asked = {
  paths: string[]
  /** Screens in CSS pixels. */
  widths: number[]
  /** Waits until a page is as its reader sees it. */
  ready?: (page: Page) => Promise<void>
}

/** Each page at each width in both themes, everything that folds unfolded. */
export async function expectNoBarriers(page: Page, { paths, widths, ready }: Asked): Promise<void> {
  for (const path of paths) {
    for (const width of widths) {
      const where = `${path} at ${width} px`
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await page.goto(path)
      await ready?.(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(width)
      for (const details of await page.locator('main details').all()) {
        await details.evaluate((element) => element.setAttribute('open', ''))
      }
      expect(await barriers(axeOf(page)), `${where}, light`).toEqual([])
      // The theme changes colours and nothing else (at once, where motion is reduced), and the same ones at every width:
      // looked at where the most is shown.
      if (width !== Math.max(...widths)) continue
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      expect(await barriers(axeOf(page).withRules(OF_COLOUR)), `${where}, dark`).toEqual([])
    }
  }
}

/** It lists nothing of what is well (to name those elements takes longer than to look at them) and opens no page of its own. */
export function axeOf(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
}

/** What axe finds: the rule and up to three places where it is broken. */
export async function barriers(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => node.target.join(' '))
    return `${id} at ${places.join(', ')}`
  })
}
