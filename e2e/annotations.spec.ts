import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import pg from 'pg'
import { acquireDatabase } from '../prisma/postgres'
import { expectNoBarriers } from './barriers'
import { Installation } from './installation'

const DAY = 86_400_000
const dayOf = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10)
const sha = (number: number) => String(number).padStart(40, '0')

/** A deployment every third day, and one annotation that a source brought. */
function records(now: number): string {
  const instant = (ago: number) => new Date(now - ago * DAY).toISOString()
  const repository = 'acme/till'
  const lines = [
    { type: 'service', name: 'till', repository, team: 'Money' },
    { type: 'service', name: 'other', repository: 'acme/other' },
    { type: 'annotation', id: 'a', at: instant(20), service: 'till', kind: 'practice', text: 'Imported practice' },
    ...Array.from({ length: 20 }, (_, number) => [
      {
        type: 'commit',
        repository,
        sha: sha(number),
        parents: number === 0 ? [] : [sha(number - 1)],
        authoredAt: instant(61 - 3 * number),
        committedAt: instant(61 - 3 * number),
      },
      {
        type: 'deployment',
        id: `d${number}`,
        service: 'till',
        environment: 'production',
        sha: sha(number),
        finishedAt: instant(60 - 3 * number),
        status: 'success',
      },
    ]).flat(),
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

const home = () => `${installation.origin}/annotations`
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
const form = (page: Page) =>
  page
    .getByRole('main')
    .locator('form')
    .filter({ has: page.getByLabel('What happened') })

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('one is written from a service, drawn on its trends, changed, removed and put back', async ({ page }) => {
      await page.goto(`${installation.origin}/services/till`)
      await page.getByRole('main').getByRole('link', { name: 'Note something about this time' }).click()
      await expect(page.getByLabel('About')).toHaveValue('service:till')

      // What is wrong is said at its field, and nothing that was typed is lost.
      await page.getByLabel('What happened').fill('<b>No releases</b>')
      await page.getByLabel('First day').fill(dayOf(10))
      await page.getByLabel('Last day').fill(dayOf(12))
      await page.getByRole('button', { name: 'Note it' }).click()
      await expect(page.getByText('Last day is before the first day.')).toBeVisible()
      await expect(page.getByLabel('What happened')).toHaveValue('<b>No releases</b>')
      await expect(page.getByLabel('About')).toHaveValue('service:till')
      await page.getByLabel('Last day').fill(dayOf(8))
      await page.getByLabel('Kind').fill('freeze')
      await page.getByRole('button', { name: 'Note it' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Kept.' })).toBeVisible()
      await expect(row(page, '<b>No releases</b>')).toContainText('freeze')

      await page.goto(`${installation.origin}/services/till`)
      await expect(page.getByRole('region', { name: 'Noted in this time' })).toContainText('<b>No releases</b>')
      await expect(page.getByRole('img', { name: 'Deployment frequency, week by week; 2 annotations' })).toBeVisible()
      await page.goto(`${installation.origin}/metrics/deployment-frequency?service=till`)
      await expect(page.getByRole('listitem').filter({ hasText: '<b>No releases</b>' })).toBeVisible()
      await page.goto(`${installation.origin}/wall?services=till&paused=1`)
      await expect(page.getByRole('contentinfo').or(page.locator('article footer')).first()).toContainText(
        'No releases',
      )
      await page.goto(`${installation.origin}/services/other`)
      await expect(page.getByRole('region', { name: 'Noted in this time' })).not.toContainText('No releases')

      await page.goto(home())
      await row(page, 'No releases').getByRole('link', { name: 'Change' }).click()
      await expect(page.getByRole('button', { name: 'Save' })).toBeVisible()
      await page.getByLabel('What happened').fill('Nothing goes out')
      await page.getByLabel('About').selectOption('Money')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(row(page, 'Nothing goes out').first()).toContainText('team Money')
      await row(page, 'Nothing goes out').first().getByRole('button', { name: 'Remove' }).click()
      await expect(page.getByRole('status').filter({ hasText: 'Removed.' })).toBeVisible()
      await page.getByText('Changed or removed lately').click()
      await row(page, '<b>No releases</b>').getByRole('button', { name: 'Put back' }).first().click()
      await expect(page.getByRole('status').filter({ hasText: 'Put back.' })).toBeVisible()
      await row(page, '<b>No releases</b>').first().getByRole('button', { name: 'Remove' }).click()
      await expect(page.getByText('Removed.')).toBeVisible()
    })
  })
}

test('what is typed before the script has come stays', async ({ page }) => {
  await page.goto(home())
  await page.getByLabel('What happened').fill('Early')
  await page.getByRole('button', { name: 'Note it' }).click()
  await row(page, 'Early').getByRole('link', { name: 'Change' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible()

  let release = () => {}
  const held = new Promise<void>((settle) => {
    release = settle
  })
  await page.route('**/*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  const text = page.getByLabel('What happened')
  await text.fill('Typed early')
  await page.getByLabel('First day').fill(dayOf(5))
  await page.getByLabel('About').selectOption('Money')
  release()
  // React has taken an element over as soon as it carries its properties.
  await expect
    .poll(() => text.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__reactProps'))))
    .toBe(true)
  await expect(text).toHaveValue('Typed early')
  await expect(page.getByLabel('First day')).toHaveValue(dayOf(5))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(row(page, 'Typed early').first()).toContainText('team Money')
})

test('what a source brought says so and cannot be changed here', async ({ page }) => {
  await page.goto(home())
  await expect(row(page, 'Imported practice')).toContainText('from import')
  await expect(row(page, 'Imported practice').getByRole('link')).toHaveCount(0)
  await expect(row(page, 'Imported practice').getByRole('button')).toHaveCount(0)
  await page.goto(`${home()}?edit=a`)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('not written here')
})

test('of two who change the same one, the second is told and keeps what was typed', async ({ page, context }) => {
  await page.goto(home())
  await page.getByLabel('What happened').fill('Shared')
  await page.getByRole('button', { name: 'Note it' }).click()
  await row(page, 'Shared').getByRole('link', { name: 'Change' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible()
  const other = await context.newPage()
  await other.goto(page.url())
  for (const [tab, text] of [
    [page, 'First'],
    [other, 'Second'],
  ] as const) {
    await tab.getByLabel('What happened').fill(text)
    await tab.getByRole('button', { name: 'Save' }).click()
  }
  await expect(other.getByRole('main').getByRole('alert')).toContainText('somebody else changed it meanwhile')
  await expect(other.getByLabel('What happened')).toHaveValue('Second')
  await page.goto(home())
  await expect(row(page, 'First').first()).toBeVisible()
})

test('what no person types is refused with words, and a foreign page cannot send it', async ({ page }) => {
  await page.goto(home())
  await page.getByLabel('What happened').evaluate((field) => field.removeAttribute('maxlength'))
  await page.getByLabel('What happened').fill('x'.repeat(10_000))
  await page.getByLabel('First day').fill('1969-12-31')
  await page.getByLabel('About').evaluate((select) => {
    const nobody = document.createElement('option')
    nobody.value = 'service:nobody\0'
    nobody.selected = true
    select.append(nobody)
  })
  await page.getByRole('button', { name: 'Note it' }).click()
  await expect(form(page).getByRole('alert')).toHaveText('3 fields are not right yet.')
  await expect(page.getByText('What happened has 10000 characters; there is room for 500.')).toBeVisible()
  await expect(page.getByText('First day is before 1970-01-01.')).toBeVisible()
  await expect(page.getByText('About is neither everybody nor a team or a service that is known.')).toBeVisible()
  const foreign = await page.request.post(home(), { headers: { Origin: 'https://evil.example' }, form: { text: 'x' } })
  expect(foreign.status()).toBe(403)
  for (const [query, words] of [
    ['service=nobody', 'No service has the address “nobody”'],
    ['team=%3Cimg%3E', 'There is no team “<img>”'],
    ['page=0', 'A page is a whole number'],
  ]) {
    await page.goto(`${home()}?${query}`)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(words ?? '')
  }
})

test('no barrier that axe can find, and nothing wider than the page', async ({ page }) => {
  const paths = [`${home()}?service=till`, `${installation.origin}/services/till`]
  await expectNoBarriers(page, { paths, widths: [390, 1280] })
})

test('a demonstration refuses with words, and shows what it has', async ({ page }) => {
  await page.goto(home())
  await page.getByLabel('What happened').fill('Too late')
  const database = await acquireDatabase({ home: installation.home })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(`insert into settings (name, value) values ('demo', '{"day": "2026-03-10", "edition": 1}')`)
    await page.getByRole('button', { name: 'Note it' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('This is a demonstration')
    await expect(page.getByLabel('What happened')).toHaveValue('Too late')
    await page.goto(home())
    await expect(page.getByText('This is a demonstration: nothing can be noted here.')).toBeVisible()
    await expect(row(page, 'Imported practice')).toBeVisible()
    await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
  } finally {
    await client.query(`delete from settings where name = 'demo'`)
    await client.end()
    await database.release()
  }
})
