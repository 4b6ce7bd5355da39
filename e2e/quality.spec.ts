import { expect, test } from '@playwright/test'

test('every doubt says how many, what it moves, how it is mended, and leads to the service that has it', async ({
  page,
}) => {
  await page.goto('/?window=52w')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Data quality' }).click()
  await expect(page).toHaveURL('/quality?window=52w')
  const doubts = page.getByRole('region', { name: 'Left out or in doubt' }).getByRole('listitem')
  const first = doubts.first()
  await expect(first).toContainText('Moves')
  await expect(first).toContainText('Mend')
  const where = first.getByRole('definition').last().getByRole('link').first()
  const service = await where.textContent()
  await where.click()
  await expect(page).toHaveURL(/\/services\/[^/]+\?window=52w#quality$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(service ?? '')
  await expect(page.getByRole('heading', { name: 'Can these figures be trusted?' })).toBeInViewport()
})

test('a window, a team, and what is not there', async ({ page }) => {
  await page.goto('/quality?team=Storefront')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Data quality of Storefront')
  await page.getByRole('link', { name: '4 weeks', exact: true }).click()
  await expect(page).toHaveURL('/quality?team=Storefront&window=4w')
  await page.goto('/quality?team=Nobody')
  await expect(page.getByRole('alert').filter({ hasText: 'No service belongs to a team' })).toBeVisible()
  await page.goto('/quality?window=7y')
  await expect(page.getByRole('alert').filter({ hasText: 'This view cannot be shown' })).toBeVisible()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.goto('/quality?window=52w')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})

test('a service without figures says which step is missing', async ({ page }) => {
  await page.goto('/services/archive')
  const steps = page.getByRole('list').filter({ hasText: 'Records of its repository' }).getByRole('listitem')
  await expect(steps.last()).toContainText('(missing)')
  await expect(steps.first()).toContainText('A source')
  await expect(steps.nth(1)).toContainText('Records of its repository')
  // A metric's page walks the same way.
  const said = await steps.last().textContent()
  await page.goto('/metrics/lead-time?service=archive')
  expect(await steps.last().textContent()).toBe(said)
})
