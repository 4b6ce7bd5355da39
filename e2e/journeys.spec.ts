import { expect, test } from '@playwright/test'
import { HOSTILE_NAMES } from './oddities'

test('from the overview to a service to one of its changes', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveTitle('Overview · Streamgauge')
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'checkout' }) })
  await expect(row).toContainText('changes')
  await row.getByRole('link', { name: 'checkout', exact: true }).click()
  await expect(page).toHaveURL('/services/checkout')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('checkout')
  await expect(page.getByText(/^Median lead time/)).toBeVisible()
  const change = page.getByRole('region', { name: 'Table of changes' }).getByRole('row').nth(1)
  await expect(change).toContainText('first in checkout-')
  const source = change.getByRole('rowheader').getByRole('link').first()
  await expect(source).toHaveAttribute('rel', /noopener/)
  await expect(source).toHaveAttribute('href', /^https:\/\/git\.example\//)
})

test('a figure of the overview leads to its metric’s page', async ({ page }) => {
  await page.goto('/?window=26w')
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'ledger' }) })
  await row.getByRole('cell').nth(2).getByRole('link').first().click()
  await expect(page).toHaveURL('/metrics/change-failure-rate?service=ledger&window=26w')
})

test('the window is chosen in the URL and kept on the way', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: '4 weeks', exact: true }).click()
  await expect(page).toHaveURL('/?window=4w')
  await expect(page.getByRole('link', { name: '4 weeks', exact: true })).toHaveAttribute('aria-current', 'true')
  await page.getByRole('rowheader', { name: 'shop' }).getByRole('link', { name: 'shop', exact: true }).click()
  await expect(page).toHaveURL('/services/shop?window=4w')
  await page.getByText('Dates', { exact: true }).click()
  await page.getByLabel('From', { exact: true }).fill('2026-01-05')
  await page.getByLabel('Up to, not including').fill('2026-01-12')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL('/services/shop?from=2026-01-05&to=2026-01-12')
  await expect(page.getByText('2026-01-05 to 2026-01-11')).toBeVisible()
})

test('the service and the window come along to its metrics, to other services and through the finder', async ({
  page,
}) => {
  await page.goto('/services/shop?window=4w', { waitUntil: 'networkidle' })
  const pages = page.getByRole('navigation', { name: 'Pages' })
  await pages.getByRole('link', { name: 'Recovery time' }).click()
  await expect(page).toHaveURL('/metrics/recovery-time?service=shop&window=4w')
  await pages.getByRole('link', { name: 'ledger', exact: true }).click()
  await expect(page).toHaveURL('/services/ledger?window=4w')
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('checkout')
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/services/checkout?window=4w')
  await pages.getByRole('link', { name: 'Overview' }).click()
  await expect(page).toHaveURL('/?window=4w')
})

test('letters that no database can hold are looked for without them', async ({ page }) => {
  for (const query of ['q=%00shop', 'open=%00', 'tab=deployments&q=%00', 'deployment=%00&open=all%00']) {
    expect((await page.goto(`/services/shop?${query}`))?.status()).toBe(200)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('shop')
  }
})

for (const [query, says] of [
  ['from=0001-01-01&to=0001-02-01', 'is before 1970'],
  ['window=7y', 'There is no window “7y”'],
  ['from=2026-03-01&to=2026-03-01', 'has no length'],
  ['from=2026-03-02&to=2026-03-01', 'before it begins'],
  ['from=1926-01-01&to=2026-01-01', 'about 100 years long'],
  ['from=2026-02-30&to=2026-03-09', 'is not a date'],
  ['from=2026-02-01', 'The last date is missing'],
  ['window=4w&to=2026-03-01', 'not both'],
] as const) {
  test(`a window that cannot be shown says why: ${query}`, async ({ page }) => {
    for (const path of ['/', '/services/shop']) {
      await page.goto(`${path}?${query}`)
      await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible()
    }
  })
}

test('long lists are paged by links, and a page that is not there is said', async ({ page }) => {
  await page.goto('/services/search?window=all')
  const pager = page.getByRole('navigation', { name: 'Pages of changes' })
  await expect(pager).toContainText('1–50 of')
  await pager.getByRole('link', { name: 'Next' }).click()
  await expect(page).toHaveURL('/services/search?window=all&page=2#list')
  await expect(pager).toContainText('51–100 of')
  await page.goto('/services/search?page=900')
  await expect(page.getByRole('alert').filter({ hasText: 'has no page 900' })).toBeVisible()
  await page.goto('/services/search?window=all&page=-1')
  await page.getByRole('alert').getByRole('link', { name: 'Show the changes of this window' }).click()
  await expect(page).toHaveURL('/services/search?window=all#list')
})

test('services are found by a part of their name', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Part of a service’s name').fill('CHECK')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page).toHaveURL('/?q=CHECK')
  await expect(page.getByText('1 found.')).toBeVisible()
  await page.goto('/?q=nothing-like-this')
  await expect(page.getByText('No service has “nothing-like-this” in its name.')).toBeVisible()
})

test('services without a deployment are one counted row', async ({ page }) => {
  await page.goto('/')
  await page.getByText('2 services have no deployment yet').click()
  await page.getByRole('main').getByRole('link', { name: 'archive', exact: true }).click()
  await expect(page.getByText('It has matched nothing that reached production so far.')).toBeVisible()
})

test('the rule in use is said where nobody configured one', async ({ page }) => {
  await page.goto('/services/acme-library?window=all')
  await expect(page.getByText('No rule was configured')).toContainText('tags that look like a release')
  await page
    .getByText(/there before the first deployment that is known/)
    .getByRole('link')
    .click()
  await expect(page.getByRole('region', { name: 'Table of changes' })).toContainText('Left out. It was there before')
})

test('an unknown service is a helpful 404', async ({ page }) => {
  for (const slug of ['nobody', '%F0%9F%9A%80', '%2e%2e%2fetc', 'x'.repeat(300)]) {
    const response = await page.goto(`/services/${slug}`)
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('link', { name: 'The overview' })).toBeVisible()
  }
  expect((await page.goto('/no/such/page'))?.status()).toBe(404)
})

test('hostile names are shown as they are and run nothing', async ({ page }) => {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await page.goto('/')
  for (const name of HOSTILE_NAMES) {
    const link = page.getByRole('rowheader').getByRole('link', { name, exact: true })
    await expect(link).toBeVisible()
    const path = await link.getAttribute('href')
    const service = await page.context().newPage()
    await service.goto(path ?? '')
    await expect(service.getByRole('heading', { level: 1 })).toHaveText(name)
    await expect(service).toHaveTitle(`${name} · Streamgauge`)
    await expect(service.locator('a[href^="javascript:" i]')).toHaveCount(0)
    expect(await service.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
      0,
    )
    await service.close()
  }
  expect(dialogs).toEqual([])
})
