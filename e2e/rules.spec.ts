import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'
import { Installation } from './installation'

const DAY = 86_400_000
const CONFIG = `services:
  - { name: ledger, repository: acme/ledger, deployments: { from: tag, match: "^release-" } }
`

let installation: Installation

/** Twelve pipeline runs: builds, and every third a deployment to production, of which one failed and one is under way. */
function records(now: number): string {
  const instant = (ago: number) => new Date(now - ago).toISOString()
  const run = (repository: string, at: number, pipeline: string, status: string) => ({
    type: 'pipeline_run',
    repository,
    id: String(at),
    pipeline,
    sha: String(at).padStart(40, '0'),
    queuedAt: instant((at + 1) * DAY),
    finishedAt: status === 'running' ? undefined : instant((at + 1) * DAY - 600_000),
    status,
    url: `https://ci.example/${repository}/${at}`,
  })
  const runs = (repository: string) =>
    Array.from({ length: 12 }, (_, at) => {
      const status = at === 0 ? 'running' : at === 3 ? 'failure' : 'success'
      return at % 3 === 0 ? run(repository, at, 'Deploy production', status) : run(repository, at, 'Build', 'success')
    })
  const commit = { sha: 'c'.repeat(40), parents: [], authoredAt: instant(DAY), committedAt: instant(DAY) }
  const lines = [
    ...runs('acme/shop'),
    ...runs('acme/pay'),
    { type: 'service', name: 'pay', repository: 'acme/pay', team: 'Money' },
    { type: 'tag', repository: 'acme/pay', name: 'v1.0.0', sha: 'd'.repeat(40), createdAt: instant(DAY) },
    { type: 'tag', repository: 'acme/ledger', name: 'release-1', sha: 'e'.repeat(40), createdAt: instant(DAY) },
    { type: 'tag', repository: 'acme/bin', name: 'v1.0.0', sha: 'f'.repeat(40), createdAt: instant(DAY) },
    { type: 'commit', repository: 'acme/quiet', ...commit },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  installation = new Installation(CONFIG)
  const file = join(installation.home, 'records.ndjson')
  writeFileSync(file, records(Date.now()))
  expect(await installation.sg('import', file)).toBe(0)
  await installation.start()
})

test.afterAll(async () => {
  await installation.destroy()
})

const tally = (page: Page) => page.getByRole('region', { name: 'What it would count' }).getByRole('status')

test('the preview follows typing, says why, and what is saved is measured', async ({ page }) => {
  await page.goto(`${installation.origin}/services/pay`, { waitUntil: 'networkidle' })
  await page.getByRole('link', { name: 'Change what counts as a deployment' }).click()
  await page.waitForLoadState('networkidle')
  await expect(tally(page)).toContainText('There is no deployment record to look at')
  await page.getByRole('link', { name: 'pipeline runs' }).click()
  await page.waitForLoadState('networkidle')
  await expect(page.getByLabel('Counted are')).toHaveValue('pipeline_run')
  await page.getByLabel('Pattern').fill('^Build')
  await expect(tally(page)).toHaveText('8 of the last 12 pipeline runs would count.')
  await page.getByLabel('Pattern').fill('^Deploy (')
  await expect(page.getByLabel('Pattern')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('region', { name: 'Rule', exact: true })).toContainText('Pattern is not a usable pattern')
  await page.getByLabel('Pattern').fill('^Deploy production$')
  await expect(tally(page)).toHaveText('2 of the last 12 pipeline runs would count; 1 failed attempt.')
  expect(new URL(page.url()).searchParams.get('match')).toBe('^Deploy production$')
  const rows = page.getByRole('row')
  await expect(rows.nth(1)).toContainText('It is still running.')
  await expect(rows.nth(2)).toContainText('Its name does not match the pattern.')
  await expect(rows.nth(4)).toContainText('It failed: a failed attempt.')
  await expect(rows.nth(7).getByRole('link')).toHaveAttribute('href', 'https://ci.example/acme/pay/6')
  await expect(page.getByLabel('Team')).toHaveValue('Money')
  await page.getByLabel('Team').fill('')
  await page.getByRole('button', { name: 'Save and measure anew' }).click()
  await expect(page).toHaveURL(`${installation.origin}/services/pay#rule`)
  const rule = page.getByRole('region', { name: 'What counts as a deployment' })
  await expect(rule).toContainText('As configured: pipeline runs whose name matches ^Deploy production$')
  await expect(rule).toContainText('It matched 2 deployments to production')
  await expect(page.getByRole('main')).not.toContainText('Money')
})

