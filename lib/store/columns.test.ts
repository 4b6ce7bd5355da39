import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnSpec } from '../facts/tables'
import { decodeColumns, encodeColumns } from './columns'

const SPEC = {
  at: 'f64',
  nine: 'f64x9',
  count: 'u32',
  flags: 'u8',
  name: 'json',
  list: 'json',
} as const satisfies ColumnSpec

const number = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
)
const row = fc.record({
  at: number,
  nine: fc.array(number, { minLength: 9, maxLength: 9 }),
  count: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  flags: fc.integer({ min: 0, max: 255 }),
  name: fc.string({ unit: 'binary' }).map((text) => text.toWellFormed?.() ?? text),
  list: fc.array(fc.integer()),
})
type Row = typeof row extends fc.Arbitrary<infer One> ? One : never

function columnsOf(rows: Row[]) {
  return {
    at: Float64Array.from(rows, (one) => one.at),
    nine: Float64Array.from(rows.flatMap((one) => one.nine)),
    count: Uint32Array.from(rows, (one) => one.count),
    flags: Uint8Array.from(rows, (one) => one.flags),
    name: rows.map((one) => one.name),
    list: rows.map((one) => one.list),
  }
}

describe('columns as bytes', () => {
  it('come back as they were, wherever they were cut', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(fc.nat({ max: 20 })), (rows, cuts) => {
        const columns = columnsOf(rows)
        const places = [0, ...cuts.filter((cut) => cut <= rows.length).sort((a, b) => a - b), rows.length]
        const chunks = places.slice(1).map((to, at) => encodeColumns(SPEC, columns, places[at] ?? 0, to))
        expect(decodeColumns(SPEC, chunks)).toEqual({ ...columns, length: rows.length })
      }),
    )
  })

  it('do not depend on where their bytes lie in memory', () => {
    const columns = columnsOf([
      { at: 1.5, nine: [1, 2, 3, 4, 5, 6, 7, 8, 9], count: 7, flags: 3, name: 'é', list: [1] },
      { at: Number.NaN, nine: [9, 8, 7, 6, 5, 4, 3, 2, 1], count: 0, flags: 255, name: '', list: [] },
    ])
    const bytes = encodeColumns(SPEC, columns, 0, 2)
    for (const offset of [0, 1, 3, 5]) {
      const shifted = new Uint8Array(bytes.length + offset)
      shifted.set(bytes, offset)
      expect(decodeColumns(SPEC, [shifted.subarray(offset)])).toEqual({ ...columns, length: 2 })
    }
  })

  it('are none of nothing', () => {
    expect(decodeColumns(SPEC, [])).toEqual({ ...columnsOf([]), length: 0 })
  })
})
