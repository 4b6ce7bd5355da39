import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const SHOP = '/metrics/lead-time?service=shop&window=26w'

const drawn = (page: Page) => page.locator('[data-drawn="true"]')
const readout = (page: Page) => page.locator('figure p[data-chosen]')
const trend = (page: Page) => page.getByRole('region', { name: 'Trend' }).getByRole('figure')

test('a chart takes the place of its drawing without moving anything', async ({ page }) => {
  await page.goto(SHOP)
  const figure = trend(page)
  await expect(figure.getByRole('heading')).toHaveText('Lead time for changes, weekly median')
  const before = await figure.locator('svg').boundingBox()
  await expect(drawn(page)).toBeVisible()
  const canvas = figure.locator('canvas')
  await expect(canvas).toBeVisible()
  await expect(figure.locator('svg')).toBeHidden()
  expect(await figure.locator('svg').boundingBox()).toEqual(before)
  expect(await missingInk(page)).toEqual([])
})

/** The middles of the drawing's lines and bands at which the canvas has nothing. */
async function missingInk(page: Page): Promise<string[]> {
  return await trend(page).evaluate((figure) => {
    const canvas = figure.querySelector('canvas')
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return ['the canvas']
    const box = figure.querySelector('svg')?.getBoundingClientRect() ?? new DOMRect()
    const own = canvas.getBoundingClientRect()
    const ratio = canvas.width / own.width
    const isEmpty = ([x = 0, y = 0]: number[]) => {
      const left = Math.round((box.left - own.left + (x / 1000) * box.width) * ratio)
      const top = Math.round((box.top - own.top + (y / 1000) * box.height) * ratio)
      return context.getImageData(left - 1, top - 1, 3, 3).data.every((value, at) => at % 4 !== 3 || value === 0)
    }
    const middle = (...places: number[][]) =>
      [0, 1].map((axis) => places.reduce((sum, place) => sum + (place[axis] ?? 0), 0) / places.length)
    const runsOf = (name: string) =>
      [...figure.querySelectorAll(`svg path[class*="${name}"]`)].flatMap((element) =>
        (element.getAttribute('d') ?? '')
          .split('M')
          .slice(1)
          .map((run) =>
            run
              .replace('Z', '')
              .split('L')
              .map((place) => place.split(' ').map(Number)),
          ),
      )
    const lines = runsOf('_line').flatMap((run) => run.slice(1).map((place, at) => middle(place, run[at] ?? [])))
    const bands = runsOf('_band').map((run) => middle(...run.slice(0, 2), ...run.slice(-2)))
    const checked = [...lines, ...bands]
    return checked.length < 10 ? ['too little to check'] : checked.filter(isEmpty).map(String)
  })
}

test('keys, pointer and touch say of a week what the table says', async ({ page }) => {
  await page.goto(SHOP)
  await expect(drawn(page)).toBeVisible()
  const slider = page.getByRole('slider', { name: 'Lead time for changes, weekly median: weeks' })
  await slider.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.getByText('The same as a table').click()
  await slider.focus()
  const rows = page.getByRole('region', { name: 'Table of weeks' }).getByRole('row')
  const count = (await rows.count()) - 1
  await expect(slider).toHaveAttribute('aria-valuemax', String(count))
  await page.keyboard.press('End')
  for (let week = 1; week <= count; week += 1) {
    const row = rows.nth(week)
    await expect(readout(page)).toContainText((await row.getByRole('rowheader').textContent()) ?? '')
    const median = (await row.getByRole('cell').first().textContent()) ?? ''
    if (median !== '–') await expect(readout(page)).toContainText(`median ${median}`)
    const spoken = await slider.getAttribute('aria-valuetext')
    expect(spoken).toContain((await row.getByRole('rowheader').textContent()) ?? '')
    await page.keyboard.press('ArrowLeft')
  }
  const box = await slider.boundingBox()
  if (!box) throw new Error('The chart has a place.')
  await page.mouse.move(box.x + box.width - 2, box.y + 40)
  await expect(readout(page)).toContainText((await rows.nth(1).getByRole('rowheader').textContent()) ?? '')
  await page.keyboard.press('Escape')
  await expect(readout(page)).toHaveAttribute('data-chosen', 'false')
})

