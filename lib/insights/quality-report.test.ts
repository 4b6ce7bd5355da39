import { expect, it } from 'vitest'
import { QUALITY_CODES } from '../facts/service'
import { delivered, deployment, type FactRows, factsWith, incident } from '../testing/facts'
import { at } from '../testing/scenario'
import type { WindowChoice } from './page-window'
import { qualityReport } from './quality-report'
import { ABOUT } from './quality-words'

const WEEK: WindowChoice = { kind: 'dates', from: '2026-03-02', to: '2026-03-09' }
const NOW = at('Mon+1w 00:00')
const member = (name: string, rows: FactRows) => ({ facts: factsWith({ ...rows, service: { name } }), slug: name })
const report = (...members: ReturnType<typeof member>[]) => qualityReport(members, WEEK, NOW)

it('a service without a doubt is clean, and nothing is listed', () => {
  const { doubts, ordinary, services, clean } = report(
    member('shop', {
      deployments: [deployment('d1', 'Mon 10:00', { changes: 1 })],
      changes: [delivered('pr:1', 'Mon 08:00', 'Mon 10:00')],
    }),
  )
  expect({ doubts, ordinary, services, clean }).toEqual({ doubts: [], ordinary: [], services: 1, clean: 1 })
})

it('doubts are summed over services, the most concerned service first, the most frequent doubt first', () => {
  const unlinked = (name: string, many: number) =>
    member(name, {
      incidents: Array.from({ length: many }, (_, index) => incident(`${name}${index}`, 'Tue 10:00', 'Tue 11:00')),
      quality: [{ code: 'missing_finish', record: 'd9', at: at('Tue 10:00') }],
    })
  const { doubts, clean } = report(unlinked('a', 1), unlinked('b', 2), member('c', {}))
  expect(doubts.map(({ id, count }) => [id, count])).toEqual([
    ['unlinked_incident', 3],
    ['missing_finish', 2],
  ])
  expect(doubts[0]?.services).toEqual([
    { name: 'b', slug: 'b', count: 2 },
    { name: 'a', slug: 'a', count: 1 },
  ])
  expect(clean).toBe(1)
})

it('changes without a pull request are a share of the delivered ones; an empty deployment is no fault', () => {
  const { doubts, ordinary, clean } = report(
    member('shop', {
      deployments: [deployment('d1', 'Mon 10:00', { changes: 2 }), deployment('d2', 'Tue 10:00')],
      changes: [
        delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { createdAt: at('Mon 08:00') }),
        delivered('commit:abc', 'Mon 08:00', 'Mon 10:00', { createdAt: null }),
      ],
    }),
  )
  expect(doubts).toMatchObject([{ id: 'without_pull_request', count: 1, of: 2 }])
  expect(ordinary).toMatchObject([{ id: 'empty_deployment', count: 1, of: 2 }])
  expect(clean).toBe(1)
})

it('what lies outside of the window is not in it', () => {
  const { doubts } = report(member('shop', { incidents: [incident('i1', 'Mon+2w 10:00')] }))
  expect(doubts).toEqual([])
})

it('every code says what it moves and how it is mended', () => {
  for (const code of QUALITY_CODES) {
    expect(ABOUT[code].affects).toMatch(/^[A-Z].*\.$/)
    expect(ABOUT[code].mend).toMatch(/^[A-Z].*\.$/)
  }
})
