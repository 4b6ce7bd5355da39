import { expect, test } from '@playwright/test'

/** A4 without its margins, as Chromium lays it out. */
const SHEET = { width: 703, height: 1000 }

const PAGES = [
  '/?window=26w',
  '/services/shop',
  '/services/shop/deployments',
  '/services/shop/waiting',
  '/services/shop/pipelines',
  '/services/shop/rule',
  '/metrics/lead-time?service=shop&window=26w',
  '/metrics/lead-time',
  '/quality',
  '/sources',
  '/annotations',
]

test('paper is black on white, nothing is cut, and nothing is on it that paper cannot do', async ({ page }) => {
  await page.setViewportSize(SHEET)
  await page.context().addCookies([{ name: 'theme', value: 'dark', url: test.info().project.use.baseURL ?? '' }])
  for (const path of PAGES) {
    await page.emulateMedia({ media: 'screen' })
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.emulateMedia({ media: 'print' })
    const found = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body)
      const seen = (element: Element) => element.checkVisibility() && element.getBoundingClientRect().height > 0
      const left = [...document.querySelectorAll('button, summary, header nav')].filter(seen)
      return {
        backgroundColor,
        color,
        width: document.documentElement.scrollWidth,
        left: left.map((one) => one.outerHTML),
      }
    })
    expect(found, path).toEqual({
      backgroundColor: 'rgb(255, 255, 255)',
      color: 'rgb(0, 0, 0)',
      width: SHEET.width,
      left: [],
    })
    // What a screen's frame says, the sheet says itself.
    await expect(page.getByText(/; as of \w{3} \d+\s\w{3}, \d\d:\d\d \(\d{4}\) in /)).toBeVisible()
    await expect(
      page
        .getByRole('main')
        .getByText(path.split('?')[0] ?? '', { exact: false })
        .first(),
    ).toBeVisible()
  }
})

test('the sheets of a map lie, all others stand', async ({ page }) => {
  for (const [path, lies] of [
    ['/services/shop/stream', true],
    ['/quality', false],
  ] as const) {
    await page.goto(path)
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
    expect(sheets.length, path).toBeGreaterThan(0)
    for (const [, width, height] of sheets) expect(Number(width) > Number(height), path).toBe(lies)
  }
})

test('a chart and its notes are on paper, and a table has all its columns and its head on every sheet', async ({
  page,
}) => {
  await page.setViewportSize(SHEET)
  await page.goto('/metrics/lead-time?service=shop&window=26w')
  await expect(page.locator('canvas')).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('canvas')).toBeHidden()
  const drawing = page.getByRole('figure').first().locator('svg').first()
  await expect(drawing).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'New office' })).toBeVisible()
  await page.goto('/services/shop')
  await expect(page.getByRole('columnheader', { name: 'Stages' })).toBeVisible()
  expect(
    await page
      .locator('thead')
      .first()
      .evaluate((head) => getComputedStyle(head).display),
  ).toBe('table-header-group')
  await expect(page.getByText(/the last 12 weeks \(.+\); as of/)).toBeVisible()
})
