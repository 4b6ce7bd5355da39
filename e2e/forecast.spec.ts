import { expect, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const PATH = '/services/shop/forecast'
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a date and a number are asked for in a form; the answer is a link that says the same again', async ({
    page,
  }) => {
    await page.goto('/services/shop')
    await page
      .getByRole('navigation', { name: 'Pages of this service' })
      .getByRole('link', { name: 'Forecast' })
      .click()
    await page.getByLabel('By which date').fill(day(28))
    await page.getByLabel('How many changes').fill('40')
    await page.getByRole('button', { name: 'Forecast' }).click()
    await expect(page).toHaveURL(`${PATH}?until=${day(28)}&count=40`)
    const table = page.getByRole('table', { name: /^How sure/ })
    const counts = (await table.locator('tbody td:nth-child(2) > span:first-child').allTextContents()).map(Number)
    // The surer, the less is promised.
    expect(counts).toHaveLength(3)
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
    expect(counts[2]).toBeGreaterThan(0)
    await expect(table).toContainText(/\d+ of \d+, \d+/)
    await expect(page.getByText(/^At least \d+ changes by .+, in 85 of 100 simulated futures/)).toBeVisible()
    const said = await table.textContent()
    await page.reload()
    await expect(table).toHaveText(said ?? '')
  })
})

test('what cannot be forecast is said: too few weeks, no date, no such service', async ({ page }) => {
  await page.goto(`${PATH}?window=4w`)
  await expect(page.getByText('A forecast needs at least 8; anything made from fewer would be a guess.')).toBeVisible()
  await expect(page.getByRole('table')).toHaveCount(0)
  await page.getByRole('link', { name: 'Use the last 26 weeks' }).click()
  await expect(page.getByRole('table', { name: /^How sure/ })).toBeVisible()
  for (const query of ['until=soon', `until=${day(-3)}`, 'count=0']) {
    await page.goto(`${PATH}?${query}`)
    await expect(page.getByRole('alert').filter({ hasText: 'This cannot be forecast' })).toBeVisible()
  }
  expect((await page.goto('/services/nobody/forecast'))?.status()).toBe(404)
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  await expectNoBarriers(page, { paths: [PATH], widths: [390, 1280] })
})
