import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'
import { Installation } from './installation'

const DAY = 86_400_000
const HOUR = DAY / 24
const sha = (number: number) => String(number).padStart(40, '0')

/** Four deployments to production, the third followed by an incident; one more commit in staging, and one more on main. */
function records(now: number): string {
  const instant = (ago: number) => new Date(now - ago).toISOString()
  const commit = (number: number) => ({
    type: 'commit',
    repository: 'acme/till',
    sha: sha(number),
    parents: number === 0 ? [] : [sha(number - 1)],
    authoredAt: instant((40 - 5 * number) * DAY),
    committedAt: instant((40 - 5 * number) * DAY),
    subject: number === 4 ? '<img src=x onerror=alert(1)> in the till' : `Change ${number}`,
  })
  const deployment = (id: string, environment: string, number: number, ago: number, more = {}) => ({
    type: 'deployment',
    id,
    service: 'till',
    environment,
    sha: sha(number),
    startedAt: instant(ago + HOUR / 4),
    finishedAt: instant(ago),
    status: 'success',
    ...more,
  })
  const lines = [
    { type: 'repository', name: 'acme/till', headSha: sha(5) },
    { type: 'service', name: 'till', repository: 'acme/till', team: 'Money' },
    ...[0, 1, 2, 3, 4, 5].map(commit),
    ...[0, 1, 2, 3].map((number) => deployment(`till-${number}`, 'production', number, (34 - 5 * number) * DAY)),
    deployment('till-broken', 'production', 3, 17 * DAY, { status: 'failure', url: 'javascript:alert(1)' }),
    deployment('till/4 staging', 'staging', 4, 10 * DAY),
    deployment('till-qa', 'qa', 99, 9 * DAY),
    {
      type: 'incident',
      id: 'INC-1',
      service: 'till',
      title: 'Nobody can pay',
      startedAt: instant(24 * DAY - HOUR),
      resolvedAt: instant(24 * DAY - 3 * HOUR),
    },
    {
      type: 'incident',
      id: 'INC-2',
      service: 'till',
      title: 'The lamp is dark',
      startedAt: instant(12 * DAY),
      resolvedAt: instant(12 * DAY - HOUR),
    },
    {
      type: 'verification',
      deployment: 'till-2',
      name: 'smoke test',
      status: 'success',
      at: instant(24 * DAY - HOUR / 6),
    },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

let installation: Installation

test.beforeAll(async () => {
  test.setTimeout(240_000)
  installation = new Installation('services: []\n')
  const file = join(installation.home, 'records.ndjson')
  writeFileSync(file, records(Date.now()))
  expect(await installation.sg('import', file)).toBe(0)
  await installation.start()
})

test.afterAll(async () => {
  await installation.destroy()
})

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline of deployments' })
const failed = (page: Page) => page.locator('#change-failure-rate')
const address = (id: string) => `${installation.origin}/services/till/deployments/import/${encodeURIComponent(id)}`

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })
    test.describe.configure({ mode: 'serial' })

    test('a failure is struck, the figure follows, and it is taken back', async ({ page }) => {
      await page.goto(installation.origin)
      await page.getByRole('main').getByRole('link', { name: 'till', exact: true }).click()
      await expect(failed(page)).toContainText('1 of 4 deployments')
      await page
        .getByRole('navigation', { name: 'Pages of this service' })
        .getByRole('link', { name: 'Deployments' })
        .click()
      await timeline(page)
        .getByRole('link', { name: /^till-2, .*: Failed, then recovered$/ })
        .click()
      await expect(page.getByText('It reached production and failed: an incident began soon after it.')).toBeVisible()
      await expect(page.getByText('Verified 10 min after it finished.')).toBeVisible()
      const outcome = page.getByRole('region', { name: 'The outcome' })
      await outcome.getByLabel('Reason').fill('<b>The provider</b> was down')
      await outcome.getByRole('button', { name: 'This did not fail' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Kept. The figures follow.' })).toBeVisible()
      await expect(page.getByText('It reached production, and no failure is known.')).toBeVisible()
      const word = page.getByRole('row').filter({ hasText: 'It did not fail' }).first()
      await expect(word).toContainText('<b>The provider</b> was down')
      await page.goto(`${installation.origin}/services/till`)
      await expect(failed(page)).toContainText('0 of 4 deployments')

      await page.goto(address('till-2'))
      await page.getByRole('button', { name: 'Take back' }).click()
      await expect(page.getByText('It reached production and failed: an incident began soon after it.')).toBeVisible()
      await expect(word).toContainText('taken back')
      await page.goto(`${installation.origin}/services/till`)
      await expect(failed(page)).toContainText('1 of 4 deployments')
    })

    test('an incident is linked to what it was not linked to, and the other way round', async ({ page }) => {
      await page.goto(address('till-3'))
      const incidents = page.getByRole('region', { name: 'Its incidents' })
      await incidents.getByLabel('Incident').fill('INC-9')
      await incidents.getByRole('button', { name: 'Link this incident' }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'no incident has this id' })).toBeVisible()
      await expect(incidents.getByLabel('Incident')).toHaveValue('INC-9')
      await incidents.getByLabel('Incident').fill('INC-2')
      await incidents.getByRole('button', { name: 'Link this incident' }).click()
      await expect(page.getByText('It reached production and failed: an incident names it as its cause.')).toBeVisible()
      await incidents.getByRole('button', { name: 'It did not cause this' }).click()
      await expect(page.getByText('It reached production, and no failure is known.')).toBeVisible()
      for (let words = 2; words > 0; words -= 1) {
        await expect(page.getByRole('button', { name: 'Take back' })).toHaveCount(words)
        await page.getByRole('button', { name: 'Take back' }).first().click()
      }
      await expect(page.getByRole('button', { name: 'Take back' })).toHaveCount(0)
    })
  })
}

