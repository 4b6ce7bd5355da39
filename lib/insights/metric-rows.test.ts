import { describe, expect, it } from 'vitest'
import { keyOf } from '../facts/fact-key'
import type { FactRows as WholeFacts } from '../facts/rows'
import { METRICS, type MetricId } from '../metrics/registry'
import { delivered, deployment, type FactRows, factsWith, failure, incident, WEEK } from '../testing/facts'
import { at } from '../testing/scenario'
import { behindRows, behindWanted, leftOut } from './metric-rows'

const ROWS = {
  deployments: [
    deployment('d1', 'Mon 10:00', { changes: 2 }),
    failure('d2', 'Tue 10:00', 'Tue 13:00', { reasons: [{ kind: 'rollback', confidence: 'inferred', evidence: [] }] }),
    failure('d3', 'Wed 10:00', 'Wed 10:30', {
      rework: true,
      reasons: [{ kind: 'incident', confidence: 'explicit', evidence: [] }],
    }),
    deployment('d4', 'Thu 10:00', { rework: true }),
  ],
  changes: [
    delivered('pr:1', 'Mon 08:00', 'Mon 10:00', { hours: { coding: 1, merge: 1 } }),
    delivered('pr:2', 'Mon 00:00', 'Mon 10:00', { hours: { coding: 10 }, title: 'Show the price' }),
    delivered('pr:3', 'Mon 08:00', 'Mon 10:00', { bot: true }),
    delivered('pr:4', 'Mon 08:00', 'Mon 10:00', { excluded: 'baseline' }),
    delivered('pr:5', 'Mon 12:00', 'Mon 10:00', { excluded: 'clock' }),
  ],
  incidents: [incident('i1', 'Mon 10:00', 'Mon 10:30'), incident('i2', 'Tue 10:00', 'Tue 12:00')],
} satisfies FactRows

const facts = factsWith(ROWS)
const whole: WholeFacts = {
  changes: new Map(ROWS.changes.map((fact) => [fact.id, fact])),
  deployments: new Map(ROWS.deployments.map((fact) => [keyOf(fact), fact])),
  incidents: new Map(ROWS.incidents.map((fact) => [keyOf(fact), fact])),
}

function behind(id: MetricId, limit = 20) {
  const asked = behindWanted(METRICS[id], facts, WEEK, limit)
  return behindRows(METRICS[id], facts, asked, whole)
}
const ids = (id: MetricId) => behind(id).rows.map((row) => row.id)

describe('the rows behind a value', () => {
  it('are those that tell most about it', () => {
    expect(ids('lead-time')).toEqual(['pr:2', 'pr:1'])
    expect(ids('flow-efficiency')).toEqual(['pr:1', 'pr:2'])
    expect(ids('deployment-frequency')).toEqual(['d4', 'd3', 'd2', 'd1'])
    expect(ids('change-failure-rate')).toEqual(['d3', 'd2'])
    expect(ids('rework-rate')).toEqual(['d4', 'd3'])
    expect(ids('recovery-time')).toEqual(['d2', 'd3'])
    expect(ids('time-to-restore')).toEqual(['i2', 'i1'])
  })

  it('say what they are', () => {
    expect(behind('lead-time').rows[0]).toEqual({
      id: 'pr:2',
      label: '#2',
      title: 'Show the price',
      url: null,
      at: at('Mon 10:00'),
      seconds: 36_000,
      part: null,
      why: 'first in d1',
    })
    expect(behind('flow-efficiency').rows[0]).toMatchObject({ seconds: 7200, part: 3600 })
    expect(behind('change-failure-rate').rows.map(({ why, seconds }) => [why, seconds])).toEqual([
      ['an incident names it as its cause', null],
      ['the next deployment went back to an earlier commit', null],
    ])
    expect(behind('deployment-frequency').rows.map(({ why }) => why)).toEqual([
      'it repaired an earlier one',
      'an incident names it as its cause',
      'the next deployment went back to an earlier commit',
      '2 changes delivered',
    ])
    expect(behind('time-to-restore').rows[0]).toMatchObject({ seconds: 7200, why: 'linked to no deployment' })
  })

  it('are no more than asked for, of how many', () => {
    const { rows, total, order } = behind('lead-time', 1)
    expect([rows.length, total, order]).toEqual([1, 2, 'the longest first'])
  })
})

it('what is left out is counted by reason', () => {
  const words = (id: MetricId) => leftOut(METRICS[id], [{ facts, window: WEEK }]).map((one) => one.words)
  expect(words('lead-time').sort()).toEqual([
    '1 change by bots',
    '1 change ends before it starts by its times; a clock was wrong',
    '1 change was there before the first deployment that is known, so nobody can say when it arrived',
  ])
  expect(words('change-failure-rate')).toEqual([])
  const wrong = factsWith({
    deployments: [failure('d', 'Mon 10:00', 'Mon 09:00'), failure('e', 'Mon 11:00', 'Mon 09:00')],
  })
  expect(leftOut(METRICS['recovery-time'], [{ facts: wrong, window: WEEK }])).toEqual([
    { count: 2, words: '2 recoveries end before they start by their times; a clock was wrong' },
  ])
})
