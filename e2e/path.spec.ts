import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const PATH = '/services/acme-library/path'
const jobs = (page: Page) => page.getByRole('table', { name: /^From the beginning of a run/ })

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the path is the longest chain; a job is taken off, made faster, run in parallel, each by a link', async ({
    page,
  }) => {
    await page.goto(PATH)
    const headline = page.getByText(/cannot be in production in less than/)
    await expect(headline).toContainText('14\u00a0min for build <b>, test and pack')
    await expect(jobs(page).getByRole('row', { name: /^lint/ })).toContainText('11\u00a0min')
    await page.getByRole('link', { name: 'In parallel: test' }).click()
    await expect(headline).toContainText('it would be 9\u00a0min, 5\u00a0min less')
    await page.getByRole('link', { name: 'Twice as fast: test' }).click()
    // Then build is as long as test, and decides.
    await expect(headline).toContainText('it would be 6\u00a0min, 8\u00a0min less')
    await page.getByRole('link', { name: 'Take off: build <b>' }).click()
    await expect(page).toHaveURL(/off=build\+%3Cb%3E&half=test&beside=test/)
    await expect(headline).toContainText('it would be 5\u00a0min, 9\u00a0min less')
    await page.getByRole('link', { name: 'Put back: build <b>' }).click()
    await page.getByRole('link', { name: 'As it is today' }).click()
    await expect(page).toHaveURL(PATH)
    await page.goto(`${PATH}?pipeline=Nobody`)
    await page.getByRole('link', { name: 'Delivery' }).click()
    await expect(headline).toBeVisible()
  })
})

test('its durations are those of the page of pipelines; where no job is known that is said', async ({ page }) => {
  await page.goto('/services/acme-library/pipelines')
  const median = page.locator('#jobs').getByRole('row', { name: /^test/ }).locator('td:nth-of-type(4)')
  const told = (await median.textContent()) ?? ''
  expect(told).toMatch(/^\d+\smin$/)
  await page.goto(PATH)
  await expect(jobs(page).getByRole('row', { name: /^test/ }).locator('td:nth-of-type(2)')).toHaveText(told)
  await page.goto('/services/prototype/path')
  await expect(page.getByRole('heading', { name: 'No job of a pipeline is known in this window' })).toBeVisible()
  expect((await page.goto('/services/nobody/path'))?.status()).toBe(404)
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  await expectNoBarriers(page, { paths: [`${PATH}?off=lint&half=test`], widths: [390, 1280] })
})
