import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const PATH = '/services/shop/future'
const outcome = (page: Page) => page.getByRole('table', { name: /^The stream today and as it would be/ })
const cell = (page: Page, row: RegExp, at: number) =>
  outcome(page).getByRole('row', { name: row }).locator('td').nth(at)

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a copy of the stream is edited in a form; today is what the figures say, and the link says the same again', async ({
    page,
  }) => {
    await page.goto('/services/shop/stream')
    const lead = (await page.locator('dl').first().locator('dd').first().textContent()) ?? ''
    expect(lead).toMatch(/^\d/)
    await page
      .getByRole('navigation', { name: 'Pages of this service' })
      .getByRole('link', { name: 'Future states' })
      .click()
    await expect(page).toHaveURL(PATH)
    await expect(cell(page, /^Lead time, median/, 0)).toContainText(lead)
    await expect(cell(page, /^Lead time, median/, 1)).toHaveText('as today')
    await page.getByLabel('Left of release, %').fill('0')
    await page.getByLabel('pickup at most').fill('1 h')
    await page.getByLabel('At most in progress').fill('3')
    await page.getByRole('button', { name: 'Show this state' }).click()
    await expect(page).toHaveURL(/keep-release=0/)
    await expect(page.getByText(/With pickup at most 1\.0\sh and no release it would have been/)).toBeVisible()
    await expect(cell(page, /^Lead time, median/, 2)).toContainText('less')
    const limited = page.getByRole('table', { name: /^Simulated over/ })
    const [counted, little] = await Promise.all(
      [/^In progress on average/, /^In progress by Little/].map((name) =>
        limited.getByRole('row', { name }).locator('td').first().textContent(),
      ),
    )
    expect(Math.abs(Number(counted) - Number(little))).toBeLessThan(0.05)
    const said = await page.locator('main').textContent()
    await page.reload()
    await expect(page.locator('main')).toHaveText(said ?? '')
    await page.getByRole('link', { name: 'As it is today' }).click()
    await expect(page).toHaveURL(PATH)
  })

  test('an edit that nobody understands is said at its field and left out', async ({ page }) => {
    await page.goto(`${PATH}?keep-review=half&limit=0&keep-merge=0`)
    await expect(page.getByLabel('Left of review, %')).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByText('At most in progress is a whole number from 1 to 1000, or empty.')).toBeVisible()
    await expect(page.getByText(/With no merge it would have been/)).toBeVisible()
    expect((await page.goto('/services/nobody/future'))?.status()).toBe(404)
    await page.goto('/services/archive/future')
    await expect(page.getByText('so there is no stream to change')).toBeVisible()
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a state is saved with its reasons, stands against what is measured, and is kept when it is removed', async ({
    page,
  }) => {
    await page.goto('/services/checkout/future')
    await expect(page.getByRole('button', { name: 'Save this future state' })).toHaveCount(0)
    await page.goto('/services/checkout/future?keep-release=50')
    await page.getByRole('textbox', { name: 'Name' }).fill('<b>Daily</b>')
    await page.getByRole('textbox', { name: 'Reasons' }).fill(' ')
    await page.getByRole('button', { name: 'Save this future state' }).click()
    await expect(page.getByText('Reasons are missing')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('<b>Daily</b>')
    await page.getByRole('textbox', { name: 'Reasons' }).fill('Deploy every day, so that nothing waits for Friday.')
    await page.getByRole('button', { name: 'Save this future state' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'is saved with today’s date' })).toBeVisible()
    await page.goto('/services/checkout/future')
    await page.getByRole('table', { name: 'Saved future states' }).getByRole('link', { name: '<b>Daily</b>' }).click()
    await expect(page).toHaveURL(/\?keep-release=50&state=/)
    await expect(page.getByLabel('Left of release, %')).toHaveValue('50')
    await expect(page.getByText('so that nothing waits for Friday.')).toBeVisible()
    await expect(page.getByText(/No change has been delivered since: too little data to tell/)).toBeVisible()
    const figure = page.getByRole('figure').filter({ hasText: 'Lead time, weekly median' })
    await expect(figure).toContainText('future state')
    await page.setViewportSize({ width: 390, height: 844 })
    const [drawing, label] = await Promise.all([
      figure.locator('svg').boundingBox(),
      figure.getByText(/^state \d/).boundingBox(),
    ])
    expect(label?.x, 'beside the drawing').toBeGreaterThan((drawing?.x ?? 0) + (drawing?.width ?? 0))
    expect((label?.x ?? 0) + (label?.width ?? 0), 'on the page').toBeLessThan(390)
    await page.getByRole('button', { name: 'Remove <b>Daily</b>' }).click()
    await page.getByText('Former future states').click()
    await expect(page.getByRole('table', { name: 'Removed; kept as they were' })).toContainText('<b>Daily</b>')
  })
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  await expectNoBarriers(page, { paths: [`${PATH}?keep-release=50&batch=x&limit=2`], widths: [390, 1280] })
})
