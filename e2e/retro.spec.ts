// A team's retros as a facilitator meets them: from opening the pack to closing with two actions, and again two weeks later.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import pg from 'pg'
import { acquireDatabase } from '../prisma/postgres'
import { expectNoBarriers } from './barriers'
import { Installation } from './installation'
import { sha } from './oddities'

const TEAM = 'Store/front 🛒'
const DAY = 86_400_000
const HOUR = 3_600_000
const TODAY = Math.floor(Date.now() / DAY) * DAY
const day = (back: number) => new Date(TODAY - back * DAY).toISOString().slice(0, 10)
const FIRST = { from: day(28), to: day(14) }
const SECOND = { from: day(14), to: day(0) }
const instant = (at: number) => new Date(at).toISOString()

/** A change a day, reviewed after `pickup` hours and deployed in the evening. */
function lines(from: number, to: number, pickup: number): string {
  const records: object[] = [{ type: 'service', name: 'shop', repository: 'acme/shop', team: TEAM }]
  const common = { repository: 'acme/shop' }
  for (let back = from; back > to; back -= 1) {
    const begin = TODAY - back * DAY
    const [landing, parent] = [sha(`shop ${back}`), sha(`shop ${back + 1}`)]
    const at = (hours: number) => instant(begin + hours * HOUR)
    records.push(
      {
        ...common,
        type: 'commit',
        sha: landing,
        parents: back === 60 ? [] : [parent],
        authoredAt: at(19),
        committedAt: at(19),
      },
      {
        ...common,
        type: 'pull_request',
        number: 100 - back,
        title: back % 3 === 0 ? '<img src=x> feat: nothing' : back % 3 === 1 ? 'feat: pay later' : 'fix: pay now',
        author: 'ann',
        baseBranch: 'main',
        headBranch: `topic-${back}`,
        createdAt: at(6),
        mergedAt: at(19),
        mergeCommitSha: landing,
        commits: [{ sha: sha(`own ${back}`), authoredAt: at(5) }],
      },
      {
        ...common,
        type: 'review',
        pullRequest: 100 - back,
        id: `r${back}`,
        author: 'ben',
        state: 'approved',
        submittedAt: at(6 + pickup),
      },
      {
        type: 'deployment',
        id: `d${back}`,
        service: 'shop',
        environment: 'production',
        sha: landing,
        startedAt: at(20),
        finishedAt: at(20.2),
        status: 'success',
      },
    )
  }
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

let installation: Installation
const path = () => `${installation.origin}/teams/${encodeURIComponent(TEAM)}/retros`
const agreements = (days: { from: string; to: string }) =>
  `${path().replace(/retros$/, 'agreements')}?${new URLSearchParams(days)}`
const section = (page: Page, name: string) => page.getByRole('region', { name })

async function importLines(text: string): Promise<void> {
  const file = join(installation.home, 'records.ndjson')
  writeFileSync(file, text)
  expect(await installation.sg('import', file)).toBe(0)
}

async function sql(statement: string, values: unknown[] = []): Promise<void> {
  const database = await acquireDatabase({ home: installation.home })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(statement, values)
  } finally {
    await client.end()
    await database.release()
  }
}

async function open(page: Page, days: { from: string; to: string }): Promise<void> {
  await page.goto(`${path()}?${new URLSearchParams(days)}`)
  await page.getByRole('button', { name: /^Open the retro of/ }).click()
  await expect(page).toHaveURL(/retros\/[0-9a-f-]{36}$/)
}

async function addAction(page: Page, fields: { what: string; value: string }): Promise<void> {
  const form = section(page, 'What we will do')
  if (!(await form.getByLabel('What', { exact: true }).isVisible())) await form.getByText('Add an action').click()
  await form.getByLabel('What', { exact: true }).fill(fields.what)
  await form.getByLabel('Owner').fill('tech lead')
  await form.getByLabel('Done by').fill(day(-7))
  await form.getByLabel('What we expect of').selectOption('Pickup, median')
  await form.getByLabel('Value').fill(fields.value)
  await form.getByLabel('Within weeks').fill('2')
  await form.getByRole('button', { name: 'Add the action' }).click()
  await expect(form.getByRole('heading', { name: fields.what })).toBeVisible()
}

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(240_000)
  installation = new Installation('')
  await installation.start()
  await importLines(lines(60, 14, 8))
})

test.afterAll(async () => {
  await installation.destroy()
})

