import { describe, expect, it } from 'vitest'
import { BaseUrl, Since, selects, sinceAt } from './config-fields'

describe('the address of an API', () => {
  it.each([
    ['https://git.example.com/api/v4', true],
    ['http://127.0.0.1:8080', true],
    ['http://localhost', true],
    ['http://git.example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['ftp://localhost', false],
    ['somewhere', false],
  ])('%s: %s', (text, expected) => {
    expect(BaseUrl.safeParse(text).success).toBe(expected)
  })
})

describe('since', () => {
  it('is a day in UTC or an instant, and nothing else', () => {
    expect(sinceAt('2026-01-31')).toBe(Date.parse('2026-01-31T00:00:00Z'))
    expect(sinceAt('2026-01-31T12:00:00+02:00')).toBe(Date.parse('2026-01-31T10:00:00Z'))
    expect(Since.safeParse('last week').error?.issues[0]?.message).toBe('is not a date such as 2026-01-31')
  })
})

describe('patterns of paths', () => {
  it('mean everything below a folder, without what is left out', () => {
    const selected = selects(['acme/*', 'else/where', '!acme/old/*', '!acme/*-copy'])
    const paths = ['acme/shop', 'acme/web/site', 'else/where', 'else/there', 'acme/old/shop', 'acme/shop-copy']
    expect(paths.filter(selected)).toEqual(['acme/shop', 'acme/web/site', 'else/where'])
  })
})
