import { expect, test } from 'vitest'
import { parseRecord, type RecordInput } from '../../lib/records/record'
import { organisationRecords } from './organisation'
import { endOfHistory, WEEK } from './sizes'

const size = { services: 20, changes: 4000, deployments: 700, incidents: 80, weeks: 26 }
const end = endOfHistory(Date.UTC(2026, 2, 4))
const make = (weeks?: number) => [...organisationRecords(size, 'test', { end, ...(weeks ? { weeks } : {}) })]
const count = (records: RecordInput[], types: string[]) => records.filter(({ type }) => types.includes(type)).length

test('every record is valid, and the same seed tells the same', () => {
  const records = make()
  for (const record of records) expect(parseRecord(record)).toMatchObject({ ok: true })
  expect(make()).toEqual(records)
})

test('it is about as large as it was asked to be, up to its end', () => {
  const records = make()
  const changes = count(records, ['job'])
  expect(changes).toBeGreaterThan(size.changes * 0.85)
  expect(changes).toBeLessThan(size.changes * 1.1)
  const isDeployment = (one: RecordInput) =>
    one.type === 'deployment' || one.type === 'tag' || (one.type === 'pipeline_run' && one.pipeline !== 'Build')
  expect(records.filter(isDeployment).length).toBeGreaterThan(size.deployments * 0.8)
  expect(count(records, ['incident'])).toBeGreaterThan(size.incidents * 0.6)
  const merged = records.flatMap((one) => (one.type === 'pull_request' && one.mergedAt ? Date.parse(one.mergedAt) : []))
  expect(Math.max(...merged)).toBeLessThan(end)
  expect(Math.max(...merged)).toBeGreaterThan(end - WEEK)
})

test('a shorter stretch is the end of the longer one', () => {
  const titles = (records: RecordInput[]) =>
    records.flatMap((one) =>
      one.type === 'pull_request' && Date.parse(one.createdAt) > end - 2 * WEEK ? one.title : [],
    )
  expect(titles(make(4)).sort()).toEqual(titles(make()).sort())
})
