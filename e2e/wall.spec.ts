import { expect, type Page, test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

const name = (page: Page) => page.getByRole('heading', { level: 1 })
const steps = (page: Page) => page.getByRole('navigation', { name: 'Wall' })

/** The page with a clock that only the test moves. */
async function open(page: Page, address: string): Promise<void> {
  await page.clock.install()
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.clock.pauseAt(new Date(Date.now() + 1000))
}

test('one service after another, each as long as asked, and round again', async ({ page }) => {
  await open(page, '/wall?team=Storefront&every=30')
  await expect(page.getByText('1 of 3, every 30 s')).toBeVisible()
  for (const next of ['search', 'shop', 'checkout']) {
    const before = (await name(page).textContent()) ?? ''
    await page.clock.runFor(28_000)
    await expect(name(page)).toHaveText(before)
    await page.clock.runFor(2000)
    await expect(name(page)).toHaveText(next)
    await expect(page).toHaveURL(`/wall?team=Storefront&every=30&service=${next}`)
    await expect(page).toHaveTitle(`${next} · Wall · Streamgauge`)
  }
  await page.reload()
  await expect(name(page)).toHaveText('checkout')
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0)
})

test('figures are those of the service’s own page', async ({ page }) => {
  await page.goto('/services/shop')
  const value = (await page.locator('#lead-time p').first().textContent()) ?? ''
  const headline = page.getByText(/^Median lead time /)
  const said = (await headline.textContent()) ?? ''
  await page.goto('/wall?services=shop')
  await expect(page.getByText(said)).toBeVisible()
  const lead = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Lead time for changes' }) })
  await expect(lead).toContainText(value)
  await expect(lead.getByRole('img', { name: 'Lead time for changes, week by week' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Waiting now' })).toBeVisible()
  await expect(page.getByText('left out or in doubt')).toBeVisible()
  await name(page).getByRole('link').click()
  await expect(page).toHaveURL('/services/shop')
})

test('keys go back and forth and hold it, and what is held stays', async ({ page }) => {
  await open(page, '/wall?services=shop,ledger,search&every=5')
  await page.keyboard.press('ArrowRight')
  await expect(name(page)).toHaveText('ledger')
  await page.keyboard.press('ArrowLeft')
  await expect(name(page)).toHaveText('shop')
  await page.keyboard.press('ArrowLeft')
  await expect(name(page)).toHaveText('search')
  await page.keyboard.press(' ')
  await expect(page).toHaveURL('/wall?services=shop%2Cledger%2Csearch&every=5&service=search&paused=1')
  const again = page.waitForResponse((response) => response.url().includes('service=search'))
  await page.clock.runFor(6000)
  // It is brought up to date where it stands.
  await again
  await expect(name(page)).toHaveText('search')
  await expect(page.getByText('3 of 3, paused')).toBeVisible()
  await steps(page).getByRole('link', { name: 'Go on' }).click()
  await page.clock.runFor(5000)
  await expect(name(page)).toHaveText('shop')
  await steps(page).getByRole('link', { name: 'Pause' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 of 3, paused')).toBeVisible()
})

test('without the server the last view stays and says since when it is stale', async ({ page }) => {
  await open(page, '/wall?services=shop,ledger&every=5')
  const status = page.getByRole('status')
  await expect(status).toHaveText('')
  await page.route('**/wall/view?*', (route) => route.abort())
  await page.clock.runFor(5000)
  await expect(status).toHaveText(
    /^The server cannot be reached: this is of \w{3} \d+\s\w{3}, \d\d:\d\d and stale since\.$/,
  )
  await expect(name(page)).toHaveText('shop')
  await page.unroute('**/wall/view?*')
  await page.clock.runFor(5000)
  await expect(name(page)).toHaveText('ledger')
  await expect(status).toHaveText('')
})

test('behind other tabs it rests, and goes on when it is seen again; Escape leaves it', async ({ page }) => {
  await open(page, '/wall?services=shop,ledger&every=5')
  const turn = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  let asked = 0
  page.on('request', (request) => {
    if (request.url().includes('/wall/view')) asked += 1
  })
  await turn(true)
  await page.clock.runFor(60_000)
  await expect(name(page)).toHaveText('shop')
  expect(asked).toBe(0)
  await turn(false)
  await page.clock.runFor(5000)
  await expect(name(page)).toHaveText('ledger')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL('/')
})

test('what was noted is on the wall', async ({ page }) => {
  await page.goto('/wall?services=shop&paused=1')
  await expect(page.locator('article footer')).toContainText('New office (and 2 more before)')
  await expect(page.getByRole('img', { name: 'Deployment frequency, week by week; 3 annotations' })).toBeVisible()
})

test('a service that is gone: from the beginning', async ({ page }) => {
  await open(page, '/wall?team=Storefront&every=5')
  await page.route('**/wall/view?*service=search', (route) => route.fulfill({ status: 404, json: { error: 'gone' } }))
  await page.clock.runFor(5000)
  await expect(page).toHaveURL('/wall?team=Storefront&every=5&service=checkout')
  await expect(page.getByRole('status')).toHaveText('')
})

test('what cannot be shown yet is asked for again, but not while the server is away', async ({ page }) => {
  await open(page, '/wall?team=nobody')
  await expect(page.getByRole('alert').filter({ hasText: 'no team “nobody”' })).toBeVisible()
  await page.route('**/healthz', (route) => route.abort())
  const [missed] = await Promise.all([page.waitForEvent('requestfailed'), page.clock.runFor(60_000)])
  expect(missed.url()).toContain('/healthz')
  await page.unroute('**/healthz')
  const [again] = await Promise.all([page.waitForEvent('load'), page.clock.runFor(60_000)])
  expect(again.url()).toContain('/wall?team=nobody')
})

test('without JavaScript the browser itself goes on, unless it is held', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const refresh = page.locator('meta[http-equiv="refresh"]')
  await page.goto('/wall?services=shop,ledger&every=300')
  await expect(refresh).toHaveAttribute('content', '300;url=/wall?services=shop%2Cledger&every=300&service=ledger')
  await steps(page).getByRole('link', { name: 'Next' }).click()
  await expect(name(page)).toHaveText('ledger')
  await steps(page).getByRole('link', { name: 'Pause' }).click()
  await expect(page.getByText('2 of 2, paused')).toBeVisible()
  await expect(refresh).toHaveCount(0)
  await context.close()
})

test('what cannot be shown is said', async ({ page }) => {
  for (const [query, words] of [
    ['every=4', '5 to 300 seconds'],
    ['team=Nobody', 'no team “Nobody”'],
    ['services=shop,nobody', 'no service “nobody”'],
    ['services=archive&service=shop', '“shop” is not one of the services'],
    ['team=%3Cimg%20src=x%3E', '<img src=x>'],
  ]) {
    await page.goto(`/wall?${query}`)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(words ?? '')
  }
  expect((await page.request.get('/wall/view?every=4')).status()).toBe(400)
  expect((await page.request.get('/wall/view?team=Nobody')).status()).toBe(404)
  await page.goto('/find?q=wall')
  await page.getByRole('main').getByRole('link', { name: 'Wall' }).click()
  // Its own address follows as soon as its script is there.
  await expect(page).toHaveURL(/\/wall(\?service=[^&]+)?$/)
})

test('nothing moves for who wants no movement', async ({ page }) => {
  const moving = () => page.evaluate(() => document.getAnimations().length)
  await page.goto('/wall?every=300')
  await expect.poll(moving).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect.poll(moving).toBe(0)
})

for (const [width, height] of [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
] as const) {
  test(`all of it is on the screen, ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    const names = ['shop', 'checkout', 'ledger', 'newcomer', 'acme-library', 'archive']
    for (const service of names) {
      await page.goto(`/wall?services=${service}&paused=1`)
      const size = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement
        return { scrollWidth, scrollHeight }
      })
      expect(size, service).toEqual({ scrollWidth: width, scrollHeight: height })
      // Nothing is cut inside its own box either.
      const cut = await page
        .locator('main :is(h1, h2, p, li)')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent))
      expect(cut, service).toEqual([])
    }
  })
}

test('no barrier that axe can find, nothing wider than the page', async ({ page }) => {
  await page.goto('/')
  const hostile = await page.evaluate(() =>
    [...document.querySelectorAll('main th a[href^="/services/"]')]
      .filter((link) => (link.textContent ?? '').startsWith('xxxx'))
      .map((link) => link.getAttribute('href')?.split(/[/?#]/)[2]),
  )
  const paths = ['/wall?paused=1', `/wall?services=${hostile[0]}&paused=1`, '/wall?every=1']
  await expectNoBarriers(page, { paths, widths: [390, 720, 1280] })
})
