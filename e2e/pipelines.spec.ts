import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const PATH = '/services/archive/pipelines'
const figure = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Figures of all pipelines' }).getByRole('article').filter({ hasText: name })
const runs = (page: Page) => page.locator('#runs tbody tr')

test('every figure leads to its rows, as many as it says', async ({ page }) => {
  await page.goto('/services/archive')
  await page.getByRole('navigation', { name: 'Pages of this service' }).getByRole('link', { name: 'Pipelines' }).click()
  await expect(page).toHaveURL(PATH)
  // By hand: of 60 runs 10 failed, 1 was a fault and 4 were cancelled, so 56 came to a verdict; one is queued.
  await expect(figure(page, 'Pipeline failure rate')).toContainText(
    '10 of 56 runs, 95 % interval 10 % to 29.8 %'.replaceAll(' %', '\u00a0%'),
  )
  await figure(page, 'Pipeline failure rate')
    .getByRole('link', { name: /the rows behind/ })
    .click()
  await expect(page).toHaveURL(`${PATH}?show=failed#runs`)
  await expect(runs(page)).toHaveCount(10)
  await figure(page, 'System faults')
    .getByRole('link', { name: /the rows behind/ })
    .click()
  await expect(runs(page)).toHaveCount(1)
  await expect(runs(page)).toContainText('system fault')
  await figure(page, 'Ran in vain')
    .getByRole('link', { name: /superseded/ })
    .click()
  await expect(page).toHaveURL(`${PATH}?show=superseded#runs`)
  await expect(runs(page)).toHaveCount(4)
  await figure(page, 'Not finished')
    .getByRole('link', { name: /the rows behind/ })
    .click()
  await expect(runs(page)).toHaveCount(1)
  // A run that never started has no time in the queue: it is not 0.
  await expect(runs(page)).toContainText('–')
})

test('a job leads to its failed tries, and a flaky one to its evidence', async ({ page }) => {
  await page.goto(PATH)
  await page.locator('#jobs').getByRole('link', { name: '10 of 55' }).click()
  await expect(page.locator('#runs').getByRole('heading')).toContainText('Failed tries of unit tests')
  await expect(runs(page)).toHaveCount(10)
  const flaky = page.locator('#flaky tbody tr')
  await expect(flaky.first()).toContainText('unit tests')
  await expect(
    flaky
      .first()
      .getByRole('link', { name: /run \d+, attempt 1/ })
      .first(),
  ).toHaveAttribute('href', /^https:\/\/ci.example\/\d+$/)
  await expect(figure(page, 'Flaky attempts').getByRole('link')).toHaveText(String(await flaky.count()))
  await expect(page.locator('a[href^="javascript:" i]')).toHaveCount(0)
})

test('lists are filtered by pipeline, sorted and paged in the address', async ({ page }) => {
  await page.goto(PATH)
  await page.locator('#pipelines').getByRole('link', { name: '60', exact: true }).click()
  await expect(page).toHaveURL(/pipeline=Checks.*show=all#runs|show=all&pipeline=Checks.*#runs/)
  await expect(runs(page)).toHaveCount(50)
  await page.getByRole('navigation', { name: 'Pages of runs' }).getByRole('link', { name: 'Next' }).click()
  await expect(runs(page)).toHaveCount(10)
  await page.locator('#runs').getByRole('link', { name: 'Took' }).click()
  await expect(page.locator('#runs').getByRole('columnheader', { name: 'Took' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await expect(runs(page).first()).toContainText('16 min'.replace(' ', '\u00a0'))
})

test('what is not known is said, with what would bring it', async ({ page }) => {
  await page.goto('/services/prototype/pipelines')
  await expect(page.getByRole('heading', { name: 'No pipeline run is known' })).toBeVisible()
  await expect(page.getByText('pipeline_run', { exact: true })).toBeVisible()
  await page.goto(`${PATH}?from=2024-01-01&to=2024-02-01`)
  await page.getByRole('link', { name: 'Show all of them' }).click()
  await expect(runs(page)).toHaveCount(50)
  await page.goto(`${PATH}?show=people`)
  await expect(page.getByRole('alert').filter({ hasText: 'This list cannot be shown' })).toBeVisible()
  expect((await page.goto('/services/nobody/pipelines'))?.status()).toBe(404)
})

test('from a figure to the source by keyboard alone', async ({ page }) => {
  await page.goto(PATH)
  await figure(page, 'Pipeline failure rate').getByRole('link').focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${PATH}?show=failed#runs`)
  const inFirst = () => page.evaluate(() => document.activeElement?.closest('#runs tbody tr') !== null)
  for (let presses = 0; presses < 150 && !(await inFirst()); presses += 1) await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toMatch(/^https:\/\/ci.example\//)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('figures, drawings and lists are there', async ({ page }) => {
    await page.goto(PATH)
    await expect(page.locator('figure svg')).toHaveCount(2)
    await figure(page, 'Pipeline failure rate').getByRole('link').click()
    await expect(runs(page)).toHaveCount(10)
  })
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  await expectNoBarriers(page, { paths: [PATH, '/services/prototype/pipelines'], widths: [390, 1280] })
})
