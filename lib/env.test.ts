import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readEnv, resolveGiven } from './env'
import { StreamgaugeError } from './errors'

function problem(source: Record<string, string>): StreamgaugeError {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof StreamgaugeError) return error
    throw error
  }
  throw new Error('It was accepted.')
}

test('an empty environment has every default', () => {
  expect(readEnv({})).toEqual({
    home: resolve('.streamgauge'),
    port: 3000,
    host: '127.0.0.1',
    allowPrivateAddresses: true,
    logLevel: 'info',
  })
})

test('an empty variable counts as unset', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '', STREAMGAUGE_HOME: '' })).toEqual(readEnv({}))
})

test('paths become absolute', () => {
  const env = readEnv({ STREAMGAUGE_HOME: 'data', STREAMGAUGE_CONFIG: '../streamgauge.yaml' })
  expect(env.home).toBe(resolve('data'))
  expect(env.configPath).toBe(resolve('../streamgauge.yaml'))
})

test('paths that a person gave are meant from where that person is, the default home is not', () => {
  const from = { STREAMGAUGE_CALLED_FROM: '/home/ada' }
  const env = readEnv({ ...from, STREAMGAUGE_HOME: 'data', STREAMGAUGE_CONFIG: '/etc/streamgauge.yaml' })
  expect(env.home).toBe('/home/ada/data')
  expect(env.configPath).toBe('/etc/streamgauge.yaml')
  expect(readEnv(from).home).toBe(resolve('.streamgauge'))
  expect(resolveGiven('../shop', from)).toBe('/home/shop')
})

test.each(['localhost', '127.0.0.1', '127.8.9.255', '::1', '[::1]'])('host %s is loopback', (host) => {
  expect(readEnv({ HOST: host }).host).toBe(host.replace(/[[\]]/g, ''))
})

test.each(['0.0.0.0', '::', '192.168.0.7', '127.0.0.256', '127.0.0.1.example.org', 'example.org', '10.127.0.1'])(
  'host %s is refused',
  (host) => {
    const error = problem({ HOST: host })
    expect(error.kind).toBe('config')
    expect(error.message).toContain('HOST must be a loopback address')
  },
)

test.each(['0', '65536', '-1', '80a', '3000.5', '1e3'])('port %s is refused', (port) => {
  expect(problem({ PORT: port }).message).toContain('PORT must be a number from 1 to 65535')
})

test('all problems are told at once, without the values, which may be secret', () => {
  const error = problem({ PORT: 'x', HOST: '0.0.0.0', DATABASE_URL: 'mysql://secret@db', LOG_LEVEL: 'loud' })
  for (const name of ['PORT', 'HOST', 'DATABASE_URL', 'LOG_LEVEL']) expect(error.message).toContain(name)
  expect(error.message).not.toContain('secret')
})

test('the address of the pages has no slash at its end', () => {
  expect(readEnv({ STREAMGAUGE_URL: 'https://gauge.example.org/' }).url).toBe('https://gauge.example.org')
  expect(readEnv({ STREAMGAUGE_URL: 'http://host:3000/base//' }).url).toBe('http://host:3000/base')
})

test.each([
  'gauge.example.org',
  'javascript:alert(1)',
  'https://',
  'https://a/?x=1',
  'https://me:pass@a',
  'https://a#b',
])('address %s is refused', (url) => {
  const { message } = problem({ STREAMGAUGE_URL: url })
  expect(message).toContain('STREAMGAUGE_URL must ')
  expect(message).not.toContain('pass')
})

test('mail goes out through a server, from an address: both or neither, and no password is told', () => {
  const STREAMGAUGE_SMTP_URL = 'smtps://me:s3cret@mail.example.org'
  const STREAMGAUGE_MAIL_FROM = 'Streamgauge <reports@example.org>'
  expect(readEnv({ STREAMGAUGE_SMTP_URL, STREAMGAUGE_MAIL_FROM }).mail).toEqual({
    server: { host: 'mail.example.org', port: 465, secure: true, startTls: false, user: 'me', password: 's3cret' },
    from: { name: 'Streamgauge', address: 'reports@example.org' },
  })
  const alone = problem({ STREAMGAUGE_SMTP_URL })
  expect(alone.message).toContain('STREAMGAUGE_MAIL_FROM must be set where STREAMGAUGE_SMTP_URL is')
  expect(problem({ STREAMGAUGE_MAIL_FROM }).message).toContain('STREAMGAUGE_SMTP_URL must be set')
  const wrong = problem({ STREAMGAUGE_SMTP_URL: 'smtp://me:s3cret@mail/path', STREAMGAUGE_MAIL_FROM: 'me' })
  expect(wrong.message).toContain('STREAMGAUGE_SMTP_URL must look like')
  expect(wrong.message).toContain('STREAMGAUGE_MAIL_FROM must look like')
  expect(alone.message + wrong.message).not.toContain('s3cret')
})
