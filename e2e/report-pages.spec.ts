// The pages of reports: who gets which, one sent now through a server of our own, the archive, and unsubscribing.
import { once } from 'node:events'
import { expect, type Page, test } from '@playwright/test'
import { SMTPServer } from 'smtp-server'
import { expectNoBarriers } from './barriers'
import { MAIL_PORT } from './mail-port'

type Receiving = { mails: string[]; refuses: boolean; close(): Promise<void> }

/** A server that takes every mail unless it `refuses` who is to get it, and whatever it took. */
async function receiving(): Promise<Receiving> {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_, __, done) {
      done(receiver.refuses ? Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }) : null)
    },
    onData(stream, _, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString())
        done()
      })
    },
  })
  const receiver: Receiving = {
    mails,
    refuses: false,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  server.listen(MAIL_PORT, '127.0.0.1')
  await once(server.server, 'listening')
  return receiver
}

async function added(page: Page, name: string, recipients: string): Promise<string> {
  await page.goto('/reports/new?team=Storefront')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Recipients').fill(recipients)
  await page.getByRole('button', { name: 'Add it' }).click()
  await expect(page.getByRole('status')).toHaveText('Saved.')
  return new URL(page.url()).pathname
}

test('a report is added, looked at, sent now with its pictures, kept as it was, and unsubscribed by one POST', async ({
  page,
}) => {
  const server = await receiving()
  try {
    const name = 'Storefront <weekly>'
    await page.goto('/reports/new?team=Storefront')
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Recipients').fill('ann@example.org\nben at example.org')
    await page.getByRole('button', { name: 'Add it' }).click()
    await expect(page.getByText('Recipients name “ben at example.org”, which is not an e-mail address.')).toBeVisible()
    await page.getByLabel('Recipients').fill('ann@example.org\nben@example.org')
    await page.getByRole('button', { name: 'Add it' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    const path = new URL(page.url()).pathname

    await page.getByRole('link', { name: 'Preview' }).click()
    const subject = (await page.getByText(/^Subject Storefront: /).textContent())?.replace(/^Subject /, '') ?? ''
    await expect(page.frameLocator('iframe').getByText(`This goes to you as one who gets “${name}”.`)).toBeVisible()
    await page.getByRole('link', { name: 'Back to the report' }).click()

    await page.getByLabel('To', { exact: true }).fill('ann@example.org')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const sendings = page.getByRole('table', { name: 'Sendings' })
    await expect(sendings.getByRole('row', { name: /ann@example\.org .*Sent/ })).toBeVisible({ timeout: 30_000 })
    expect(server.mails).toHaveLength(1)
    const [mail = ''] = server.mails
    expect(mail).toMatch(/^To: ann@example\.org\r$/m)
    expect(mail.match(/^Content-Type: image\/png/gm)).toHaveLength(2)
    // Its address here has no TLS, without which a mail program offers no one click.
    expect(mail).not.toMatch(/^List-Unsubscribe-Post:/m)

    await page.getByRole('table', { name: 'Reports, the latest first' }).getByRole('link').click()
    await expect(page.getByText(`Subject ${subject}`)).toBeVisible()
    await expect(page.getByText('Nothing has changed since.')).toBeVisible()
    const pictures = page.frameLocator('iframe').getByRole('img')
    expect(await pictures.count()).toBe(2)
    for (const picture of await pictures.all())
      expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)

    // As a mail program does it: from anywhere, without Origin and cookie. Whoever only looks changes nothing.
    const link = new URL(/^List-Unsubscribe: <([^>]+)>/m.exec(mail.replaceAll(/\r\n\s+/g, ' '))?.[1] ?? '')
    const asked = await page.request.get(link.pathname)
    expect(await asked.text()).toContain('No longer get “Storefront &lt;weekly&gt;”')
    await page.goto(path)
    const recipients = page.getByRole('table', { name: 'Recipients' })
    await expect(recipients.getByRole('row', { name: /ann@example\.org yes/ })).toBeVisible()
    for (const _ of ['once', 'again']) {
      const gone = await fetch(link, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      })
      expect(gone.status).toBe(200)
      expect(await gone.text()).toContain('is not sent to you any more')
    }
    await page.reload()
    await expect(recipients.getByRole('row', { name: /ann@example\.org Unsubscribed/ })).toBeVisible()
    await expect(recipients.getByRole('row', { name: /ben@example\.org yes/ })).toBeVisible()
    await page.getByRole('button', { name: /^Send there again.*ann@example\.org$/ }).click()
    await expect(recipients.getByRole('row', { name: /ann@example\.org yes/ })).toBeVisible()
  } finally {
    await server.close()
  }
})

test('where an address was refused one button sends there again, this mail and those to come, without JavaScript', async ({
  browser,
}) => {
  const server = await receiving()
  server.refuses = true
  const page = await browser.newPage({ javaScriptEnabled: false })
  try {
    const path = await added(page, 'Refused', 'eve@example.org')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const sending = (words: RegExp) => page.getByRole('table', { name: 'Sendings' }).getByRole('row', { name: words })
    const shows = (words: RegExp) => {
      const shown = async () => {
        await page.goto(path)
        return sending(words).count()
      }
      return expect.poll(shown, { timeout: 30_000 }).toBe(1)
    }
    await shows(/eve@example\.org .*Refused .*It said: 550 5\.1\.1/)
    const recipient = page.getByRole('table', { name: 'Recipients' }).getByRole('row', { name: /eve@example\.org/ })
    await expect(recipient).toContainText('Stopped')
    await page.setViewportSize({ width: 390, height: 900 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    server.refuses = false
    await page
      .getByRole('button', { name: 'Send there again from now on, and this one now to eve@example.org' })
      .click()
    await expect(page.getByRole('status').first()).toHaveText(
      'It is sent there again from now on, and this one is on its way.',
    )
    await expect(recipient).toHaveText(/yes$/)
    await shows(/eve@example\.org .*Sent/)
    expect(server.mails).toHaveLength(1)
  } finally {
    await page.close()
    await server.close()
  }
})

test('without JavaScript a report is added, paused, changed and removed; what is not there is not found', async ({
  browser,
  request,
}) => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  const path = await added(page, 'Without script', 'cy@example.org')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('status').first()).toHaveText(/^Paused/)
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByLabel('How often').selectOption('Every month')
  await page.getByLabel('Day of the month').selectOption('last day')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('On the last day of each month at 08:00', { exact: false })).toBeVisible()
  await page.goto('/reports')
  await expect(page.getByRole('row', { name: /Without script .* paused/ })).toBeVisible()
  await page.goto(path)
  await page.getByText('Send it no more').click()
  await page.getByRole('button', { name: 'Remove Without script' }).click()
  await expect(page.getByRole('status')).toHaveText('Removed. What it has sent is kept.')
  await page.close()
  for (const gone of [path, `${path}/preview`, `${path}/2026-W10`, '/reports/nope', '/reports/unsubscribe/nope']) {
    expect((await request.get(gone)).status(), gone).toBe(404)
  }
  // From another host only this one address answers.
  const foreign = { Host: 'gauge.example.org' }
  expect((await request.get('/reports', { headers: foreign })).status()).toBe(403)
  expect((await request.get('/reports/unsubscribe/nope', { headers: foreign })).status()).toBe(404)
})

test('no page of reports has barriers', async ({ page }) => {
  const path = await added(page, 'For everybody', 'di@example.org')
  await expectNoBarriers(page, { paths: ['/reports/new', path], widths: [390, 1280] })
})
