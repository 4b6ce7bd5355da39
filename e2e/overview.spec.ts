import { expect, type Page, test } from '@playwright/test'

/** Services of the overview in the order of their rows; the team's rows and the total are not links to services. */
async function services(page: Page): Promise<string[]> {
  const links = page.getByRole('main').getByRole('rowheader').locator('a[href^="/services/"]:not([href*="#"])')
  return links.allTextContents()
}

async function sortedBy(page: Page): Promise<string[]> {
  const headers = await page.getByRole('columnheader').all()
  const found = await Promise.all(
    headers.map(async (header) => ({
      name: (await header.locator('a').textContent()) ?? '',
      sort: await header.getAttribute('aria-sort'),
    })),
  )
  return found.flatMap(({ name, sort }) => (sort === null ? [] : [`${name} ${sort}`]))
}

const header = (page: Page, name: string) => page.getByRole('columnheader').getByRole('link', { name, exact: true })

test('every column sorts both ways, and the address says how', async ({ page }) => {
  test.setTimeout(60_000)
  await page.goto('/?group=none&window=26w')
  expect(await sortedBy(page)).toEqual(['Service ascending'])
  for (const [name, id] of [
    ['Lead time', 'lead-time'],
    ['Deployments', 'deployments'],
    ['Failed', 'failed'],
    ['Recovery', 'recovery'],
    ['MTTR', 'restore'],
    ['Flow', 'flow'],
    ['Batch', 'batch'],
    ['Waiting', 'waiting'],
  ] as const) {
    await header(page, name).click()
    await expect(page).toHaveURL(`/?group=none&window=26w&sort=-${id}`)
    await expect.poll(() => sortedBy(page)).toEqual([`${name} descending`])
    await page.waitForLoadState()
    const down = await services(page)
    await header(page, name).click()
    await expect(page).toHaveURL(`/?group=none&window=26w&sort=${id}`)
    await expect.poll(() => sortedBy(page)).toEqual([`${name} ascending`])
    await page.waitForLoadState()
    expect((await services(page)).sort()).toEqual(down.sort())
  }
  await page.goto('/?group=none&window=26w&sort=-deployments')
  await expect.poll(async () => (await services(page))[0]).toBe('search')
  await header(page, 'Service').click()
  await expect(page).toHaveURL('/?group=none&window=26w')
})

test('grouped, each team is sorted by itself; flat, all are', async ({ page }) => {
  await page.goto('/?sort=-deployments')
  const teams = page.getByRole('rowheader').filter({ hasText: /\d+ services?( Retros)?$/ })
  await expect(teams.filter({ hasText: 'Platform' })).toHaveText('Platform2 services Retros')
  const grouped = await services(page)
  expect(grouped.indexOf('identity')).toBeLessThan(grouped.indexOf('search'))
  await page.getByRole('link', { name: 'Flat' }).click()
  await expect(page).toHaveURL('/?sort=-deployments&group=none')
  await expect.poll(async () => (await services(page))[0]).toBe('search')
  await page.getByRole('link', { name: 'By team' }).click()
  await expect(page).toHaveURL('/?sort=-deployments')
  await expect.poll(() => services(page)).toEqual(grouped)
})

test('a team’s name shows the team alone, its figures over all its events', async ({ page }) => {
  await page.goto('/?window=26w')
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^Storefront/ }) })
  const cells = await row.getByRole('cell').allTextContents()
  await row.getByRole('link', { name: 'Storefront' }).click()
  await expect(page).toHaveURL('/?window=26w&team=Storefront')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Storefront')
  expect(await services(page)).toEqual(['checkout', 'search', 'shop'])
  const all = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^All/ }) })
  expect(await all.getByRole('cell').allTextContents()).toEqual(cells)
  await page.getByRole('navigation', { name: 'Scope' }).getByRole('link', { name: 'All services' }).click()
  await expect(page).toHaveURL('/?window=26w')
})

test('the whole view is its address: it survives a filter and another window', async ({ page }) => {
  await page.goto('/?sort=-failed&group=none&window=26w')
  await page.getByRole('searchbox', { name: /Part of a service’s name/ }).fill('storefront')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page).toHaveURL('/?window=26w&sort=-failed&group=none&q=storefront')
  await expect.poll(async () => (await services(page)).sort()).toEqual(['checkout', 'search', 'shop'])
  await page.getByRole('link', { name: '52 weeks' }).click()
  await expect(page).toHaveURL('/?q=storefront&sort=-failed&group=none&window=52w')
  await expect.poll(() => sortedBy(page)).toEqual(['Failed descending'])
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(page).toHaveURL('/?sort=-failed&group=none&window=52w')
})

for (const [query, says] of [
  ['sort=luck', 'There is no column “luck” to sort by.'],
  ['group=colour', 'Services are grouped by team or not at all'],
  ['page=9', 'There is no page 9: there is 1.'],
  ['page=none', 'There is no page none.'],
] as const) {
  test(`a view that cannot be shown says why: ${query}`, async ({ page }) => {
    await page.goto(`/?${query}`)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(says)
  })
}