test('a chart changes its colours with the theme', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(SHOP)
  await expect(drawn(page)).toBeVisible()
  // Whether the canvas has a pixel of the page's ink: its red is 22 in light and 231 in dark.
  const has = (red: number) =>
    page.locator('figure canvas').evaluate((element, wanted) => {
      const canvas = element as HTMLCanvasElement
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255 && data[at] === wanted) return true
      return false
    }, red)
  expect([await has(22), await has(231)]).toEqual([true, false])
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => has(231)).toBe(true)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(() => has(231)).toBe(false)
  await page.getByRole('button', { name: 'Dark' }).first().click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect.poll(() => has(231)).toBe(true)
})

test('annotations are numbered on the chart and listed beneath it', async ({ page }) => {
  await page.goto(SHOP)
  const notes = trend(page).getByRole('listitem').filter({ hasText: /202\d/ })
  await expect(notes).toHaveCount(3)
  await expect(notes.nth(1)).toContainText('Sale <b>week</b>: no releases')
})

test('the window and the scope stay on the way to another metric', async ({ page }) => {
  await page.goto(SHOP)
  await page
    .getByRole('navigation', { name: 'Other metrics of the same' })
    .getByRole('link', { name: 'Change failure rate' })
    .click()
  await expect(page).toHaveURL('/metrics/change-failure-rate?service=shop&window=26w')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change failure rate of shop')
  await page.getByRole('link', { name: 'Team Storefront' }).click()
  await expect(page).toHaveURL('/metrics/change-failure-rate?team=Storefront&window=26w')
  const rows = page.getByRole('region', { name: 'Table of services' }).getByRole('row')
  await expect(rows.getByRole('rowheader').getByRole('link')).toHaveText(['checkout', 'search', 'shop'])
  await page.getByRole('link', { name: '4 weeks', exact: true }).click()
  await expect(page).toHaveURL('/metrics/change-failure-rate?team=Storefront&window=4w')
})

