// The mail as bytes: what is in its headers, whatever is in the words of a report.
import { describe, expect, test } from 'vitest'
import { headerOf } from '../../testing/mail-server'
import { HOSTILE, REPORT_WEEKS } from '../../testing/report-weeks'
import { buildReport } from '../build'
import { reportPictures } from '../charts'
import { reportHtml } from '../email'
import { reportText } from '../text'
import { withFarewell } from './farewell'
import { composeMail, hostOf, type MailToSend, messageIdOf } from './message'

const HEADERS = [
  ...['Auto-Submitted', 'Precedence', 'List-ID', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'From', 'To'],
  ...['Subject', 'Message-ID', 'Date', 'MIME-Version', 'Content-Type'],
]

const base: MailToSend = {
  from: { name: 'Streamgauge', address: 'reports@example.org' },
  to: 'ada@example.org',
  subject: 'News',
  html: '<p>news</p>',
  text: 'news',
  pictures: [],
  messageId: 'abc@example.org',
  listId: 'x.reports.example.org',
  unsubscribe: `https://gauge.example.org/reports/unsubscribe/${'t'.repeat(43)}`,
  date: new Date('2026-03-09T08:00:00Z'),
}
const rawOf = async (fields: Partial<MailToSend> = {}) => (await composeMail({ ...base, ...fields })).toString('utf8')
const namesOf = (raw: string) =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replaceAll(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')))
const decoded = (header: string | null) =>
  (header ?? '').replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=\s*/gi, (_, kind: string, text: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64').toString()
      : Buffer.from(
          text
            .replaceAll('_', ' ')
            .replaceAll(/=([\dA-F]{2})/g, (_found, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString(),
  )

describe.each(Object.entries(REPORT_WEEKS))('the mail of a week with %s', (_, make) => {
  test('has our headers and no others, each once, in lines that mail allows', async () => {
    const report = buildReport(make(), { url: 'https://gauge.example.org' })
    const [html, text, pictures] = [await reportHtml(report), reportText(report), await reportPictures(report)]
    const raw = await rawOf({ subject: report.subject, html, text, pictures })
    expect(namesOf(raw).sort()).toEqual([...HEADERS].sort())
    expect(decoded(headerOf(raw, 'Subject'))).toBe(report.subject.slice(0, 250))
    for (const line of raw.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThan(999)
    expect(raw.match(/Content-Disposition: inline/g)?.length ?? 0).toBe(report.charts.length)
    const ids = [...raw.matchAll(/^Content-ID: <([^>]*)>/gim)].map(([, id]) => id)
    expect(ids).toEqual(pictures.map(({ cid }) => cid))
  })
})

test.each(['subject', 'from', 'to'] as const)('nothing gets out of the header %s', async (place) => {
  const evil = `${HOSTILE}\r\nBcc: eve@example.org\r\n\r\nbody`
  const fields =
    place === 'from'
      ? { from: { ...base.from, name: evil } }
      : place === 'to'
        ? { to: 'ada@example.org\r\nBcc: eve@example.org' }
        : { subject: evil }
  const raw = await rawOf(fields)
  expect(namesOf(raw).sort()).toEqual([...HEADERS].sort())
  expect(headerOf(raw, 'Bcc')).toBeNull()
})

test('headers of a list are there as far as there is something to say', async () => {
  const raw = await rawOf({ listId: null, unsubscribe: null })
  for (const name of ['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post']) expect(headerOf(raw, name)).toBeNull()
})

test.each([
  ['https', 'List-Unsubscribe=One-Click'],
  ['http', null],
])('over %s the header of one click is %s', async (scheme, oneClick) => {
  const unsubscribe = `${scheme}://gauge.example.org/reports/unsubscribe/${'t'.repeat(43)}`
  const raw = await rawOf({ unsubscribe })
  expect(headerOf(raw, 'List-Unsubscribe')).toBe(`<${unsubscribe}>`)
  expect(headerOf(raw, 'List-Unsubscribe-Post')).toBe(oneClick)
})

test('a mail ends with why it came and how it comes no more', () => {
  const url = `${base.unsubscribe}?a=1&b=2`
  const { html, text } = withFarewell(
    { html: '<html><body><p>x</p></body></html>', text: 'x\n' },
    { name: HOSTILE, url },
  )
  expect(html).toMatch(
    /^<html><body><p>x<\/p><p class="quiet"[^>]*>This goes to you as one who gets “[^<]*”\. <a href="[^"]*a=1&amp;b=2"/,
  )
  expect(html).toMatch(/<\/p><\/body><\/html>$/)
  expect(html).not.toContain('<script')
  expect(text).toMatch(/^x\n\nThis goes to you as one who gets “[^\n]*”\.\nTo unsubscribe:\nhttps:\/\/gauge[^\n]*\n$/)
})

test('without a link a mail ends with whom to ask', () => {
  const { html, text } = withFarewell({ html: '<html><body></body></html>', text: 'x\n' }, { name: 'Ours', url: null })
  expect(text).toBe(
    'x\n\nThis goes to you as one who gets “Ours”.\nTo get it no more, ask whoever looks after Streamgauge where you work.\n',
  )
  expect(html).toMatch(/ who gets “Ours”\. To get it no more, ask [^<]+\.<\/p><\/body>/)
})

test('a Message-ID is the same for the same sending, another for another, and hides who gets it', () => {
  const sending = { subscription: 's', period: '2026-W10', recipient: 'ada@example.org', occasion: 'schedule' }
  const id = messageIdOf(sending, 'example.org')
  expect(id).toMatch(/^[\da-f]{40}@example\.org$/)
  expect(messageIdOf({ ...sending }, 'example.org')).toBe(id)
  for (const other of [
    { subscription: null },
    { period: '2026-W11' },
    { recipient: 'b@example.org' },
    { occasion: 'hand:1' },
  ])
    expect(messageIdOf({ ...sending, ...other }, 'example.org')).not.toBe(id)
  expect([hostOf('https://gauge.example.org:8443/base', base.from), hostOf(null, base.from)]).toEqual([
    'gauge.example.org',
    'example.org',
  ])
})
