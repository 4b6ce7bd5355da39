import { describe, expect, it } from 'vitest'
import { failed, materialOf, steadyWeeks } from '../testing/report-weeks'
import { buildReport } from './build'
import { changedSince, isUnchanged, readReport } from './since'

const rows = steadyWeeks(6, () => 20)
const made = (services = [rows], fields: Parameters<typeof materialOf>[1] = {}) =>
  buildReport(materialOf(services, fields), { url: null })

describe('what has changed since a report was sent', () => {
  it('is nothing where the data are the same, also when it was made at another time', () => {
    const later = made([rows], {
      madeAt: Date.UTC(2030, 0, 1),
      doubts: [{ count: 1, words: 'commits', affects: 'x.' }],
    })
    expect(isUnchanged(changedSince(made(), later))).toBe(true)
    expect(isUnchanged(changedSince(JSON.parse(JSON.stringify(made())), made()))).toBe(true)
  })

  it('is each figure that differs, then and now, and what is said or no longer said', () => {
    const deployments = (rows.deployments ?? []).map((one) => ({ ...one, failed: one.id === 'd12-3' }))
    const now = made([{ ...rows, deployments }], { failures: [failed({ deployment: 'd12-3' })] })
    const since = changedSince(made(), now)
    const flat = since.differences.map(({ what, was, is }) => [
      what,
      was.replaceAll('\u00a0', ' '),
      is.replaceAll('\u00a0', ' '),
    ])
    expect(flat).toContainEqual(['Change failure rate', '0 % (0 of 6 deployments)', '16.7 % (1 of 6 deployments)'])
    expect(since.come.map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
      'Failed deployment: Tue 3 Mar, 14:20, d12-3 of shop: an incident names it as its cause; recovered in 40 min.',
    ])
    expect(since.gone).toEqual([])
    expect(changedSince(now, made()).gone).toEqual(since.come)
  })

  it('tells how many there were where the value stays, and of services that came and went', () => {
    const fewer = { ...rows, changes: rows.changes?.filter(({ id }) => id !== 'pr:12-5') }
    expect(changedSince(made(), made([fewer])).differences[0]).toMatchObject({
      what: 'Lead time for changes',
      was: '20\u00a0h (6 changes)',
      is: '20\u00a0h (5 changes)',
    })
    const named = (name: string) => ({ ...rows, service: { name } })
    const [three, two] = [made(['a', 'b', 'c'].map(named)), made(['a', 'b'].map(named))]
    expect(changedSince(three, two).differences.find(({ what }) => what === 'c')).toMatchObject({ is: 'not listed' })
  })

  it('cannot be told of a report of another shape', () => {
    expect([readReport(null), readReport('x'), readReport({ version: 2 })]).toEqual([null, null, null])
    expect(readReport(made())).toEqual(made())
  })
})
