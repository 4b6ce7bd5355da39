import { expect, test } from 'vitest'
import { nextSort, OVERVIEW_COLUMNS, readView, viewQuery } from './overview-view'

const read = (query: string) => {
  const asked = new URLSearchParams(query)
  return readView((name) => asked.get(name) ?? undefined)
}

test('a bare address is the last 12 weeks by team and name', () => {
  expect(read('')).toEqual({
    ok: true,
    view: {
      choice: { kind: 'preset', preset: '12w' },
      text: '',
      team: null,
      sort: { column: 'name', descending: false },
      grouped: true,
      page: 1,
      columns: OVERVIEW_COLUMNS,
    },
  })
})

test('everything is in the address', () => {
  expect(read('q=shop&team=Store+front&sort=-lead-time&group=none&page=3&window=26w')).toMatchObject({
    ok: true,
    view: {
      text: 'shop',
      team: 'Store front',
      sort: { column: 'lead-time', descending: true },
      grouped: false,
      page: 3,
    },
  })
})

test.each([
  ['window=7y', 'There is no window “7y”'],
  ['sort=luck', 'There is no column “luck” to sort by.'],
  ['sort=-', 'There is no column “-”'],
  ['group=colour', 'not by “colour”'],
  ['page=0', 'There is no page 0.'],
  ['columns=lead-time,luck', 'There is no column “luck”.'],
  ['against=luck', 'nothing named “luck” to compare with'],
  ['page=1e3', 'There is no page 1e3.'],
  [`sort=${'x'.repeat(300)}`, `${'x'.repeat(40)}…`],
])('%s cannot be shown, and it is said why', (query, words) => {
  expect(read(query)).toMatchObject({ ok: false, message: expect.stringContaining(words) })
})

test('a header asks for the largest first, then for the other direction', () => {
  const byName = { column: 'name', descending: false } as const
  expect(nextSort(byName, 'lead-time')).toBe('-lead-time')
  expect(nextSort({ column: 'lead-time', descending: true }, 'lead-time')).toBe('lead-time')
  expect(nextSort(byName, 'name')).toBe('-name')
  expect(nextSort({ column: 'lead-time', descending: true }, 'name')).toBeUndefined()
})

test('columns stand in the order of the table, whatever the order in which they were asked for', () => {
  expect(read('columns=waiting,failed')).toMatchObject({ view: { columns: ['failed', 'waiting'] } })
  expect(read('columns=,')).toMatchObject({ view: { columns: OVERVIEW_COLUMNS } })
})

test('what is saved of an address is the view alone', () => {
  expect(viewQuery('sort=-failed&page=3&q=&window=26w&evil=1&columns=failed,waiting&team=A')).toBe(
    'window=26w&team=A&sort=-failed&columns=failed%2Cwaiting',
  )
  expect(viewQuery('')).toBe('')
  expect(viewQuery('sort=luck')).toBeNull()
})
