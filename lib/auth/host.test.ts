import { describe, expect, test } from 'vitest'
import { refusal } from './host'

describe('Host', () => {
  test.each([
    'localhost:3000',
    'LOCALHOST:3000',
    'localhost',
    '127.0.0.1:8080',
    '127.9.255.1:1',
    '[::1]:3000',
    '[::1]',
  ])('%s is us', (host) => {
    expect(refusal(host, null)).toBeNull()
  })

  test.each([
    null,
    '',
    'example.org',
    'localhost.example.org:3000',
    'evil-localhost:3000',
    '127.0.0.1.nip.io:3000',
    '127.0.0.256:3000',
    '128.0.0.1:3000',
    '0.0.0.0:3000',
    '192.168.1.5:3000',
    '[::2]:3000',
    '::1',
    'localhost:0',
    'localhost:70000',
    'localhost:3000@example.org',
    'localhost:',
  ])('%s is not', (host) => {
    expect(refusal(host, null)).toContain('only on this machine')
  })
})

describe('Origin', () => {
  test.each([
    ['localhost:3000', 'http://localhost:3000'],
    ['LocalHost:3000', 'http://localhost:3000'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['localhost:80', 'http://localhost'],
  ])('%s accepts %s', (host, origin) => {
    expect(refusal(host, origin)).toBeNull()
  })

  test.each([
    'null',
    'https://localhost:3000',
    'http://localhost:3001',
    'http://127.0.0.1:3000',
    'http://example.org',
    'http://localhost:3000.example.org',
  ])('localhost:3000 refuses %s', (origin) => {
    expect(refusal('localhost:3000', origin)).toContain('another site')
  })
})
