// Annotations from a page: kept as records, changed and removed without losing what stood, and drawn where they belong.
import { expect, test } from 'vitest'
import { pool } from '../db'
import { parseRecord } from '../records/record'
import { findWritten, listAnnotations, loadAnnotations, loadFormer } from '../store/annotations'
import { exportRecords } from '../store/export'
import { ingest } from '../store/ingest'
import { putSetting } from '../store/settings'
import * as build from '../testing/build'
import { describeOnEachServer, useTestDatabase } from '../testing/database'
import { annotate, putBack, removeAnnotation } from './annotate'
import type { Values } from './annotation-form'
import { deriveStale } from './derive-stale'

const people = { key: 'a people key of thirty-two bytes', bots: [] }
const start = Date.parse('2026-03-10T00:00:00Z')
const FREEZE: Values = { text: 'Freeze', about: '', kind: 'freeze', from: '2026-03-01', until: '2026-03-03' }
const RECORDS = [
  build.team({ name: 'Storefront' }),
  build.service({ name: 'shop', team: 'Storefront', timeZone: 'Europe/Berlin' }),
  build.annotation({ id: 'old', at: '2026-01-05T00:00:00Z', text: 'From a file' }),
]
let passed = 0

/** A second later each time. */
function common() {
  passed += 1
  return { now: new Date(start + passed * 1000), people }
}
const write = (id: string, seen: number | null, more: Partial<Values> = {}) =>
  annotate({ id, seen }, { ...FREEZE, ...more }, common())
const versionOf = async (id: string) => (await findWritten(id))?.saidAt ?? null
const texts = async () => (await listAnnotations(null, { limit: 50, offset: 0 })).list.map(({ text }) => text)

describeOnEachServer('annotations', (server) => {
  useTestDatabase(server)

  test('one is written, changed, removed and put back; each version is kept', async () => {
    await ingest(RECORDS, { now: new Date(start), people })
    expect((await deriveStale()).failed).toEqual([])
    expect(await write('a', null)).toEqual({ ok: true })
    expect(await findWritten('a')).toMatchObject({
      source: 'pages',
      at: Date.parse('2026-02-28T23:00:00Z'),
      until: Date.parse('2026-03-03T23:00:00Z'),
      kind: 'freeze',
    })
    const seen = await versionOf('a')
    expect(await write('a', seen, { text: 'No releases', about: 'service:shop', kind: '' })).toEqual({ ok: true })
    expect(await findWritten('a')).toMatchObject({ text: 'No releases', service: 'shop', kind: null })
    expect(await removeAnnotation({ id: 'a', seen: await versionOf('a') }, common())).toBe('saved')
    expect(await texts()).toEqual(['From a file'])
    const former = await loadFormer(10)
    expect(former.map(({ text, seen: stands }) => [text, stands])).toEqual([
      ['No releases', null],
      ['Freeze', null],
    ])
    expect(await putBack({ id: 'a', seen: null }, former[1]?.endedAt ?? 0, common())).toBe('saved')
    expect(await findWritten('a')).toMatchObject({ text: 'Freeze', service: null, kind: 'freeze' })
    expect(await putBack({ id: 'a', seen: null }, 1, common())).toBe('gone')
  })

  test('of two who change the same one at once, the second is told', async () => {
    const seen = await versionOf('a')
    const both = await Promise.all([write('a', seen, { text: 'One' }), write('a', seen, { text: 'Two' })])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toMatchObject({ problems: { '': expect.stringContaining('meanwhile') } })
    expect(await removeAnnotation({ id: 'a', seen }, common())).toBe('meanwhile')
  })

  test('the same form sent twice is one annotation and no second version', async () => {
    const before = (await loadFormer(50)).length
    expect(await Promise.all([write('twice', null), write('twice', null)])).toEqual([{ ok: true }, { ok: true }])
    expect(await texts()).toHaveLength(3)
    expect(await loadFormer(50)).toHaveLength(before)
    expect(await removeAnnotation({ id: 'twice', seen: await versionOf('twice') }, common())).toBe('saved')
    expect(await write('twice', 1)).toMatchObject({ ok: false })
  })

  test('a version is later than the one before, also where the clock went back', async () => {
    const seen = await versionOf('a')
    const early = { now: new Date(0), people }
    expect(await annotate({ id: 'a', seen }, { ...FREEZE, text: 'By a slow clock' }, early)).toEqual({ ok: true })
    expect(await findWritten('a')).toMatchObject({ text: 'By a slow clock', saidAt: (seen ?? 0) + 1 })
  })

  test('what a source brought is no page’s to change, not even by its id', async () => {
    expect(await findWritten('old')).toBeNull()
    expect(await removeAnnotation({ id: 'old', seen: null }, common())).toBe('gone')
    await ingest(RECORDS, { now: new Date(start), people })
    expect(await texts()).toEqual(['By a slow clock', 'From a file'])
  })

  test('it comes back from an export, and an older export does not bring back what was removed', async () => {
    const lines: string[] = []
    for await (const line of exportRecords()) lines.push(line)
    const records = lines.map((line) => {
      const parsed = parseRecord(JSON.parse(line))
      if (!parsed.ok) throw new Error(parsed.reason)
      return parsed.record
    })
    const written = await findWritten('a')
    await pool().query('delete from annotations')
    await ingest(records, { now: new Date(start), people })
    expect(await findWritten('a')).toEqual(written)
    expect(await removeAnnotation({ id: 'a', seen: written?.saidAt ?? null }, common())).toBe('saved')
    await ingest(records, { now: new Date(start), people })
    expect(await findWritten('a')).toBeNull()
  })

  test('a list and a window hold those that concern a service, a span until its end and no further', async () => {
    await write('team', null, {
      text: 'Of the team',
      about: 'team:Storefront',
      from: '2026-04-01',
      until: '2026-04-02',
    })
    await write('shop', null, { text: 'Of shop', about: 'service:shop', from: '2026-04-03', until: '' })
    const other = { services: ['other'], teams: [] }
    const shop = { services: ['shop'], teams: ['Storefront'] }
    expect((await listAnnotations(other, { limit: 9, offset: 0 })).list.map(({ text }) => text)).toEqual([
      'From a file',
    ])
    expect(await listAnnotations(shop, { limit: 1, offset: 1 })).toMatchObject({ total: 3, list: [{ id: 'team' }] })
    // The team's two days end where 3 April begins in Berlin.
    const third = Date.parse('2026-04-02T22:00:00Z')
    const idsOf = async (from: number, to: number) => (await loadAnnotations(shop, { from, to })).map(({ id }) => id)
    expect(await idsOf(third, third + 1)).toEqual(['shop'])
    expect(await idsOf(third - 1, third)).toEqual(['team'])
  })

  test('nothing is kept in a demonstration', async () => {
    const before = await texts()
    await putSetting('demo', { day: '2026-03-10', edition: 1 })
    expect(await write('b', null)).toMatchObject({ problems: { '': expect.stringContaining('demonstration') } })
    expect(await removeAnnotation({ id: 'shop', seen: await versionOf('shop') }, common())).toBe('demo')
    expect(await putBack({ id: 'a', seen: null }, 1, common())).toBe('demo')
    expect(await texts()).toEqual(before)
  })
})