test('of two tabs the second is told what was said meanwhile, and what was typed stays', async ({ page, context }) => {
  const other = await context.newPage()
  for (const tab of [page, other]) await tab.goto(address('till-1'))
  const outcome = (tab: Page) => tab.getByRole('region', { name: 'The outcome' })
  await outcome(page).getByLabel('Reason').fill('First')
  await outcome(page).getByRole('button', { name: 'This failed' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Kept' })).toBeVisible()
  await outcome(other).getByLabel('Reason').fill('Second')
  await outcome(other).getByRole('button', { name: 'This failed' }).click()
  await expect(other.getByRole('alert').filter({ hasText: 'something else was said meanwhile' })).toBeVisible()
  await expect(outcome(other).getByLabel('Reason')).toHaveValue('Second')
  await other.getByRole('button', { name: 'Take back' }).click()
  await expect(other.getByText('It reached production, and no failure is known.')).toBeVisible()
})

test('drift tells what waits, the oldest first, and what nobody can tell', async ({ page }) => {
  await page.goto(`${installation.origin}/services/till/deployments`)
  const drift = page.getByRole('region', { name: 'Not yet in production' })
  await expect(drift).toContainText('One change is not in production yet; the oldest began 20 d ago.')
  await expect(drift).toContainText('2 changes are not in production yet; the oldest began 20 d ago.')
  await expect(drift).toContainText('This commit is not in the known history of the repository')
  await expect(drift.getByText('<img src=x onerror=alert(1)> in the till').first()).toBeVisible()
  await drift.getByRole('link', { name: 'till/4 staging' }).click()
  await expect(page).toHaveURL(address('till/4 staging'))
  await expect(page.getByText('so no figure counts it')).toBeVisible()
})

test('an attempt that never arrived is told as such, and its foreign address is no link', async ({ page }) => {
  await page.goto(address('till-broken'))
  await expect(page.getByText('It never reached production: a failed attempt')).toBeVisible()
  await expect(page.getByText('Its source gives an address that is no web page.')).toBeVisible()
  await expect(page.locator('a[href^="javascript:" i], a[href^="data:" i]')).toHaveCount(0)
})

test('an id alone leads to its deployment; one that nobody has is said to be unknown', async ({ page }) => {
  await page.goto(`${installation.origin}/deployments/till-0`)
  await expect(page).toHaveURL(address('till-0'))
  await page.goto(`${installation.origin}/deployments/${encodeURIComponent('till/4 staging')}`)
  await expect(page).toHaveURL(address('till/4 staging'))
  for (const path of [
    '/deployments/nobody',
    '/services/till/deployments/import/nobody',
    '/services/nobody/deployments',
  ]) {
    const response = await page.goto(`${installation.origin}${path}`)
    expect(response?.status(), path).toBe(404)
    await expect(
      page.getByText(/has no such deployment|No deployment has this id|No service has this address/),
    ).toBeVisible()
  }
})

test('a mark is reached and followed by keyboard', async ({ page }) => {
  await page.goto('/services/checkout/deployments?window=26w')
  const mark = timeline(page).getByRole('link').first()
  const name = await mark.getAttribute('aria-label')
  await timeline(page).focus()
  await page.keyboard.press('Tab')
  await expect(mark).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: name?.split(',')[0] ?? '' })).toBeVisible()
})

test('hundreds are few marks that add up, and lead closer', async ({ page }) => {
  await page.goto('/services/search/deployments?window=26w')
  const marks = timeline(page)
    .getByRole('link')
    .filter({ hasNot: page.locator('rect[height="12"]') })
  expect(await marks.count()).toBeLessThan(200)
  const names = await marks.evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''))
  const counted = names.reduce((sum, name) => sum + Number(/: (\d+) deployments,/.exec(name)?.[1] ?? 1), 0)
  await expect(
    page.getByRole('list', { name: 'Which rows' }).getByRole('link', { name: `All ${counted}` }),
  ).toBeVisible()
  await timeline(page)
    .getByRole('link', { name: /deployments, no failure known/ })
    .first()
    .click()
  await expect(page).toHaveURL(/search\/deployments\?from=\d{4}-\d\d-\d\d&to=/)
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  const own = [
    '/services/till/deployments',
    '/services/till/deployments/import/till-2',
    '/services/till/deployments/import/till-qa',
  ]
  const shared = [
    '/services/search/deployments?window=26w',
    '/services/archive/deployments',
    '/services/acme-library/deployments',
  ]
  const paths = [...own.map((path) => installation.origin + path), ...shared]
  await expectNoBarriers(page, { paths, widths: [390, 1280] })
})
