import { expect, test } from '@playwright/test'
import { axeOf, barriers } from './barriers'
import { Installation } from './installation'

// Configured, so that the demo organisation does not stand in, and without anything measured.
const CONFIG = 'bots: [release-robot]\n'

let installation: Installation

test.beforeAll(async () => {
  test.setTimeout(180_000)
  installation = new Installation(CONFIG)
  await installation.start()
})

test.afterAll(() => installation.destroy())

test('an empty installation says so, and what to do next', async ({ page }) => {
  const response = await page.goto(installation.origin)
  expect(response?.status()).toBe(200)
  await expect(page).toHaveTitle('Overview · Streamgauge')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview')
  const main = page.getByRole('main')
  await expect(main).toContainText('Nothing is measured yet')
  await expect(main).toContainText('npm start -- path/to/a/clone')
  await expect(main).toContainText('npm run sg -- import records.ndjson')
  await expect(page.getByRole('table')).toHaveCount(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  expect(await barriers(axeOf(page))).toEqual([])
  expect((await page.goto(`${installation.origin}/services/shop`))?.status()).toBe(404)
})

test('without its database it says so in words, the health page too, and it recovers by itself', async ({ page }) => {
  test.setTimeout(120_000)
  const health = async () => {
    const response = await page.request.get(`${installation.origin}/healthz`)
    return { status: response.status(), ...(await response.json()) }
  }
  await expect.poll(health).toMatchObject({ status: 200, web: 'ok', database: 'ok', worker: 'ok' })
  const wall = await page.context().newPage()
  // Nobody can start it again while somebody else seems to.
  await installation.whileHeld(async () => {
    await installation.stopDatabase()

    expect(await health()).toMatchObject({ status: 503, web: 'ok', database: 'down' })
    for (const path of ['/', '/services/shop']) {
      const response = await page.goto(`${installation.origin}${path}`)
      expect(response?.status()).toBe(500)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page could not be drawn')
      await expect(page.getByRole('main').getByRole('alert')).toContainText('the database does not answer')
      await expect(page.getByRole('main')).toContainText('is started again within seconds')
      await expect(page).toHaveTitle(/ · Streamgauge$/)
      expect(await page.content()).not.toMatch(/ECONNREFUSED|postgresql:|node_modules/)
    }
    expect(await barriers(axeOf(page))).toEqual([])

    await wall.clock.install()
    await wall.goto(`${installation.origin}/wall`)
    await expect(wall.getByRole('main').getByRole('alert')).toContainText('It is tried again every 20 seconds.')
  })

  await expect.poll(health, { timeout: 60_000 }).toMatchObject({ status: 200, database: 'ok', worker: 'ok' })
  await expect.poll(() => installation.said).toContain('The database had stopped and was started again')
  await page.goto(installation.origin)
  await expect(page.getByRole('main')).toContainText('Nothing is measured yet')
  await wall.clock.runFor(20_000)
  await expect(wall.getByRole('main')).toContainText('Nothing is measured yet')
})

test('killed outright it leaves nothing but its database, which the next start finds', async ({ page }) => {
  test.setTimeout(120_000)
  const server = installation.databasePid()
  const before = installation.origin
  // It resolves when web and worker, which hold its output open, are gone as well.
  expect(await installation.end('SIGKILL')).toBe(null)
  await expect(fetch(before)).rejects.toThrow()
  expect(installation.databasePid()).toBe(server)
  await installation.start()
  expect(installation.databasePid()).toBe(server)
  await page.goto(installation.origin)
  await expect(page.getByRole('main')).toContainText('Nothing is measured yet')
  expect(await installation.end('SIGINT')).toBe(0)
  expect(installation.databasePid()).toBeUndefined()
  expect(installation.leases()).toEqual([])
})
