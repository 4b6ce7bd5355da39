// sg report --to and --subscriptions as their user meets them, with a mail server that wants TLS and a password.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listArchive } from '../../lib/store/report-archive'
import { listSendings } from '../../lib/store/report-sendings'
import { saveSubscription } from '../../lib/store/report-subscriptions'
import { runCommand } from '../../lib/testing/command'
import { useTestDatabase } from '../../lib/testing/database'
import { makeCertificate } from '../../lib/testing/git-https-server'
import { headerOf, MailServer } from '../../lib/testing/mail-server'
import { weekly } from '../../lib/testing/reporting'

// biome-ignore lint/correctness/useHookAtTopLevel: no hook of React
const database = useTestDatabase()
const certificate = makeCertificate()
const login = { user: 'reports@example.org', password: 'p/ss:w@rd' }
const server = new MailServer({ certificate, login, secure: true })
let home = ''

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'streamgauge-send-'))
  await server.listen()
})
afterAll(async () => {
  await server.close()
  rmSync(home, { recursive: true, force: true })
})

function report(args: string[], password = login.password) {
  const account = [login.user, password].map(encodeURIComponent).join(':')
  return runCommand(['report', '--now', '2026-03-11T12:00:00Z', ...args], {
    env: {
      ...{ STREAMGAUGE_HOME: home, DATABASE_URL: database.url(), STREAMGAUGE_CALLED_FROM: home },
      ...{ STREAMGAUGE_SMTP_URL: `smtps://${account}@127.0.0.1:${server.port}`, NODE_EXTRA_CA_CERTS: certificate.file },
      STREAMGAUGE_MAIL_FROM: 'Delivery figures <reports@example.org>',
    },
  })
}

test('to an address: sent over TLS, kept, and of no subscription', async () => {
  const { code, out, err } = await report(['--to', 'Ada@Example.org'])
  expect({ code, out, err }).toMatchObject({ code: 0, out: 'Ada@example.org  2026-W10  sent\n' })
  const [mail] = server.taken
  expect(mail).toMatchObject({ encrypted: true, user: login.user, from: 'reports@example.org', to: 'Ada@example.org' })
  expect(headerOf(mail?.raw ?? '', 'From')).toBe('Delivery figures <reports@example.org>')
  expect(headerOf(mail?.raw ?? '', 'List-Unsubscribe')).toBeNull()
  expect(await listArchive({ limit: 5 })).toMatchObject([
    { subscription: null, byHand: true, period: '2026-W10', sent: 1 },
  ])
})

test('to a name: to everybody who gets it, while what goes wrong is told without the password; then the list', async () => {
  const saved = await saveSubscription(
    weekly,
    { recipients: ['ada@example.org', 'ben@example.org'] },
    new Date('2026-03-01'),
  )
  expect(saved).toMatchObject({ id: expect.any(String) })
  const { code, out, err } = await report(['--to', 'everything WEEKLY', '--week', '2026-W09'], 'n0t-the-password')
  expect(code).toBe(1)
  expect(out.replaceAll(/at \S+ by/g, 'at … by')).toMatch(
    /^ada@example\.org {2}2026-W09 {2}to be tried again at … by a worker\n {2}The mail server refused the sign-in: check STREAMGAUGE_SMTP_URL\. It said: 535 /,
  )
  expect(out + err).not.toContain('n0t-the-password')
  expect(await listSendings({ limit: 5, states: ['retry'] })).toHaveLength(2)
  const list = await report(['--subscriptions'])
  expect(list).toMatchObject({ code: 0, err: '' })
  expect(list.out).toMatch(
    /^Everything weekly\n {2}All services, Mondays at 09:00, Europe\/Berlin, by mail to 2\n {2}next /,
  )
  expect(list.out).toContain('last 2026-W09: 2 to be tried again, by hand')
})

test.concurrent.each([
  [['--to', 'Nobody'], 1, '"Nobody" is neither an address nor the name of a report.'],
  [[], 2, 'Give one of --out FOLDER, --to ADDRESS-OR-NAME and --subscriptions.'],
])('%j is refused', async (args, code, message) => {
  const answer = await report(args)
  expect(answer).toMatchObject({ code, err: expect.stringContaining(message) })
})
