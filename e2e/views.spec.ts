import { expect, type Page, test } from '@playwright/test'
import { axeOf, barriers } from './barriers'

const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name}`) }) })

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the window is compared with a year before, with nothing, and with any two dates', async ({ page }) => {
    await page.goto('/?window=12w&team=Storefront')
    const compared = page.getByRole('navigation', { name: 'Compared with' })
    await compared.getByText('Compared with the 12 weeks before').click()
    await compared.getByRole('link', { name: 'Nothing' }).click()
    await expect(page).toHaveURL('/?team=Storefront&against=none')
    await expect(rowOf(page, 'shop').getByRole('cell').first()).not.toContainText('%')
    await compared.getByText('Compared with nothing').click()
    await compared.getByRole('link', { name: 'The same a year before' }).click()
    await expect(page).toHaveURL('/?team=Storefront&against=year')
    await expect(page.getByText(', compared with the same a year before.')).toBeVisible()
    await page.goto('/?from=2026-03-02&to=2026-03-30&team=Storefront')
    await compared.getByText('Compared with').click()
    await compared.getByLabel('Compare from').fill('2026-01-05')
    await compared.getByLabel('Compare until, not including').fill('2026-01-19')
    await compared.getByRole('button', { name: 'Compare' }).click()
    await expect(page).toHaveURL(
      '/?team=Storefront&from=2026-03-02&to=2026-03-30&against-from=2026-01-05&against-to=2026-01-19',
    )
    await expect(page.getByRole('main')).toContainText(
      'compared with 2026-01-05 to 2026-01-18. 28 days against 14: medians, rates and frequencies are compared, not counts.',
    )
    // The comparison comes along to a service and to a metric.
    await rowOf(page, 'shop').getByRole('rowheader').getByRole('link', { name: 'shop' }).click()
    await expect(page).toHaveURL(/against-from=2026-01-05&against-to=2026-01-19$/)
    await expect(page.getByRole('main')).toContainText('28 days against 14')
    await page.locator('#lead-time').getByRole('link', { name: 'Lead time' }).click()
    await expect(page.getByRole('region', { name: 'Value and definition' })).toContainText('2026-01-05 to 2026-01-18:')
  })

  test('quarters for everybody, iterations where the team has them', async ({ page }) => {
    await page.goto('/')
    const windows = page.getByRole('navigation', { name: 'Time window' })
    await windows.getByText('Dates').click()
    await expect(windows.getByRole('link', { name: 'This iteration' })).toHaveCount(0)
    await windows.getByRole('link', { name: 'Last quarter' }).click()
    await expect(page).toHaveURL('/?window=last-quarter')
    await expect(page.getByText('The last quarter, compared with the quarter before')).toBeVisible()
    await page.goto('/?team=Storefront')
    await windows.getByText('Dates').click()
    await windows.getByRole('link', { name: 'Last iteration' }).click()
    await expect(page).toHaveURL('/?team=Storefront&window=last-iteration.2026-01-05.14')
    await expect(page.getByText('The last iteration, compared with the iteration before.')).toBeVisible()
    await expect(windows.getByText('Last iteration').first()).toHaveAttribute('aria-current', 'true')
  })

  test('columns are chosen by a form, and the choice is a short address', async ({ page }) => {
    await page.goto('/?window=26w')
    await page.getByText('Columns', { exact: true }).click()
    for (const name of ['Deployments', 'Recovery', 'Time to restore', 'Flow efficiency', 'Batch size', 'Waiting']) {
      await page.getByLabel(name, { exact: true }).uncheck()
    }
    await page.getByRole('button', { name: 'Show these' }).click()
    await expect(page.getByRole('columnheader')).toHaveText([/^Service/, /^Lead time/, /^Failed/])
    await page.getByRole('columnheader').getByRole('link', { name: 'Failed' }).click()
    await expect(page).toHaveURL('/?window=26w&columns=lead-time%2Cfailed&sort=-failed')
    await expect(page.getByRole('columnheader')).toHaveCount(3)
    await page.getByText('Columns (2 of 8)').click()
    await page.getByRole('link', { name: 'Show all' }).click()
    await expect(page.getByRole('columnheader')).toHaveCount(9)
  })

  test('a view is saved under a name, found again, refused a second time, and deleted', async ({ page }) => {
    const name = `Monday ${test.info().workerIndex} 🚀 متجر`
    await page.goto('/?window=26w&sort=-failed&columns=failed')
    await page.getByText(/^Views/).click()
    await page.getByLabel('Save this view').fill(name)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('status')).toHaveText(`Saved as “${name}”.`)
    await page.goto('/')
    await page.getByText(/^Views \(\d+\)/).click()
    await page.getByRole('link', { name }).click()
    await expect(page).toHaveURL('/?window=26w&sort=-failed&columns=failed')
    await page.getByText(/^Views/).click()
    await page.getByLabel('Save this view').fill(name)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('alert')).toContainText(`There is a view named “${name}” already.`)
    await page.getByRole('button', { name: `Delete the view ${name}` }).click()
    await expect(page.getByRole('link', { name })).toHaveCount(0)
  })
})

for (const query of ['against=luck', 'window=all&against=year', 'columns=luck']) {
  test(`what cannot be shown is said: ${query}`, async ({ page }) => {
    await page.goto(`/?${query}`)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(/There is no|All time has no/)
  })
}

test('open sheets are no wider than the page and have no barrier', async ({ page }) => {
  for (const [width, theme] of [
    [390, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: theme })
    for (const summary of ['Dates', /^Compared with/, 'Columns', /^Views/]) {
      await page.goto('/?team=Storefront')
      await page.getByRole('main').getByText(summary, { exact: true }).first().click()
      const inside = await page.locator('details[open] > :not(summary)').first().boundingBox()
      expect(inside?.x, `${summary} at ${width}`).toBeGreaterThanOrEqual(0)
      expect((inside?.x ?? 0) + (inside?.width ?? 0), `${summary} at ${width}`).toBeLessThanOrEqual(width)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      expect(await barriers(axeOf(page).include('details[open]')), `${summary} at ${width}`).toEqual([])
    }
  }
})
