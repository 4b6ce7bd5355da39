import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const PATH = '/services/shop/waiting'
const rows = (page: Page) => page.getByRole('region', { name: 'Table of waiting' }).locator('tbody tr')

test('what waits is said, drawn and listed, with the same numbers', async ({ page }) => {
  await page.goto('/services/shop')
  const count = Number(await page.locator('#waiting').getByRole('link').textContent())
  await page
    .getByRole('navigation', { name: 'Pages of this service' })
    .getByRole('link', { name: 'Waiting work' })
    .click()
  await expect(page).toHaveURL(PATH)
  await expect(page.getByText(new RegExp(`^${count} changes wait; (none|\\d+) (is|are) older than 85`))).toBeVisible()
  await expect(rows(page)).toHaveCount(count)
  await expect(page.locator('figure svg a')).toHaveCount(count)
  const stuck = Number(/; (\d+) /.exec((await page.getByText(/changes wait;/).textContent()) ?? '')?.[1])
  expect(stuck).toBeGreaterThan(0)
  await page
    .getByRole('list', { name: 'Which rows' })
    .getByRole('link', { name: /^Stuck/ })
    .click()
  await expect(page).toHaveURL(`${PATH}?show=stuck#list`)
  await expect(rows(page)).toHaveCount(stuck)
  await expect(rows(page).first()).toContainText(
    /Waits for a first review for .*; 85.% of this service’s changes had one within/,
  )
})

test('a dot opens its row', async ({ page }) => {
  await page.goto(PATH)
  const dot = page.locator('figure svg a').first()
  // A line of no length is a dot on the screen, and nothing to a locator's click.
  const place = await dot
    .locator('path')
    .last()
    .evaluate((path) => {
      path.scrollIntoView({ block: 'center' })
      const { x, y } = path.getBoundingClientRect()
      return { x, y }
    })
  await page.mouse.click(place.x, place.y)
  await expect(page).toHaveURL(/open=pr%3A\d+#change-pr:\d+$/)
  await expect(rows(page).getByRole('link', { expanded: true })).toBeInViewport()
  await expect(page.getByText('An open pull request: it waits until')).toBeVisible()
})

test('the scale is chosen in the address, and the lines are in a table', async ({ page }) => {
  await page.goto(PATH)
  await page.getByRole('navigation', { name: 'Scale' }).getByRole('link', { name: 'From 0' }).click()
  await expect(page).toHaveURL(`${PATH}?scale=linear`)
  await page.getByText('The same as a table').click()
  const lines = page.getByRole('table', { name: /Waiting changes by state/ })
  await expect(lines.getByRole('row')).toHaveCount(5)
  await expect(lines.getByRole('row', { name: /^Merged/ })).toContainText(/ h| d/)
})

test('without a past there are no lines, and without work nothing is drawn', async ({ page }) => {
  await page.goto(`${PATH}?from=2026-01-01&to=2026-01-02`)
  await expect(page.getByText('Nothing waits: all known work has reached production.')).toBeVisible()
  await expect(page.getByRole('figure')).toHaveCount(0)
  await page.goto('/services/archive/waiting')
  await expect(page.getByText('Nothing waits')).toBeVisible()
  await page.goto('/services/ledger/waiting?window=4w')
  await expect(page.getByText(/changes wait/)).toBeVisible()
})

test('what cannot be shown is said', async ({ page }) => {
  for (const query of ['show=people', 'page=zero', 'page=77']) {
    await page.goto(`${PATH}?${query}`)
    await expect(page.getByRole('alert').filter({ hasText: 'This list cannot be shown' })).toBeVisible()
  }
  expect((await page.goto('/services/nobody/waiting'))?.status()).toBe(404)
  await page.goto(`${PATH}?open=pr:99999`)
  await expect(page.getByRole('alert').filter({ hasText: 'is not among these rows' })).toBeVisible()
})

test('rows open by keyboard, and the dots are no stops on the way', async ({ page }) => {
  await page.goto(PATH)
  await page.getByText('The same as a table').focus()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('list', { name: 'Which rows' }).getByRole('link').first()).toBeFocused()
  await rows(page).getByRole('link', { expanded: false }).first().focus()
  await page.keyboard.press('Enter')
  await expect(rows(page).getByRole('link', { expanded: true })).toBeFocused()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the drawing and its rows are there', async ({ page }) => {
    await page.goto(PATH)
    await expect(page.locator('figure svg')).toBeVisible()
    await rows(page).getByRole('link', { expanded: false }).first().click()
    await expect(page.getByText('An open pull request: it waits until')).toBeVisible()
  })
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  const paths = [PATH, '/services/archive/waiting', `${PATH}?open=all`]
  await expectNoBarriers(page, { paths, widths: [390, 1280] })
})
