import { expect, test } from 'vitest'
import { RECORD_TYPES, RECORDS } from '../records/record'
import { arrayLiteral, decodeTime, RECORD_TABLES } from './record-tables'

test.each(RECORD_TYPES)('the table of %s stores every field of its schema, in its order', (type) => {
  const common = ['type', 'source', 'updatedAt', 'unset', 'deleted']
  const fields = Object.keys(RECORDS[type].schema.shape).filter((field) => !common.includes(field))
  expect(Object.keys(RECORD_TABLES[type].fields)).toEqual(fields)
})

test('ingest takes the types in one order', () => {
  expect(RECORD_TYPES).toEqual([...RECORD_TYPES].sort())
})

test.each([
  [[], '{}'],
  [['a', null, ''], '{"a",NULL,""}'],
  [['say "x"\\', 'NULL', '{,}'], '{"say \\"x\\"\\\\","NULL","{,}"}'],
])('the array %j is %s', (values, literal) => {
  expect(arrayLiteral(values)).toBe(literal)
})

test.each([
  ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z'],
  ['2026-03-01T09:00:00.5Z', '2026-03-01T09:00:00.500Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
])('the stored time %s is %s', (printed, canonical) => {
  expect(decodeTime(printed)).toBe(canonical)
})