test('files hold what the page shows, and no formula', async ({ page, request }) => {
  await page.goto(SHOP)
  await page.getByText('The same as a table').click()
  const rows = page.getByRole('region', { name: 'Table of weeks' }).locator('tbody tr')
  await expect(rows.first()).toBeVisible()
  const weeks = await (await request.get('/metrics/lead-time/data.csv?service=shop&window=26w')).text()
  expect(weeks.trim().split('\r\n')).toHaveLength((await rows.count()) + 1)
  const href = await page.getByRole('link', { name: 'Everything (JSON)' }).getAttribute('href')
  const answer = await request.get(href ?? '')
  expect(answer.headers()['content-disposition']).toBe('attachment; filename="lead-time-shop.json"')
  const json = await answer.json()
  expect(json).toMatchObject({ metric: 'lead-time', service: 'shop', annotations: { length: 3 } })
  expect(json.rows).toHaveLength(await page.getByRole('region', { name: 'Table of rows' }).locator('tbody tr').count())
  const services = await (await request.get('/metrics/lead-time/data.csv?table=services')).text()
  expect(services).not.toMatch(/(^|[,"\n])[=+\-@](?!\d)/m)
  expect((await request.get('/metrics/nothing/data.csv')).status()).toBe(404)
  expect((await request.get('/metrics/lead-time/data.json?service=nobody')).status()).toBe(404)
  expect((await request.get('/metrics/lead-time/data.csv?window=7y')).status()).toBe(400)
})

test('a dot leads to its row, by pointer and by keyboard', async ({ page }) => {
  await page.goto(SHOP, { waitUntil: 'networkidle' })
  const rows = page.getByRole('region', { name: 'Row by row' })
  const picker = rows.getByRole('link', { name: /^Each change/ })
  await picker.focus()
  await page.keyboard.press('Home')
  await expect(picker).toHaveAttribute('aria-label', /dot 1 of \d+, opens its row/)
  await page.keyboard.press('ArrowRight')
  await expect(picker).toHaveAttribute('aria-label', /dot 2 of/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/services\/shop\?window=26w&open=.+#change-/)
  await expect(page.locator('details[open], tr[data-open="true"], [aria-expanded="true"]').first()).toBeVisible()
  await page.goBack()
  await expect(rows.getByRole('table')).toContainText('So far')
  const first = await rows.locator('svg path[class*="dots"]').getAttribute('d')
  const [, x = '0', y = '0'] = /^M([\d.]+) ([\d.]+)h0/.exec(first ?? '') ?? []
  const box = await picker.boundingBox()
  if (!box) throw new Error('There is no plot.')
  await page.mouse.click(box.x + (box.width * Number(x)) / 1000, box.y + (box.height * Number(y)) / 1000)
  await expect(page).toHaveURL(/\/services\/shop\?window=26w&open=/)
  for (const query of ['', 'x=1', 'x=-1&y=2', 'x=1001&y=2', 'x=1e9&y=NaN'])
    expect((await page.request.get(`/metrics/lead-time/row?service=shop&${query}`)).status()).toBe(400)
  expect((await page.request.get('/metrics/lead-time/row?service=nobody&x=1&y=1')).status()).toBe(404)
})

test('the same by batch size, by stage, and service by service in any order', async ({ page, request }) => {
  await page.goto(SHOP)
  await expect(page.getByRole('heading', { name: 'By batch size' })).toBeVisible()
  await expect(page.getByRole('table', { name: /stages/ })).toContainText('pickup')
  const json = await (await request.get('/metrics/lead-time/data.json?service=shop&window=26w')).json()
  const batches = json.byBatchSize.reduce((sum: number, { n }: { n: number }) => sum + n, 0)
  const spread = json.spread.reduce((sum: number, { n }: { n: number }) => sum + n, 0)
  expect([batches, spread]).toEqual([json.n, json.n])
  const points = await (await request.get('/metrics/lead-time/data.csv?service=shop&window=26w&table=points')).text()
  expect(points.trim().split('\r\n')).toHaveLength(json.n + 1)
  await page.goto('/metrics/lead-time?team=Storefront')
  const names = page.getByRole('region', { name: 'Table of services' }).getByRole('rowheader').getByRole('link')
  const before = await names.allTextContents()
  await page
    .getByRole('link', { name: 'Service', exact: false })
    .filter({ hasText: /^Service ↑$/ })
    .click()
  await expect(names).toHaveText(before.toReversed())
  await page.getByRole('columnheader').getByRole('link', { name: 'Median' }).click()
  await expect(page).toHaveURL('/metrics/lead-time?team=Storefront&sort=value')
  expect((await request.get('/metrics/lead-time/data.csv?table=zz')).status()).toBe(404)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the drawing, its words and its table are there', async ({ page }) => {
    await page.goto(SHOP)
    const figure = trend(page)
    await expect(figure.locator('svg')).toBeVisible()
    await expect(figure.getByRole('slider')).toHaveCount(0)
    await expect(figure).toContainText('median')
    await page.getByText('The same as a table').click()
    await expect(page.getByRole('region', { name: 'Table of weeks' }).getByRole('row').nth(1)).toBeVisible()
    await page.getByRole('link', { name: 'Logarithmic' }).click()
    await expect(page).toHaveURL('/metrics/lead-time?service=shop&scale=log&window=26w')
    await expect(figure).toContainText('1 d')
  })
})

test('what is not there is said, with what there is', async ({ page }) => {
  expect((await page.goto('/metrics/velocity'))?.status()).toBe(404)
  await page.getByRole('main').getByRole('link', { name: 'Flow efficiency' }).click()
  await expect(page).toHaveURL('/metrics/flow-efficiency')
  for (const query of ['service=nobody', 'team=Nobody', 'service=%F0%9F%9A%80%00']) {
    expect((await page.goto(`/metrics/lead-time?${query}`))?.status()).toBe(404)
    await expect(page.getByRole('main').getByRole('link', { name: 'Team Storefront' })).toBeVisible()
  }
  await page.goto('/metrics/lead-time?service=shop&from=2019-01-01&to=2019-03-01')
  await expect(page.getByRole('heading', { name: 'No changes in this window' })).toBeVisible()
  await expect(page.getByText(/They begin on/)).toBeVisible()
  await page.getByRole('link', { name: 'Show all of them' }).click()
  await expect(drawn(page)).toBeVisible()
  await page.goto('/metrics/lead-time?service=archive')
  await expect(page.getByText('No changes that count are known, in this window or in any other.')).toBeVisible()
  await page.goto('/metrics/lead-time?service=shop&team=Storefront')
  await expect(page.getByRole('alert').filter({ hasText: 'not both' })).toBeVisible()
})

test('no barrier that axe can find, nothing wider than a phone', async ({ page }) => {
  const paths = [
    '/metrics',
    SHOP,
    '/metrics/change-failure-rate?service=checkout&window=26w',
    '/metrics/deployment-frequency?team=Storefront',
    '/metrics/recovery-time',
    '/metrics/velocity',
    '/metrics/lead-time?service=shop&from=2017-01-01&to=2026-12-01',
  ]
  const ready = async () => {
    if (await trend(page).count()) await expect(drawn(page)).toBeVisible()
  }
  await expectNoBarriers(page, { paths, widths: [320], ready })
})
