import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const PATH = '/services/shop/flow'
const figure = (page: Page, name: string) => page.locator('dl').first().locator('> div').filter({ hasText: name })
const rows = (page: Page) => page.locator('#changes tbody tr')

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the figures are those of the file and of the lists that they lead to, down to what no rule says anything of', async ({
    page,
    request,
  }) => {
    await page.goto('/services/shop')
    await page
      .getByRole('navigation', { name: 'Pages of this service' })
      .getByRole('link', { name: 'Flow', exact: true })
      .click()
    await expect(page).toHaveURL(PATH)
    const file = await page.getByRole('link', { name: 'Everything here as JSON' }).getAttribute('href')
    const json = await (await request.get(file ?? '')).json()
    const { velocity, load, distribution, cumulative } = json
    expect(velocity.n).toBeGreaterThan(20)
    await expect(figure(page, 'Velocity')).toContainText(`${velocity.n} changes completed`)
    await expect(figure(page, 'Load').locator('dd').first()).toHaveText(String(load.end))
    // The drawing ends with the load, and its table says the same.
    await expect(page.getByRole('img', { name: /^Cumulative flow\. \d+ changes were begun/ })).toBeVisible()
    await page.getByText('Both as a table').click()
    const last = page
      .getByRole('table', { name: /^Changes that have passed each line/ })
      .locator('tbody tr')
      .first()
    await expect(last.locator('td').last()).toHaveText(String(load.end))
    expect(cumulative.points.at(-1).inProgress).toBe(load.end)
    const items = page.getByRole('table', { name: /^Of the \d+ changes completed/ })
    const counts = (await items.locator('tbody td:nth-child(3)').allTextContents()).map(Number)
    expect(counts).toEqual(Object.values(distribution).map((one) => (one as { n: number }).n))
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(velocity.n)
    await expect(page.getByText(/ are unclassified: neither a label nor the type of the title says/)).toBeVisible()
    await page.getByText('The rule, and how to classify a change').click()
    await expect(page.getByRole('table', { name: 'Labels and types of each item' })).toContainText('tech-debt')
    await items
      .getByRole('row', { name: /^Defects/ })
      .getByRole('link')
      .click()
    await expect(page).toHaveURL(`${PATH}?show=defect#changes`)
    await expect(rows(page)).toHaveCount(distribution.defect.n)
    await expect(rows(page).first()).toContainText('label “hotfix”')
    await figure(page, 'Load').getByRole('link').click()
    await expect(rows(page)).toHaveCount(load.end)
    await rows(page).first().getByRole('link').click()
    await expect(page).toHaveURL(/\/services\/shop\?tab=waiting&open=/)
  })
})

test('a team’s flow is of its services together; what is not there is said', async ({ page }) => {
  await page.goto(`${PATH}?window=26w`)
  await page.getByRole('link', { name: 'The flow of Storefront' }).click()
  await expect(page).toHaveURL('/teams/Storefront/flow?window=26w')
  await figure(page, 'Velocity').getByRole('link').click()
  await expect(page.getByRole('columnheader', { name: 'Service' })).toBeVisible()
  await expect(rows(page).first().getByRole('link')).toHaveAttribute(
    'href',
    /^\/services\/(shop|checkout|search)\?window=26w/,
  )
  const completed = (await figure(page, 'Velocity').textContent()) ?? ''
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Everything here as JSON' }).click(),
  ])
  const { team, velocity } = JSON.parse(await readFile(await file.path(), 'utf8'))
  expect(team).toBe('Storefront')
  expect(completed).toContain(`${velocity.n} changes completed`)
  const missing = ['/teams/nobody/flow', '/teams/nobody/flow/data.json']
  for (const path of [...missing, '/services/nobody/flow', '/services/nobody/flow/data.json']) {
    expect((await page.request.get(path)).status(), path).toBe(404)
  }
  await page.goto(`${PATH}?show=people`)
  await expect(page.getByRole('alert').filter({ hasText: 'This list cannot be shown' })).toBeVisible()
  await page.goto('/services/archive/flow')
  await expect(page.getByText(/^No change was completed in the last 12 weeks/)).toBeVisible()
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  await expectNoBarriers(page, { paths: [`${PATH}?window=4w&show=defect`], widths: [390, 1280] })
  await expectNoBarriers(page, { paths: ['/teams/Storefront/flow?window=4w&show=progress'], widths: [390] })
})
