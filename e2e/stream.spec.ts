import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const PATH = '/services/shop/stream'
const map = (page: Page) => page.getByRole('group', { name: 'From first commit to verified in production' })
const rows = (page: Page) => page.locator('#changes tbody tr')
const seconds = (text: string) => {
  const unit = { s: 1, min: 60, h: 3600, d: 86_400 }[/[a-z]+/.exec(text)?.[0] ?? 's'] ?? 1
  return Number(/[\d.]+/.exec(text)?.[0]) * unit
}

test('the totals are those of the figures, and a triangle leads to the changes behind it, slowest first', async ({
  page,
}) => {
  await page.goto('/services/shop')
  const figures = Object.fromEntries(
    await Promise.all(
      ['lead-time', 'flow-efficiency'].map(async (id) => [
        id,
        await page.locator(`#${id} a[href^="/metrics/${id}"]`).last().textContent(),
      ]),
    ),
  )
  await page
    .getByRole('navigation', { name: 'Pages of this service' })
    .getByRole('link', { name: 'Value stream' })
    .click()
  await expect(page).toHaveURL(PATH)
  const totals = page.locator('dl').first()
  await expect(totals).toContainText(String(figures['lead-time']))
  await map(page)
    .getByRole('link', { name: /^release, waiting/ })
    .click()
  await expect(page).toHaveURL(`${PATH}?stage=release#changes`)
  const taken = (await rows(page).locator('td:nth-child(2)').allTextContents()).map(seconds)
  expect(taken.length).toBeGreaterThan(10)
  expect(taken).toEqual([...taken].sort((a, b) => b - a))
  const first = rows(page).first().getByRole('link')
  const label = /#\d+/.exec((await first.textContent()) ?? '')?.[0] ?? ''
  await first.click()
  await expect(page).toHaveURL(/\/services\/shop\?open=pr%3A\d+#change-pr:\d+$/)
  await expect(page.getByRole('row').filter({ hasText: label }).getByRole('link', { expanded: true })).toBeInViewport()
})

test('a way back says how many came back, and leads to them', async ({ page }) => {
  await page.goto(PATH)
  const way = map(page).getByRole('link', { name: /^Came back at review/ })
  const [, back = '', all = ''] =
    /(\d+) of (\d+) changes had changes requested/.exec((await way.getAttribute('aria-label')) ?? '') ?? []
  await way.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${PATH}?stage=review&show=back#changes`)
  await expect(rows(page)).toHaveCount(Number(back))
  const share = Math.round(((Number(all) - Number(back)) / Number(all)) * 100)
  await expect(map(page)).toContainText(`%C&A ${share}\u00a0%`)
})

test('a team’s stream is of its services together; what is not there is said', async ({ page }) => {
  await page.goto(PATH)
  await page.getByRole('link', { name: 'The value stream of Storefront' }).click()
  await expect(page).toHaveURL('/teams/Storefront/stream')
  await map(page)
    .getByRole('link', { name: /^pickup, waiting/ })
    .click()
  await expect(page.getByRole('columnheader', { name: 'Service' })).toBeVisible()
  await expect(rows(page).first().getByRole('link')).toHaveAttribute('href', /^\/services\/(shop|checkout|search)\?/)
  await expect(page.getByRole('group', { name: 'Recovery' })).toContainText('acknowledge')
  expect((await page.goto('/teams/nobody/stream'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'No team has this name' })).toBeVisible()
  expect((await page.goto('/services/nobody/stream'))?.status()).toBe(404)
  for (const query of ['stage=people', 'stage=coding&show=back', 'stage=review&page=99']) {
    await page.goto(`${PATH}?${query}`)
    await expect(page.getByRole('alert').filter({ hasText: 'This list cannot be shown' })).toBeVisible()
  }
  await page.goto('/services/archive/stream')
  await expect(page.getByText('there is no stream to draw')).toBeVisible()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a stage is estimated by hand, drawn apart, and kept when it is removed', async ({ page }) => {
    const path = '/services/identity/stream'
    await page.goto(path)
    const measured = await page.locator('dl').first().locator('dd').first().textContent()
    const field = (name: string) => page.getByRole('textbox', { name })
    await page.getByText('Add a stage').click()
    await field('Stage').fill('<b>Legal</b>')
    await field('Waiting before it').fill('soon')
    await field('Active time').fill('2 h')
    await page.getByRole('button', { name: 'Add the estimate' }).click()
    await expect(page.getByText('Waiting before it is a number and a unit')).toBeVisible()
    await expect(field('Stage')).toHaveValue('<b>Legal</b>')
    await field('Waiting before it').fill('3 d')
    await field('%C&A').fill('60')
    await page.getByRole('button', { name: 'Add the estimate' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'is on the map' })).toBeVisible()
    await page.goto(path)
    await expect(map(page)).toContainText('<b>Legal</b>')
    await expect(map(page)).toContainText('%C&A 60\u00a0%')
    // What was measured stays as it was.
    await expect(page.locator('dl').first().locator('dd').first()).toHaveText(measured ?? '')
    // Estimated anew in its place, and put before another.
    await page.getByRole('link', { name: 'Edit <b>Legal</b>' }).click()
    await expect(field('Waiting before it')).toHaveValue('3 d')
    await field('Waiting before it').fill('4 d')
    await page.getByRole('button', { name: 'Keep the new estimate' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'is on the map' })).toBeVisible()
    await field('Stage').fill('Design')
    await field('Waiting before it').fill('1 h')
    await field('Active time').fill('1 h')
    await page.getByRole('button', { name: 'Add the estimate' }).click()
    const names = page.getByRole('table', { name: 'On the map' }).locator('tbody th bdi')
    await expect(names).toHaveText(['<b>Legal</b>', 'Design'])
    await page.getByRole('button', { name: 'Move Design earlier' }).click()
    await expect(names).toHaveText(['Design', '<b>Legal</b>'])
    await page.getByRole('button', { name: 'Remove Design' }).click()
    await page.getByRole('button', { name: 'Remove <b>Legal</b>' }).click()
    await expect(map(page)).not.toContainText('Legal')
    await page.getByText('Former estimates').click()
    await expect(page.getByRole('table', { name: 'Removed; kept as they were' })).toContainText('<b>Legal</b>')
  })
})

test('a map is one sheet of paper', async ({ page }) => {
  for (const format of ['A4', 'Letter']) {
    await page.goto(PATH)
    const pdf = await page.pdf({ format, preferCSSPageSize: false, landscape: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g), format).toHaveLength(1)
  }
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  const paths = [`${PATH}?stage=review&show=back`, '/teams/Storefront/stream?stage=repair']
  await expectNoBarriers(page, { paths, widths: [390, 1280] })
})