test('from the pack to two actions: notes and votes in place, seen live by others, and closed for all', async ({
  page,
  browser,
}) => {
  await page.goto(`${path()}?${new URLSearchParams(FIRST)}`)
  await page.getByRole('link', { name: 'Look at its figures without opening it' }).click()
  await expect(section(page, 'What we delivered')).toContainText('14 changes were delivered')
  await open(page, FIRST)
  await expect(section(page, 'Where it waited longest')).toContainText('median 8.0\u00a0h over 14 changes')
  await section(page, 'What we delivered').getByText('The changes').last().click()
  await expect(section(page, 'What we delivered')).toContainText('<img src=x> feat: nothing')
  const other = await another(browser, page.url())
  const note = page.getByLabel('A note on: What to mend')
  await note.fill('x'.repeat(10_000))
  await page.getByRole('button', { name: 'Add the note to: What to mend' }).click()
  await expect(section(page, 'What to mend').getByRole('alert')).toContainText(
    'at most 2000 characters; this one has 10000',
  )
  await expect(note).toHaveValue('x'.repeat(10_000))
  await note.fill('<b>Reviews</b> come\nlate עברית \u202e!')
  await page.getByRole('button', { name: 'Add the note to: What to mend' }).click()
  await expect(note).toHaveValue('')
  await expect(other.getByText('<b>Reviews</b> come')).toBeVisible()
  await other.getByRole('button', { name: /^Vote for/ }).dblclick()
  await expect(other.getByText('1 vote', { exact: true })).toBeVisible()
  await expect(page.getByText('1 vote', { exact: true })).toBeVisible()
  await addAction(page, { what: 'Review before noon', value: '4 h' })
  await addAction(page, { what: 'Review at once', value: '15 min' })
  // Two close at once; what is written meanwhile is refused with words.
  await other.getByLabel('A note on: What to try').fill('Too late')
  await page.getByRole('button', { name: 'Close the retro' }).click()
  await expect(page.getByRole('button', { name: 'Reopen the retro' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Reopen the retro' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(Vote|Remove|Add)/ })).toHaveCount(0)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Markdown' }).click(),
  ])
  const markdown = readFileSync(await file.path(), 'utf8')
  expect(markdown).toContain('- \\<b\\>Reviews\\</b\\> come late עברית \\! (1 vote)')
  expect(markdown).toContain('Owner: tech lead')
  await other.context().close()
})

async function another(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(url)
  return page
}

