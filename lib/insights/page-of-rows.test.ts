import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageOfRows } from './page-of-rows'

const values = [5, Number.NaN, 3, 9, 3, Number.NaN, 7]
const rows = values.map((_, row) => row)
const valueAt = (row: number) => values[row] ?? Number.NaN

describe('a page of rows', () => {
  it('is in order, equal values by their place, absent ones last in either direction', () => {
    const ascending = pageOfRows(rows, valueAt, { descending: false, page: null, size: 10 })
    expect(ascending.rows).toEqual([2, 4, 0, 6, 3, 1, 5])
    const descending = pageOfRows(rows, valueAt, { descending: true, page: null, size: 10 })
    expect(descending.rows).toEqual([3, 6, 0, 4, 2, 1, 5])
  })

  it('says how many pages there are, and is empty beyond them', () => {
    expect(pageOfRows(rows, valueAt, { descending: true, page: 3, size: 3 })).toEqual({
      rows: [5],
      page: 3,
      pages: 3,
      total: 7,
      opened: false,
    })
    expect(pageOfRows(rows, valueAt, { descending: true, page: 4, size: 3 })).toMatchObject({ rows: [], pages: 3 })
    expect(pageOfRows([], valueAt, { descending: true, page: null, size: 3 })).toMatchObject({ rows: [], pages: 1 })
  })

  it('is the one that holds a wanted row, whatever page was asked for', () => {
    for (const wanted of rows) {
      const page = pageOfRows(rows, valueAt, { descending: true, page: 1, size: 2 }, wanted)
      expect(page.rows).toContain(wanted)
      expect(page.opened).toBe(true)
    }
    expect(pageOfRows([0, 1], valueAt, { descending: true, page: null, size: 2 }, 6).opened).toBe(false)
  })

  it('is a cut of everything sorted', () => {
    const value = fc.oneof(
      fc.integer({ min: 0, max: 6 }),
      fc.constant(Number.NaN),
      fc.constant(Number.POSITIVE_INFINITY),
    )
    fc.assert(
      fc.property(fc.array(value), fc.boolean(), fc.integer({ min: 1, max: 7 }), (list, descending, size) => {
        const all = list.map((_, row) => row)
        const at = (row: number) => list[row] as number
        const sign = descending ? -1 : 1
        const expected = [...all].sort((a, b) => {
          const [left, right] = [at(a), at(b)]
          if (Number.isNaN(left) || Number.isNaN(right))
            return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b
          return left === right ? sign * (a - b) : sign * (left < right ? -1 : 1)
        })
        const pages = Math.max(1, Math.ceil(all.length / size))
        const joined = Array.from(
          { length: pages },
          (_, page) => pageOfRows(all, at, { descending, page: page + 1, size }).rows,
        )
        expect(joined.flat()).toEqual(expected)
        for (const [place, row] of expected.entries())
          expect(pageOfRows(all, at, { descending, page: null, size }, row).page).toBe(Math.floor(place / size) + 1)
      }),
    )
  })
})
