import { expect, test } from '@playwright/test'
import { GitRepository, removeFolders } from '../lib/testing/git-repository'
import { axeOf, barriers } from './barriers'
import { Installation } from './installation'

let installation: Installation
let clone: GitRepository

test.beforeAll(async () => {
  test.setTimeout(180_000)
  clone = new GitRepository()
  clone.commit('One')
  clone.tag('v1.0.0')
  installation = new Installation('bots: [release-robot]\n')
  await installation.start()
})

test.afterAll(async () => {
  await installation.destroy()
  removeFolders()
})

test('a source is added in the browser: tested, corrected, collected, and its repository measured', async ({
  page,
}) => {
  await page.goto(`${installation.origin}/sources`, { waitUntil: 'networkidle' })
  await expect(page.getByRole('main')).toContainText('No source yet')
  await page.getByRole('link', { name: 'Add Git repository' }).click()
  await page.waitForLoadState('networkidle')
  await page.getByLabel('Name').fill('shop clone')
  await page.getByLabel('Path').fill('/nowhere/at/all')
  await page.getByText('More settings').click()
  await page.getByLabel('Schedule').fill('often')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('One field is not right')
  await expect(page.getByLabel('Schedule')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Schedule').fill('')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('status')).toContainText('/nowhere/at/all does not exist')
  await expect(page.getByLabel('Name')).toHaveValue('shop clone')
  await page.getByLabel('Path').fill(clone.path)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('status')).toContainText('default branch main')
  await page.getByRole('button', { name: 'Add and collect' }).click()
  await expect(page).toHaveURL(`${installation.origin}/sources/shop%20clone`)
  await expect(page.getByRole('region', { name: 'State' })).toContainText('Well', { timeout: 60_000 })
  await expect(page.getByRole('region', { name: 'What the last run read' })).toContainText('Commits and tags')
  expect(await barriers(axeOf(page))).toEqual([])
  await page.goto(installation.origin)
  await expect(page.getByRole('main')).toContainText('shop')
})

test('one is added, paused, resumed, changed and forgotten without JavaScript too', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const source = `${installation.origin}/sources/plain`
  const state = page.getByRole('region', { name: 'State' })
  await page.goto(`${installation.origin}/sources`)
  await page.getByRole('link', { name: 'Add Git repository' }).click()
  await page.getByLabel('Name').fill('plain')
  await page.getByLabel('Path').fill(clone.path)
  await page.getByRole('button', { name: 'Add and collect' }).click()
  await expect(page).toHaveURL(source)
  await expect(async () => {
    await page.reload()
    await expect(state).toContainText('Well', { timeout: 500 })
  }).toPass()
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(state).toContainText('Paused')
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(state).not.toContainText('Paused')
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await expect(page.getByLabel('Path')).toHaveValue(clone.path)
  await page.getByLabel('Path').fill('/nowhere/at/all')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('status')).toContainText('does not exist')
  await expect(page.getByLabel('Path')).toHaveValue('/nowhere/at/all')
  await page.goto(source)
  await page.getByText('Forget this source').click()
  await page.getByRole('button', { name: 'Forget plain' }).click()
  await expect(page).toHaveURL(`${installation.origin}/sources`)
  await expect(page.getByRole('main')).not.toContainText('plain')
  expect((await page.goto(source))?.status()).toBe(404)
  await context.close()
})

test('a token is shown once, and its list never shows it again', async ({ page }) => {
  await page.goto(`${installation.origin}/sources`, { waitUntil: 'networkidle' })
  await page.getByLabel('New token').fill('build server')
  await page.getByRole('button', { name: 'Make token' }).click()
  await expect(page.getByRole('status')).toContainText(/sgi_\S{43}/)
  await page.reload()
  await expect(page.getByRole('main')).toContainText('build server')
  expect(await page.content()).not.toContain('sgi_')
  await page.getByRole('button', { name: 'Refuse from now on' }).click()
  await expect(page.getByRole('main')).not.toContainText('build server')
})

test('a pipeline reports a deployment with one line, and the page shows it', async ({ page }) => {
  expect(await installation.sg('tokens', 'add', 'ci')).toBe(0)
  const token = /^sgi_\S+$/m.exec(installation.said)?.[0] ?? ''
  const report = (authorization: string) =>
    page.request.post(`${installation.origin}/api/hooks/deployment`, {
      form: { repository: 'acme/parcel', sha: 'c0ffee', id: 'build-7' },
      headers: { authorization },
    })
  expect((await report('Bearer sgi_guessed')).status()).toBe(401)
  expect(await (await report(`Bearer ${token}`)).json()).toEqual({ id: 'build-7', outcome: 'created' })
  await page.goto(`${installation.origin}/services/acme-parcel?tab=deployments`)
  await expect(page.getByRole('main')).toContainText('build-7')
})
