import { expect, type Page, test } from '@playwright/test'

const table = (page: Page, name: string) => page.getByRole('region', { name: `Table of ${name}` })
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Lists' }).getByRole('link', { name: new RegExp(`^${name}`) })

test('each figure leads to its rows, and its count is theirs', async ({ page }) => {
  await page.goto('/services/checkout?window=26w')
  const failed = page.locator('#change-failure-rate')
  const counted = /(\d+) of (\d+) deployments/.exec((await failed.textContent()) ?? '')
  await failed.getByRole('link', { name: /the rows behind it/ }).click()
  await expect(page).toHaveURL('/services/checkout?window=26w&tab=deployments&show=failed#list')
  await expect(tab(page, 'Deployments')).toHaveAttribute('aria-current', 'page')
  await expect(table(page, 'deployments').getByRole('row')).toHaveCount(Number(counted?.[1]) + 1)
  await page
    .locator('#time-to-restore')
    .getByRole('link', { name: /the rows behind it/ })
    .click()
  await expect(page).toHaveURL('/services/checkout?window=26w&tab=incidents#list')
  await page.locator('#waiting').getByRole('link').click()
  await expect(page).toHaveURL('/services/checkout?window=26w&tab=waiting#list')
  await expect(table(page, 'waiting').getByRole('row')).toHaveCount(6)
  await expect(page.locator('#lead-time').getByRole('link', { name: 'Lead time' })).toHaveAttribute(
    'href',
    '/metrics/lead-time?service=checkout&window=26w',
  )
})

test('a failed deployment tells its reasons, with their records, and leads to its incident and its changes', async ({
  page,
}) => {
  await page.goto('/services/checkout?window=26w&tab=deployments&show=failed')
  const row = table(page, 'deployments')
    .getByRole('row')
    .filter({ hasText: 'an incident names it as its cause' })
    .first()
  const name = row.getByRole('rowheader').getByRole('link')
  await expect(name).toHaveAttribute('aria-expanded', 'false')
  const id = (await name.textContent()) ?? ''
  await name.click()
  await expect(page).toHaveURL(new RegExp(`open=${id}#deployment-${id}$`))
  await expect(page.locator(`#deployment-${id}`).getByRole('link', { name: id })).toHaveAttribute(
    'aria-expanded',
    'true',
  )
  const details = table(page, 'deployments').getByRole('cell').filter({ hasText: 'Failed because' })
  await expect(details).toContainText('stated by a source or a person')
  await details
    .getByRole('link', { name: `INC-${id}` })
    .first()
    .click()
  await expect(page).toHaveURL(new RegExp(`tab=incidents&open=INC-${id}#incident-INC-${id}$`))
  const incident = page.locator(`#incident-INC-${id}`)
  await expect(incident).toBeInViewport()
  await incident.getByRole('link', { name: id, exact: true }).click()
  await expect(page.locator(`#deployment-${id}`)).toBeInViewport()
  await page.getByRole('link', { name: /In the list of changes|All \d+ in the list/ }).click()
  await expect(page.getByText(`Only those of ${id}`)).toBeVisible()
  await expect(table(page, 'changes').getByRole('row').nth(1)).toContainText(id)
})