test('a repository that nobody configured becomes a service by its form, without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${installation.origin}/services/acme-shop/rule`)
  await expect(page.getByRole('main')).toContainText('Nobody said it yet')
  await page.getByLabel('Counted are').selectOption('pipeline_run')
  await page.getByLabel('Pattern').fill('production')
  await page.getByLabel('Environment', { exact: true }).fill('live')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(tally(page)).toHaveText('None of the last 12 pipeline runs would count.')
  await expect(page.getByRole('row').nth(7)).toContainText('Its environment is live, not production.')
  await page.getByText('Production environments, paths, team').click()
  await page.getByLabel('Production environments').fill('^live$')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(tally(page)).toHaveText('2 of the last 12 pipeline runs would count; 1 failed attempt.')
  expect(new URL(page.url()).searchParams.get('production')).toBe('^live$')
  await page.getByLabel('Name of the service').fill('pay')
  await page.getByRole('button', { name: 'Save and measure anew' }).click()
  await expect(page.getByRole('main')).toContainText('Name of the service is another service’s already.')
  await expect(page.getByLabel('Environment', { exact: true })).toHaveValue('live')
  await page.getByLabel('Name of the service').fill('Web shop')
  await page.getByRole('button', { name: 'Save and measure anew' }).click()
  await expect(page).toHaveURL(`${installation.origin}/services/web-shop#rule`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Web shop')
  await expect(page.getByRole('main')).toContainText('in the environment live')
  await page.goto(`${installation.origin}/services/web-shop/rule`)
  await expect(page.getByLabel('Production environments')).toHaveValue('^live$')
  await expect(page.getByLabel('Name of the service')).toHaveCount(0)
  await context.close()
})

test('a rule is forgotten again, and the window is the same on the way back, without JavaScript', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const dates = 'from=2026-01-05&to=2026-03-02'
  await page.goto(`${installation.origin}/services/acme-bin?${dates}`)
  await page.getByRole('link', { name: 'Change what counts as a deployment' }).click()
  await expect(page).toHaveURL(`${installation.origin}/services/acme-bin/rule?${dates}`)
  await expect(page.getByRole('heading', { name: 'Let Streamgauge choose again' })).toHaveCount(0)
  await page.getByLabel('Counted are').selectOption('merge')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page).toHaveURL(/[?&]rule=merge(&|$)/)
  await expect(page.getByLabel('Counted are')).toHaveValue('merge')
  await page.getByLabel('Name of the service').fill('bin')
  await page.getByRole('button', { name: 'Save and measure anew' }).click()
  await expect(page).toHaveURL(`${installation.origin}/services/bin?${dates}#rule`)
  await page.getByRole('link', { name: 'Change what counts as a deployment' }).click()
  const unpin = page.getByRole('region', { name: 'Let Streamgauge choose again' })
  await expect(unpin).toContainText('It would count tags that look like a release')
  await unpin.getByRole('button', { name: 'Forget this rule' }).click()
  await expect(page).toHaveURL(`${installation.origin}/services/acme-bin?${dates}#rule`)
  await expect(page.getByRole('region', { name: 'What counts as a deployment' })).toContainText(
    'No rule was configured',
  )
  await context.close()
})

test('what the file declares is shown and not changed', async ({ page }) => {
  await page.goto(`${installation.origin}/services/ledger/rule?from=merge`)
  await expect(page.getByRole('main')).toContainText('Managed by the file')
  await expect(page.getByRole('main')).toContainText('^release-')
  await expect(page.getByRole('button', { name: /Save|Preview/ })).toHaveCount(0)
  await expect(tally(page)).toHaveText('The one tag there is would count.')
})

test('addresses that make no sense say so and break nothing', async ({ page }) => {
  const rule = (slug: string, query = '') => `${installation.origin}/services/${slug}/rule${query}`
  expect((await page.goto(rule('nobody')))?.status()).toBe(404)
  await expect(page.getByRole('main')).toContainText('No service has this address')
  for (const query of [
    `?from=tag&match=${'('.repeat(2000)}`,
    '?from=__proto__&from=tag',
    '?from=tag&match=%00',
    `?from=tag&production=${'a%0A'.repeat(500)}`,
  ]) {
    expect((await page.goto(rule('pay', query)))?.status()).toBe(200)
    await expect(tally(page)).toHaveText('There is a preview as soon as the rule can be read.')
    await expect(page.locator('[aria-invalid="true"]')).toHaveCount(1)
  }
  expect((await page.goto(rule('pay', `?from=tag&match=${encodeURIComponent('<img src=x>')}`)))?.status()).toBe(200)
  await expect(page.getByLabel('Pattern')).toHaveValue('<img src=x>')
  await page.goto(rule('acme-quiet'))
  await expect(page.getByRole('main')).toContainText('Nothing to count is known yet')
  await expect(page.getByRole('main').getByRole('link', { name: 'The sources' })).toHaveAttribute('href', '/sources')
})

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  const rules = [
    'pay/rule?from=pipeline_run',
    'pay/rule?from=tag&match=(',
    'ledger/rule',
    'web-shop/rule',
    'acme-quiet/rule',
  ]
  const paths = rules.map((rule) => `${installation.origin}/services/${rule}`)
  await expectNoBarriers(page, { paths, widths: [390, 1280] })
})
