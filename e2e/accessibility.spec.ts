import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'

const PAGES = [
  '/',
  '/?window=none',
  '/services/checkout',
  '/services/checkout?window=all',
  '/services/archive',
  '/services/acme-library',
  '/services/nobody',
  '/quality?window=52w',
  '/sources',
  '/sources/new?kind=git',
]

for (const theme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    test(`no barrier that axe can find, ${theme}, ${width} px`, async ({ page }) => {
      test.setTimeout(90_000)
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 900 })
      for (const path of PAGES) {
        await page.goto(path)
        for (const details of await page.locator('main details').all())
          await details.evaluate((element) => element.setAttribute('open', ''))
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.map(
          ({ id, nodes }) =>
            `${path}: ${id} at ${nodes
              .map((node) => node.target.join(' '))
              .slice(0, 3)
              .join(', ')}`,
        )
        expect(found).toEqual([])
      }
    })
  }
}
