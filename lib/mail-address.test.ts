import { expect, test } from 'vitest'
import { inEnvelope, isMailAddress, MailAddress, parseSender } from './mail-address'
import { parseSmtpUrl, type SmtpServer } from './smtp-address'

test.each([
  'ada@example.org',
  'a.b+c@sub.example.org',
  "o'brien@example.org",
  'ada@localhost',
  'jürgen@müller.example',
  'a@xn--mller-kva.example',
])('%s is an address', (text) => {
  expect(isMailAddress(text)).toBe(true)
})

test.each([
  ...['', 'ada', '@example.org', 'ada@', 'ada@example.org.', 'ada@-example.org', 'a b@example.org', 'a,b@example.org'],
  ...['ada@example.org\r\nBcc: eve@example.org', 'ada@example.org\n', '<ada@example.org>', 'ada@exa\u0000mple.org'],
  ...[
    'ada@example.org, eve@example.org',
    'ada..b@example.org',
    '.ada@example.org',
    '"a b"@example.org',
    'ada@exa\u2028mple.org',
  ],
  ...[`${'a'.repeat(65)}@example.org`, `a@${'b.'.repeat(130)}org`, 'ada@\u202eexample.org'],
])('%j is none', (text) => {
  expect(isMailAddress(text)).toBe(false)
})

test('the host of an address is in lower case, what stands before it as it was', () => {
  expect(MailAddress.parse('  Ada@EXAMPLE.org ')).toBe('Ada@example.org')
})

test.each([
  ['reports@example.org', { name: '', address: 'reports@example.org' }],
  ['Streamgauge <reports@example.org>', { name: 'Streamgauge', address: 'reports@example.org' }],
  ['"Figures, weekly" <reports@example.org>', { name: 'Figures, weekly', address: 'reports@example.org' }],
  ['Streamgauge <reports>', null],
  ['Streamgauge', null],
  ['A\r\nBcc: x@y.z <reports@example.org>', null],
])('from %j', (text, expected) => {
  expect(parseSender(text)).toEqual(expected)
})

const plain = { secure: false, startTls: false, user: null, password: null }
test.each<[string, SmtpServer | null]>([
  [
    'smtps://me:p%40ss%2F@mail.example.org',
    { host: 'mail.example.org', port: 465, secure: true, startTls: false, user: 'me', password: 'p@ss/' },
  ],
  ['smtp://mail.example.org', { ...plain, host: 'mail.example.org', port: 587, startTls: true }],
  [
    'smtp://me@mail.example.org:25?tls=never',
    { ...plain, host: 'mail.example.org', port: 25, user: 'me', password: '' },
  ],
  ['smtp://localhost:1025', { ...plain, host: 'localhost', port: 1025 }],
  ['smtp://[::1]:25/', { ...plain, host: '::1', port: 25 }],
  ['smtp://127.0.0.1?tls=required', { ...plain, host: '127.0.0.1', port: 587, startTls: true }],
  ['smtp://127.evil.example.org', { ...plain, host: '127.evil.example.org', port: 587, startTls: true }],
  ['smtps://h?tls=never', null],
  ['smtp://h?x=1', null],
  ['https://h', null],
  ['smtp://', null],
  ['mail.example.org', null],
  ['smtp://:p@h', null],
  ['smtp://h/path', null],
  ['smtp://%zz@h', null],
])('%s', (url, expected) => {
  expect(parseSmtpUrl(url)).toEqual(expected)
})

test.each([
  ['ada@example.org', 'ada@example.org'],
  ['adá@bücher.example', 'adá@xn--bcher-kva.example'],
  ['ada@localhost', 'ada@localhost'],
])('%s is given to a mail server as %s', (address, given) => {
  expect(inEnvelope(address)).toBe(given)
})