test('a change opens to its own stages, which add up, and leads to its deployment and back', async ({ page }) => {
  await page.goto('/services/shop')
  const row = table(page, 'changes').getByRole('row').nth(2)
  await row.getByRole('link', { expanded: false }).click()
  const stages = page.getByRole('table', { name: 'From first commit to production' })
  await expect(stages.getByRole('row')).toHaveCount(11)
  for (const event of ['First commit', 'First review', 'Merged', 'Pipelines done', 'In production'])
    await expect(stages.getByRole('rowheader', { name: event })).toBeVisible()
  const opened = new URL(page.url()).searchParams.get('open') ?? ''
  await table(page, 'changes')
    .getByRole('cell')
    .filter({ hasText: 'delivered by the first' })
    .getByRole('link', { name: /^shop-/ })
    .click()
  await expect(page).toHaveURL(/tab=deployments&open=shop-\d+#deployment-shop-\d+$/)
  const delivered = page.getByRole('cell').filter({ hasText: 'What it delivered' })
  await delivered.getByRole('link', { name: `#${opened.slice(3)}`, exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`open=${encodeURIComponent(opened)}#change-${opened}$`))
  await expect(page.locator(`[id="change-${opened}"]`)).toBeInViewport()
})

test('a row on a later page is found from its address alone, and closed in place', async ({ page }) => {
  await page.goto('/services/search?window=26w&page=3')
  const row = table(page, 'changes').getByRole('row').nth(10)
  await row.getByRole('link', { expanded: false }).click()
  await expect(page).toHaveURL(/services\/search\?window=26w&open=[^&]+#change-/)
  await page.reload()
  const open = table(page, 'changes').getByRole('link', { expanded: true })
  await expect(open).toBeInViewport()
  await expect(page.getByRole('navigation', { name: 'Pages of changes' })).toContainText('101–150 of')
  await open.click()
  await expect(page).toHaveURL(/services\/search\?window=26w&page=3#change-/)
  await expect(table(page, 'changes').getByRole('link', { expanded: true })).toHaveCount(0)
})

test('columns sort both ways, in the URL', async ({ page }) => {
  await page.goto('/services/shop')
  const head = page.getByRole('columnheader', { name: 'Lead time' })
  await expect(page.getByRole('columnheader', { name: 'In production' })).toHaveAttribute('aria-sort', 'descending')
  await head.getByRole('link').click()
  await expect(page).toHaveURL('/services/shop?sort=lead#list')
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await head.getByRole('link').click()
  await expect(page).toHaveURL('/services/shop?sort=lead&dir=asc#list')
  await expect(head).toHaveAttribute('aria-sort', 'ascending')
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('rows are found by text, chosen by kind, opened and sorted', async ({ page }) => {
      await page.goto('/services/shop?window=26w')
      await page.getByLabel('Part of a title or an id').fill('BASKET')
      await page.getByRole('button', { name: 'Search' }).click()
      await expect(page).toHaveURL(/\/services\/shop\?window=26w&q=BASKET#list$/)
      await expect(page.getByText(/\d+ with “BASKET”/)).toBeVisible()
      for (const row of await table(page, 'changes').getByRole('rowheader').all())
        await expect(row).toContainText('Remember the basket for a month')
      await page.getByRole('link', { name: 'Show all' }).click()
      await expect(page).toHaveURL('/services/shop?window=26w#list')
      await page.getByRole('list', { name: 'Which rows' }).getByRole('link', { name: /^Bots/ }).click()
      await expect(page).toHaveURL('/services/shop?window=26w&show=bots#list')
      await expect(table(page, 'changes').getByRole('row').nth(1)).toContainText('a bot’s: not in the figures')
      await table(page, 'changes').getByRole('link', { expanded: false }).first().click()
      await expect(page.getByRole('table', { name: 'From first commit to production' })).toBeVisible()
    })
  })
}

test('a search takes no character for a wildcard', async ({ page }) => {
  for (const text of ['%', '_', '\\']) {
    await page.goto(`/services/shop?q=${encodeURIComponent(text)}`)
    await expect(page.getByText('No change of this window is like that.')).toBeVisible()
  }
})

for (const [query, says] of [
  ['tab=people', 'There is no tab “people”'],
  ['sort=price', 'There is no order of changes “price”'],
  ['tab=incidents&show=failed', 'There is no selection of incidents “failed”'],
  ['page=zero', '“zero” is no page number'],
  ['page=77', 'has no page 77: it has'],
] as const) {
  test(`what a list cannot show is said, and the figures stay: ${query}`, async ({ page }) => {
    await page.goto(`/services/shop?${query}`)
    await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible()
    await expect(page.locator('#lead-time')).toContainText('changes')
  })
}

test('a row that is not in the window says where it is', async ({ page }) => {
  await page.goto('/services/shop?window=26w&tab=deployments&sort=finished&dir=asc')
  const id = (await table(page, 'deployments').getByRole('rowheader').getByRole('link').first().textContent()) ?? ''
  await page.goto(`/services/shop?window=4w&tab=deployments&open=${id}`)
  await page.getByRole('link', { name: 'Show the four weeks around it' }).click()
  await expect(page.locator(`#deployment-${id}`)).toBeInViewport()
  await page.goto('/services/shop?tab=deployments&open=nobody-knows')
  await expect(page.getByRole('alert').filter({ hasText: 'This service has no row “nobody-knows”' })).toBeVisible()
})

test('a window without data says where there is some', async ({ page }) => {
  await page.goto('/services/newcomer?from=2024-01-01&to=2024-02-01')
  await expect(page.getByText('This window is before the first deployment that is known')).toBeVisible()
  await page.getByRole('link', { name: 'Show the first 12 weeks' }).click()
  await expect(page.locator('#deployment-frequency')).toContainText('deployments')
  await page.goto('/services/archive')
  await expect(page.getByText('Nothing has reached production yet')).toBeVisible()
})

test('notes on the data lead to their records', async ({ page }) => {
  await page.goto('/services/shop')
  await page.getByRole('link', { name: /left out or in doubt/ }).click()
  await page.locator('#quality').getByRole('link', { name: 'shop-strange' }).click()
  await expect(page).toHaveURL('/services/shop?tab=deployments&open=shop-strange#deployment-shop-strange')
  await expect(page.getByText('its commit is not in the known history')).toBeVisible()
})

test('git alone cannot tell work from waiting, and the page says so', async ({ page }) => {
  await page.goto('/services/acme-library?window=all')
  await expect(page.locator('#flow-efficiency')).toContainText('not observed')
  await expect(page.locator('#flow-efficiency')).toContainText('connect a source of reviews and pipelines')
})

test('a foreign address that is no web page is never a link', async ({ page }) => {
  await page.goto('/services/shop?window=26w&tab=incidents&open=INC-shop-unrelated')
  await expect(page.getByText('Its source gives an address that is no web page.')).toBeVisible()
  await expect(page.locator('a[href^="javascript:" i], a[href^="data:" i]')).toHaveCount(0)
})

test('from the overview to the row behind a number by keyboard alone', async ({ page }) => {
  await page.goto('/')
  const press = async (isThere: () => Promise<boolean>) => {
    for (let presses = 0; presses < 250; presses += 1) {
      if (await isThere()) return
      await page.keyboard.press('Tab')
    }
    throw new Error('The key never came there.')
  }
  const focused = (selector: string) => () =>
    page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)
  await press(focused('th a[href="/services/checkout"]'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/services/checkout')
  await press(focused('#deployment-frequency a[href*="tab=deployments"]'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/services/checkout?tab=deployments#list')
  await press(focused('a[aria-expanded="false"]'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What it delivered' })).toBeVisible()
  await expect(page.getByRole('link', { expanded: true })).toBeFocused()
})

for (const list of ['changes', 'deployments', 'incidents', 'waiting']) {
  test(`nothing is wider than the screen, from a small phone to a wall: ${list}`, async ({ page }) => {
    await page.goto(`/services/checkout?window=26w&tab=${list}&open=all`)
    for (const width of [320, 390, 768, 1024, 1280, 1920, 2560]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width}`).toBeLessThanOrEqual(width)
    }
  })
}
