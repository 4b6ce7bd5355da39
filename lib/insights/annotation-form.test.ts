import { describe, expect, test } from 'vitest'
import { LONGEST, readAnnotation, readValues, storedValues, type Values } from './annotation-form'
import { annotationDays, annotationsOf, annotationZone } from './annotation-words'

const services = [
  { name: 'shop', team: 'Storefront', timeZone: 'Europe/Berlin' },
  { name: 'till', team: 'Storefront', timeZone: 'Europe/Berlin' },
  { name: 'a:b', team: null, timeZone: 'America/New_York' },
]
const GOOD: Values = { text: 'Freeze', about: '', kind: '', from: '2026-03-29', until: '' }
const read = (more: Partial<Values>, before: Parameters<typeof readAnnotation>[1]['before'] = null) =>
  readAnnotation({ ...GOOD, ...more }, { services, before })
const problems = (more: Partial<Values>) => {
  const answer = read(more)
  return answer.ok ? {} : answer.problems
}

describe('the form of an annotation', () => {
  test('a day is one local day, also one of 23 hours, in the zone of whom it is about', () => {
    // Berlin's clocks go forward on 29 March; everybody together has no zone but UTC.
    expect(read({ about: 'team:Storefront' })).toEqual({
      ok: true,
      said: {
        team: 'Storefront',
        service: null,
        at: Date.parse('2026-03-28T23:00:00Z'),
        until: Date.parse('2026-03-29T22:00:00Z'),
        kind: null,
        text: 'Freeze',
      },
    })
    expect(read({})).toMatchObject({ said: { at: Date.parse('2026-03-29'), until: Date.parse('2026-03-30') } })
    expect(read({ about: 'service:a:b' })).toMatchObject({
      said: { service: 'a:b', at: Date.parse('2026-03-29T04:00Z') },
    })
  })

  test('what cannot be is refused at its field', () => {
    expect(problems({ text: '', from: '', kind: 'x'.repeat(41) })).toEqual({
      text: 'is empty',
      from: 'is not given',
      kind: 'has 41 characters; there is room for 40',
    })
    expect(problems({ text: 'x'.repeat(10_000) })).toEqual({ text: 'has 10000 characters; there is room for 500' })
    expect(problems({ from: '2026-02-30' }).from).toContain('not a date that exists')
    expect(problems({ until: '2026-13-01' }).until).toContain('not a date that exists')
    expect(problems({ until: '2026-03-28' })).toEqual({ until: 'is before the first day' })
    expect(problems({ from: '1969-12-31' })).toEqual({ from: 'is before 1970-01-01' })
    expect(problems({ until: '9999-12-31' })).toEqual({ until: 'is after 2199-12-31' })
    for (const about of ['service:nobody', 'team:', 'team:shop', 'service:Storefront', 'shop']) {
      expect(problems({ about }), about).toEqual({ about: expect.stringContaining('known') })
    }
  })

  test('characters are counted as people count them, and what no text can hold is dropped', () => {
    expect(read({ text: '🚀'.repeat(LONGEST.text) }).ok).toBe(true)
    const values = readValues((name) => (name === 'text' ? ' <b>Freeze</b>\0\r\n\ud800 again ' : undefined))
    expect(values).toEqual({ text: '<b>Freeze</b> \ufffd again', about: '', kind: '', from: '', until: '' })
  })

  test('what stands is shown as it was written, and untouched days keep their instants', () => {
    const before = {
      team: null,
      service: 'shop',
      at: Date.parse('2026-03-28T23:00:00Z'),
      until: Date.parse('2026-03-31T22:00:00Z'),
      kind: 'freeze',
      text: 'Freeze',
    }
    const shown = storedValues(before, services)
    expect(shown).toEqual({
      text: 'Freeze',
      about: 'service:shop',
      kind: 'freeze',
      from: '2026-03-29',
      until: '2026-03-31',
    })
    expect(read(shown, before)).toEqual({ ok: true, said: before })
    const imported = { ...before, at: before.at + 3_600_000, until: null }
    const days = storedValues(imported, services)
    expect(days).toMatchObject({ from: '2026-03-29', until: '' })
    expect(read({ ...days, text: 'Other' }, imported)).toEqual({ ok: true, said: { ...imported, text: 'Other' } })
    expect(read({ ...days, from: '2026-03-30' }, imported)).toMatchObject({
      said: { at: Date.parse('2026-03-29T22:00Z') },
    })
  })

  test('a service that is gone may stay what it was about', () => {
    const before = { team: null, service: 'gone', at: 0, until: null, kind: null, text: 'x' }
    expect(read({ about: 'service:gone' }, before).ok).toBe(true)
    expect(read({ about: 'service:gone' }).ok).toBe(false)
  })
})

test('whose zone and which days an annotation has', () => {
  expect(annotationZone({ team: null, service: 'shop' }, services)).toBe('Europe/Berlin')
  expect(annotationZone({ team: 'Storefront', service: null }, services)).toBe('Europe/Berlin')
  expect(annotationZone({ team: null, service: null }, services)).toBe('UTC')
  expect(annotationZone({ team: null, service: 'gone' }, services)).toBe('UTC')
  expect(annotationZone({ team: null, service: null }, [])).toBe('UTC')
  const at = Date.parse('2026-12-28')
  expect(annotationDays({ at, until: null }, 'UTC')).toMatch(/^28\sDec 2026$/)
  expect(annotationDays({ at, until: at }, 'UTC')).toMatch(/^28\sDec 2026$/)
  expect(annotationDays({ at, until: Date.parse('2027-01-02') }, 'UTC')).toMatch(/^28\sDec\s2026 - 1\sJan\s2027$/)
})

test('those that concern a service: its own, its team’s, everybody’s', () => {
  const all = [
    { team: null, service: null },
    { team: 'Storefront', service: null },
    { team: null, service: 'shop' },
    { team: 'Platform', service: null },
    { team: 'Storefront', service: 'till' },
  ]
  expect(annotationsOf(all, { name: 'shop', team: 'Storefront' })).toEqual(all.slice(0, 3))
  expect(annotationsOf(all, { name: 'lone', team: null })).toEqual(all.slice(0, 1))
})
