import { request as http } from 'node:http'
import { expect, test } from '@playwright/test'

test('the theme is chosen, kept, and there before anything is drawn', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await paper()
  await page.getByRole('button', { name: 'Dark' }).click()
  await expect(page.getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true')
  expect(await paper()).not.toBe(light)
  const html = await (await page.request.get('/services/shop')).text()
  expect(html).toMatch(/<html[^>]* data-theme="dark"/)
  await page.goto('/services/shop')
  expect(await paper()).not.toBe(light)
  await page.getByRole('button', { name: 'System' }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
  expect(await paper()).toBe(light)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('everything is there: figures, rows, window, filter and theme', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('link', { name: '26 weeks' }).click()
    await page.getByRole('rowheader').getByRole('link', { name: 'shop', exact: true }).click()
    await expect(page).toHaveURL('/services/shop?window=26w')
    await expect(page.getByRole('region', { name: 'Table of changes' }).getByRole('row').nth(1)).toBeVisible()
    await page.getByRole('button', { name: 'Dark' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(page).toHaveURL(/\/services\/shop\?window=26w/)
  })

  for (const [address, words] of [
    ['/services/nope', 'No service has this address'],
    ['/metrics/nope', 'No metric has this address'],
    ['/metrics/lead-time?service=nope', 'No service or team has this name'],
    ['/services/%E0%A4%A', 'There is nothing here'],
    ['/services/shop/deployments/ci/%00', 'There is nothing here'],
    ['/sources/%00/edit', 'There is nothing here'],
    ['/nope', 'There is nothing here'],
  ] as const) {
    test(`${address} is answered in words`, async ({ page }) => {
      const response = await page.goto(address)
      expect(response?.status()).toBe(404)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(words)
      await expect(page.getByRole('main').getByRole('link').first()).toBeVisible()
    })
  }
})

test('another window comes without loading the page anew: place and focus stay, the frame follows', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 500 })
  await page.goto('/services/shop')
  const picker = page.getByRole('navigation', { name: 'Time window' })
  const rail = page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name: 'Lead time' })
  const isSame = () => page.evaluate(() => [Object.hasOwn(window, 'sameDocument'), window.scrollY])
  await picker.getByRole('link', { name: '26 weeks' }).focus()
  await page.evaluate(() => {
    Object.assign(window, { sameDocument: true })
    window.scrollTo(0, 40)
  })
  // By key: a click of a test first scrolls to what it clicks.
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/services/shop?window=26w')
  await expect(page.getByText(/^The last 26 weeks/)).toBeVisible()
  await expect(picker.getByRole('link', { name: '26 weeks' })).toBeFocused()
  await expect(rail).toHaveAttribute('href', '/metrics/lead-time?service=shop&window=26w')
  expect(await isSame()).toEqual([true, 40])
  await picker.locator('summary').click()
  await picker.getByLabel('From', { exact: true }).fill('2026-01-05')
  await picker.getByLabel('Up to, not including').fill('2026-02-02')
  await picker.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL('/services/shop?from=2026-01-05&to=2026-02-02')
  await expect(picker.locator('details')).not.toHaveAttribute('open')
  await page.goBack()
  await expect(page.getByText(/^The last 26 weeks/)).toBeVisible()
  await expect(rail).toHaveAttribute('href', '/metrics/lead-time?service=shop&window=26w')
  expect((await isSame())[0]).toBe(true)
})

test('a journey by keyboard alone', async ({ page }) => {
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  const target = page.getByRole('rowheader').getByRole('link', { name: 'identity', exact: true })
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((link) => link === document.activeElement)) break
  }
  await expect(target).toBeFocused()
  expect(await target.evaluate((link) => getComputedStyle(link).outlineStyle)).toBe('solid')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/services/identity')
  const summary = page.locator('#lead-time summary')
  await summary.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('#lead-time details')).toContainText('Median time from the first commit')
})

test('on a phone the menu leads everywhere and nothing is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto('/')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  await page.getByText('Menu', { exact: true }).click()
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'shop' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('shop')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})

test('health is told', async ({ request }) => {
  await expect
    .poll(async () => (await request.get('/healthz')).json())
    .toMatchObject({ web: 'ok', worker: 'ok', database: 'ok' })
  expect((await request.get('/healthz')).status()).toBe(200)
})

test('another host or another site is refused', async ({ baseURL, request }) => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const call = http(`${baseURL}/`, { headers: { Host: 'rebound.example' } }, (response) =>
      resolve(response.resume().statusCode),
    )
    call.once('error', reject).end()
  })
  expect(status).toBe(403)
  const other = await request.get('/healthz', { headers: { Origin: 'https://elsewhere.example' } })
  expect(other.status()).toBe(403)
  expect(await other.text()).toContain('comes from another site')
})

test('a page brings its policy and nothing breaks it', async ({ page }) => {
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  const response = await page.goto('/services/shop')
  expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(problems).toEqual([])
})
