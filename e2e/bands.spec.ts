import { expect, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the year of the bands is chosen, printed with them, and kept on the way', async ({ page }) => {
    await page.goto('/services/search?window=26w')
    const years = page.getByRole('navigation', { name: 'Report year of the bands' })
    const frequency = page.locator('article#deployment-frequency')
    await expect(frequency).toContainText('DORA 2024: elite')
    await years.getByRole('link', { name: '2021' }).click()
    await expect(page).toHaveURL('/services/search?window=26w&bands=2021')
    await expect(years.getByRole('link', { name: '2021' })).toHaveAttribute('aria-current', 'true')
    await expect(frequency).toContainText('DORA 2021: elite')
    await expect(page.getByRole('region', { name: 'Bands' })).toContainText('State of DevOps 2021, page 11')

    // A lead time between an hour and a day has no band in the table of 2021, and the page says so.
    await page.locator('article#lead-time').getByRole('link', { name: 'Lead time' }).click()
    await expect(page).toHaveURL('/metrics/lead-time?service=search&window=26w&bands=2021')
    await expect(page.getByRole('region', { name: 'Value and definition' })).toContainText(
      'DORA 2021: no band, between elite and high',
    )
    await years.getByRole('link', { name: '2025' }).click()
    await expect(page.getByRole('region', { name: 'Value and definition' })).toContainText(
      'DORA 2025: 8 of 10, mean 5.5',
    )
    await page
      .getByRole('navigation', { name: 'Other metrics of the same' })
      .getByRole('link', { name: 'Rework rate' })
      .click()
    await expect(page.getByRole('region', { name: 'Value and definition' })).toContainText(
      /DORA 2025: [\d.]+ of 10, mean 7.8/,
    )
    await page.getByRole('link', { name: 'Team Storefront' }).click()
    await expect(page).toHaveURL(/\/metrics\/rework-rate\?team=Storefront&bands=2025&window=26w/)
    await page
      .getByRole('region', { name: 'Table of services' })
      .getByRole('link', { name: 'search', exact: true })
      .click()
    await page.getByRole('link', { name: '4 weeks', exact: true }).click()
    await expect(page).toHaveURL(/bands=2025/)
    await years.getByRole('link', { name: '2024' }).click()
    await expect(page).not.toHaveURL(/bands=/)

    await page.goto('/services/search?bands=2020')
    await expect(page.getByRole('status')).toContainText('No report of DORA’s of “2020” is known here')
    await expect(years.getByRole('link', { name: '2024' })).toHaveAttribute('aria-current', 'true')
  })
})

test('no barrier that axe can find, nothing wider than a phone', async ({ page }) => {
  const paths = ['/metrics/lead-time?service=shop&bands=2025']
  const ready = async () => await expect(page.getByRole('region', { name: 'Bands' })).toBeVisible()
  await expectNoBarriers(page, { paths, widths: [390], ready })
})
