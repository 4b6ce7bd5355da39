import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { HOSTILE_NAMES } from './oddities'

test('anything is found by keyboard alone', async ({ page }) => {
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'A service, a team or a metric' })
  await expect(field).toBeFocused()
  await page.keyboard.type('store')
  const chosen = page.getByRole('option', { selected: true })
  await expect(chosen).toHaveText(/Storefront.*Team · 3 services/)
  await field.fill('s')
  await expect(page.getByRole('option').first()).toHaveText(/^shop/)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true')
  await expect(field).toHaveAttribute('aria-activedescendant', 'finder-place-1')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('option').last()).toHaveAttribute('aria-selected', 'true')
  expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations).toEqual([])
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()

  await page.keyboard.press('Control+k')
  await expect(field).toBeFocused()
  await page.keyboard.type('ledger')
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/services/ledger')
})

test('what is typed while its script is on the way is not lost', async ({ page }) => {
  await page.goto('/', { waitUntil: 'networkidle' })
  let arrive = () => {}
  const held = new Promise<void>((resolve) => {
    arrive = resolve
  })
  await page.route(/\/_next\/static\/chunks\//, async (route) => {
    await held
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('led')
  arrive()
  const field = page.getByRole('combobox', { name: 'A service, a team or a metric' })
  await expect(field).toHaveValue('led')
  await page.keyboard.type('ger')
  await expect(page.getByRole('option')).toHaveText([/^ledger/])
})

test('the link opens it too, and the focus comes back to where it was', async ({ page }) => {
  await page.goto('/services/shop', { waitUntil: 'networkidle' })
  const link = page.getByRole('link', { name: /^Find/ })
  await link.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('nothing like it')
  await expect(page.getByRole('status').filter({ hasText: 'Nothing has “nothing like it” in its name.' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(link).toBeFocused()
})

test('hostile names are only names', async ({ page }) => {
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.keyboard.press('Control+k')
  for (const name of HOSTILE_NAMES) {
    await page.getByRole('combobox').fill(name)
    await expect(page.getByRole('option').locator('bdi').first()).toHaveText(name)
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('it is a page', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('link', { name: /^Find/ }).click()
    await expect(page).toHaveURL('/find')
    await page.getByRole('searchbox').fill('check')
    await page.getByRole('button', { name: 'Find' }).click()
    await expect(page).toHaveURL('/find?q=check')
    await page.getByRole('main').getByRole('link', { name: 'checkout' }).click()
    await expect(page).toHaveURL('/services/checkout')
  })

  test('the rail folds, stays folded, and unfolds', async ({ page }) => {
    await page.goto('/')
    const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'identity' })
    await expect(link).toBeVisible()
    await page.getByRole('button', { name: 'Fold', exact: true }).click()
    await expect(link).toBeHidden()
    await page.goto('/services/shop')
    await expect(link).toBeHidden()
    await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Services' })).toBeVisible()
    await page.getByRole('button', { name: 'Unfold' }).click()
    await expect(link).toBeVisible()
  })
})