test('two weeks later the next retro begins with them, and data say whether each held', async ({ page }) => {
  await sql('update retros set closed_at = $1', [instant(TODAY - 15 * DAY + 12 * HOUR)])
  await importLines(lines(14, 0, 2))
  await page.goto(agreements({ from: day(28), to: day(0) }))
  await expect(page.getByText('Nothing is agreed on yet.')).toBeVisible()
  await page.getByLabel('First review within').fill('soon')
  await page.getByRole('button', { name: 'Keep these agreements' }).click()
  await expect(page.getByText('is a number above 0, 1,000 at most, or empty')).toBeVisible()
  await page.getByLabel('First review within').fill('4')
  await page.getByRole('button', { name: 'Keep these agreements' }).click()
  await expect(page.getByText('Kept in 14 of 28 changes')).toBeVisible()
  await page.getByText('Exceptions', { exact: false }).first().click()
  await expect(page.getByRole('link', { name: /^8\.0.h: #/ })).toHaveCount(12)
  await open(page, SECOND)
  const last = section(page, 'What we decided before, and whether it held')
  await expect(last.getByRole('heading', { name: 'Review before noon: held' })).toBeVisible()
  await expect(last.getByRole('heading', { name: 'Review at once: did not hold' })).toBeVisible()
  await expect(last.getByRole('listitem').first()).toContainText('Before: 8.0\u00a0h (14 changes). After')
  await expect(last.getByRole('listitem').first()).toContainText('That is 6.0\u00a0h less.')
  await expect(section(page, 'How we kept our agreements')).toContainText('Kept in 14 of 14 changes')
  const figures = section(page, 'How it went, in numbers').getByRole('row')
  await expect(figures.filter({ hasText: 'Lead time' })).toContainText('14 changes')
  // It stays as it was, whatever becomes known later.
  await importLines(
    `${JSON.stringify({ type: 'incident', id: 'I-1', service: 'shop', title: 'Late', startedAt: instant(TODAY - 3 * DAY), resolvedAt: instant(TODAY - 2.9 * DAY) })}\n`,
  )
  await page.reload()
  await expect(section(page, 'Which deployments failed')).toContainText(
    'No deployment of these days is known to have failed',
  )
  await page.goto(path())
  await expect(page.getByRole('table', { name: 'Retros, the latest first' }).getByRole('row')).toHaveCount(3)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a retro is opened, written in, voted in, closed, reopened and exported', async ({ page }) => {
    await open(page, { from: day(42), to: day(35) })
    await page.getByLabel('A note on: What to keep').fill('Small changes')
    await page.getByRole('button', { name: 'Add the note to: What to keep' }).click()
    await expect(section(page, 'What to keep').getByText('Small changes')).toBeVisible()
    await page.getByRole('button', { name: 'Vote for “Small changes”' }).click()
    await expect(page.getByText('1 vote', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: /^Take the vote back/ }).click()
    await expect(page.getByText('0 votes', { exact: true })).toBeVisible()
    await page.getByText('Add an action').click()
    await expect(page.getByLabel('Done by')).toHaveValue(day(-14))
    await page.getByLabel('Done by').fill(day(-10))
    await page.getByRole('button', { name: 'Add the action' }).click()
    await expect(page.getByText('Owner is missing.')).toBeVisible()
    await expect(page.getByLabel('Done by')).toHaveValue(day(-10))
    await page.getByRole('button', { name: 'Close the retro' }).click()
    await page.getByRole('button', { name: 'Reopen the retro' }).click()
    await expect(page.getByRole('button', { name: 'Close the retro' })).toBeVisible()
    await page.getByRole('button', { name: 'Remove “Small changes”' }).click()
    await page.getByRole('button', { name: /^Discard it/ }).click()
    await expect(page).toHaveURL(path())
  })
})

test('what is not there is said, and so is what cannot be', async ({ page }) => {
  for (const [address, status, words] of [
    [`${path()}/nobody`, 404, 'There is no such retro'],
    [`${path()}/00000000-0000-0000-0000-000000000000/export.md`, 404, 'There is no such retro'],
    [`${path()}/%25/export.md`, 404, 'There is no such retro'],
    [`${installation.origin}/teams/nobody/retros`, 404, 'No team has this name'],
    [`${installation.origin}/teams/nobody/agreements`, 404, 'No team has this name'],
    [`${installation.origin}/teams/nobody/retros/preview`, 404, 'No team has this name'],
    [`${path()}?window=all`, 200, 'A retro is about some weeks'],
    [`${path()}?from=2030-01-01&to=2030-01-08`, 200, 'These days have not begun yet'],
    [`${path()}/preview?from=2001-01-01&to=2001-01-08`, 200, 'No change was delivered in these days'],
  ] as const) {
    const answer = await page.goto(address).catch(() => null)
    if (answer) {
      expect(answer.status(), address).toBe(status)
      await expect(page.locator('body')).toContainText(words)
    } else expect((await page.request.get(address)).status(), address).toBe(status)
  }
})

test('a team whose services are gone still reaches its retros, and opens no more', async ({ page }) => {
  await sql(
    `insert into retros (id, team_key, from_day, to_day, opened_at, pack)
     values ('11111111-1111-4111-8111-111111111111', 'former', '2026-01-05', '2026-01-19', now(), '{"team": "Former"}')`,
    [],
  )
  const home = `${installation.origin}/teams/former`
  expect((await page.goto(`${home}/retros`))?.status()).toBe(200)
  await expect(page.getByRole('heading', { name: 'Retros of Former' })).toBeVisible()
  await expect(page.getByRole('button', { name: /retro/i })).toHaveCount(0)
  await page.getByRole('table', { name: 'Retros, the latest first' }).getByRole('link').click()
  await expect(page.getByRole('link', { name: 'All retros of Former' })).toBeVisible()
  expect((await page.request.get(`${home}/stream`)).status()).toBe(404)
})

test('no barrier that axe can find, nothing wider than the page; and a demonstration refuses with words', async ({
  page,
}) => {
  await page.goto(path())
  const links = page.getByRole('table').getByRole('link')
  const [latest, first] = [await links.first().getAttribute('href'), await links.last().getAttribute('href')]
  const paths = [path(), `${installation.origin}${latest}`, `${installation.origin}${first}`]
  paths.push(agreements({ from: day(28), to: day(0) }))
  await expectNoBarriers(page, { paths, widths: [390, 1280] })
  await page.goto(`${path()}?${new URLSearchParams({ from: day(50), to: day(43) })}`)
  try {
    await sql(`insert into settings (name, value) values ('demo', '{"day": "2026-03-10", "edition": 1}')`)
    await page.getByRole('button', { name: /^Open the retro of/ }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('The demonstration keeps no retros')
    await page.goto(`${installation.origin}${first}`)
    await expect(page.getByText('nothing can be changed here')).toBeVisible()
    await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
  } finally {
    await sql(`delete from settings where name = 'demo'`)
  }
})
