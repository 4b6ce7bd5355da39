import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { barriers, expectNoBarriers } from './barriers'

const PREVIEW = '/reports/preview'

test('the report of a week is shown as its mail and as its text, which say the same, also without JavaScript', async ({
  browser,
}) => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto('/?team=Storefront')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Reports' }).click()
  await page.getByRole('link', { name: 'Look at last week’s' }).click()
  await expect(page).toHaveURL(`${PREVIEW}?team=Storefront`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Weekly report of Storefront')
  const weeks = page.getByLabel('Week')
  const earlier = await weeks.getByRole('option').nth(2).getAttribute('value')
  await weeks.selectOption(earlier ?? '')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(`${PREVIEW}?team=Storefront&week=${earlier}`)
  await expect(weeks).toHaveValue(earlier ?? '')

  const subject = await page.getByText(/^Subject Storefront: /).textContent()
  const mail = page.frameLocator('iframe')
  const text = (await page.locator('pre').textContent()) ?? ''
  expect(subject?.split(': ')[1]?.length).toBeGreaterThan(10)
  const words = (some: string | null) => (some ?? '').replaceAll(/\s+/g, ' ').trim()
  const rows = await mail.getByRole('row').all()
  expect(rows.length).toBeGreaterThan(6)
  for (const row of rows.slice(0, 7)) {
    const [title, value] = [row.getByRole('rowheader'), row.getByRole('cell')]
    const [name] = (await title.innerText()).split('\n')
    const [said] = (await value.innerText()).split('\n')
    expect(words(text)).toContain(`${words(name ?? '')} ${words(said ?? '')}`)
  }
  for (const picture of await mail.getByRole('img').all()) {
    expect(await picture.getAttribute('alt')).toMatch(/: \d/)
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  }

  // Printed it is its words alone, whole: a frame would be cut at the end of the first sheet.
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('iframe')).toBeHidden()
  await expect(page.getByText(/^Subject Storefront: /)).toBeVisible()
  const { hidden, wide } = await page.locator('pre').evaluate((pre) => ({
    hidden: pre.scrollHeight - pre.clientHeight,
    wide: pre.scrollWidth - pre.clientWidth,
  }))
  expect([hidden, wide]).toEqual([0, 0])
  for (const around of [page.getByRole('navigation', { name: 'Pages' }), page.getByRole('button', { name: 'Show' })])
    await expect(around).toBeHidden()
  await page.close()
})

test('what cannot be reported is said, and a team or service that there is not is not found', async ({ page }) => {
  await page.goto(`${PREVIEW}?week=2025-W53`)
  await expect(
    page.getByRole('alert').filter({ hasText: 'There is no week 2025-W53: 2025 has 52 weeks.' }),
  ).toBeVisible()
  for (const [query, words] of [
    ['?team=Nobody', 'There is no team named "Nobody"'],
    ['?service=nope', 'There is no service named "nope"'],
  ]) {
    expect((await page.goto(`${PREVIEW}${query}`))?.status()).toBe(404)
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible()
    expect((await page.request.get(`${PREVIEW}/mail${query}`)).status()).toBe(404)
  }
})

test('neither the page nor the mail has barriers, and nothing is wider than its screen', async ({ page }) => {
  // LIMIT: axe waits for ever for a frame in which no script may run. The mail is looked at by itself.
  const ready = async () => {
    await expect(page.locator('iframe')).toHaveAttribute('title', /^Storefront: /)
    await page.locator('iframe').evaluate((frame) => frame.remove())
  }
  await expectNoBarriers(page, { paths: [`${PREVIEW}?team=Storefront`], widths: [390, 1280], ready })
  for (const [width, colorScheme] of [
    [360, 'light'],
    [600, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto(`${PREVIEW}/mail?team=Storefront`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    // A mail is a part of whatever shows it: landmarks are not its own.
    const axe = new AxeBuilder({ page }).disableRules(['landmark-one-main', 'region'])
    expect(await barriers(axe), `the mail at ${width} px`).toEqual([])
  }
})