test('where git alone tells of the changes, flow efficiency is not observed, and it is said why', async ({ page }) => {
  await page.goto('/?window=26w')
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'acme/library' }) })
  await expect(row.getByRole('cell').nth(5)).toHaveText(/not observed/)
  await expect(page.getByText('Not observed: git alone tells')).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })

  test('two columns and the rest one tap away, and every column sorts', async ({ page }) => {
    await page.goto('/?team=Storefront')
    await expect(page.getByRole('columnheader')).toHaveCount(3)
    const details = page.getByRole('group').filter({ hasText: 'failed,' }).first()
    await expect(details.getByText('Flow efficiency')).toBeHidden()
    await details.getByText(/of \d+ failed, \d+ waiting/).click()
    await expect(details.getByText('Flow efficiency')).toBeVisible()
    await page.getByText('Sorted by name').click()
    await page.getByRole('link', { name: 'Failed', exact: true }).click()
    await expect(page).toHaveURL('/?team=Storefront&sort=-failed')
    await expect(page.getByText('Sorted by failed')).toBeVisible()
  })
})

test('nothing moves while a page loads, however late its font comes', async ({ page }) => {
  let fonts = 0
  await page.route('**/*.woff2', async (route) => {
    fonts += 1
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
    await route.continue()
  })
  await page.addInitScript(() => {
    const moved = { sum: 0 }
    Object.assign(window, { moved })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.sum += (entry as PerformanceEntry & { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  for (const path of ['/', '/services/shop', '/metrics/lead-time?service=shop&window=26w', '/quality']) {
    for (const width of [390, 768, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(path, { waitUntil: 'networkidle' })
      const moved = await page.evaluate(() => (window as unknown as { moved: { sum: number } }).moved.sum)
      expect(moved, `${path} at ${width} px`).toBeLessThan(0.01)
    }
  }
  expect(fonts).toBeGreaterThan(0)
})

test('the browser loads little script before somebody asks for more', async ({ page }) => {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const kinds = new Map<string, string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (kinds.get(requestId) === 'Script') bytes += encodedDataLength
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThanOrEqual(130_000)
})

const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name}`) }) })

test('every figure leads to its metric’s page: of the service, of the team, of all, in the same window', async ({
  page,
}) => {
  await page.goto('/?window=26w')
  for (const [row, scope] of [
    ['shop', 'service=shop&'],
    ['Storefront', 'team=Storefront&'],
    ['All', ''],
  ] as const) {
    const links = rowOf(page, row).getByRole('cell').getByRole('link').and(page.locator('a:not([class])'))
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(hrefs.slice(0, 6)).toEqual(
      [
        'lead-time',
        'deployment-frequency',
        'change-failure-rate',
        'recovery-time',
        'time-to-restore',
        'flow-efficiency',
      ].map((id) => `/metrics/${id}?${scope}window=26w`),
    )
  }
  const value = rowOf(page, 'shop').getByRole('cell').nth(2).getByRole('link').first()
  const words = (await value.textContent()) ?? ''
  await value.click()
  await expect(page).toHaveURL('/metrics/change-failure-rate?service=shop&window=26w')
  await expect(page.getByRole('region', { name: 'Value and definition' })).toContainText(words)
  await page.goto('/?window=26w')
  const batch = rowOf(page, 'shop').getByRole('cell').nth(6).getByRole('link')
  const size = await batch.textContent()
  await batch.click()
  await expect(page).toHaveURL('/services/shop/deployments?window=26w&sort=changes')
  await expect(page.getByText(`Batch size: a median of ${size} change`)).toBeVisible()
  await page.goto('/?window=26w')
  await rowOf(page, 'shop').getByRole('cell').nth(7).getByRole('link').click()
  await expect(page).toHaveURL('/services/shop?window=26w&tab=waiting#list')
})

test('a filter makes totals that are no metric’s page, so they lead nowhere', async ({ page }) => {
  await page.goto('/?window=26w&q=s')
  await expect(rowOf(page, 'All').getByRole('cell').getByRole('link')).toHaveCount(0)
  expect(await rowOf(page, 'shop').getByRole('cell').getByRole('link').count()).toBeGreaterThan(6)
})

test('a signal is named in words and leads to the page that says the same', async ({ page }) => {
  await page.goto('/?window=26w&group=none')
  const marks = page
    .getByRole('cell')
    .getByRole('link', { name: /^signal: \d+ weeks? (above|below) (the|its) (mean|limits)/ })
  await expect(marks.first()).toBeVisible()
  await marks.first().click()
  await expect(page).toHaveURL(/^[^?]*\/metrics\/[a-z-]+\?service=[^&]+&window=26w$/)
  await expect(page.getByRole('region', { name: 'Trend' })).toContainText(/signals?\b/)
  await expect(page.getByRole('region', { name: 'Trend' })).not.toContainText('No signal')
  // Four weeks are too few for any.
  await page.goto('/?window=4w')
  await expect(page.getByRole('cell').getByRole('link', { name: /^signal/ })).toHaveCount(0)
})

test('the sentence names what stands out, and leads to it', async ({ page }) => {
  await page.goto('/?window=26w')
  const named = page.getByRole('main').getByRole('link', { name: / at / })
  await expect(named).toHaveAttribute('href', /^\/metrics\/[a-z-]+\?service=.+&window=26w$/)
  await expect(page.getByText(/What (stands out|changed most):/)).toBeVisible()
})
