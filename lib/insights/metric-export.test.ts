import { describe, expect, it } from 'vitest'
import { METRICS } from '../metrics/registry'
import { delivered, deployment, factsWith } from '../testing/facts'
import { at } from '../testing/scenario'
import { csv, metricCsv, metricJson } from './metric-export'
import { serviceMetric, severalMetric } from './metric-page'
import type { OneView, SeveralView } from './metric-view'
import type { WindowChoice } from './page-window'
import { USUAL } from './reading'

describe('CSV', () => {
  it('quotes what needs it', () => {
    expect(
      csv([
        { a: 'x,y', b: 'say "so"' },
        { a: 'two\nlines', b: null },
      ]),
    ).toBe('a,b\r\n"x,y","say ""so"""\r\n"two\nlines",\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('makes %j a text that no spreadsheet computes', (text) => {
    const [, cell] = csv([{ a: text }]).split(/\r\n/)
    expect(cell?.replace(/^"/, '').startsWith("'")).toBe(true)
  })

  it('leaves negative numbers numbers', () => {
    expect(csv([{ a: -1.5, b: true }])).toBe('a,b\r\n-1.5,true\r\n')
  })
})

const choice: WindowChoice = { kind: 'dates', from: '2026-03-02', to: '2026-03-09' }
const metric = METRICS['lead-time']
const facts = factsWith({
  deployments: [deployment('d1', 'Mon 10:00')],
  changes: [delivered('pr:1', 'Mon 08:00', 'Mon 10:00')],
})
const found = { metric, choice, known: null, annotations: [], reading: USUAL, refused: [] }
const one = {
  ...found,
  kind: 'one',
  service: facts.service,
  page: serviceMetric(metric, facts, choice, at('Mon+1w 00:00')),
  behind: {
    rows: [{ id: '=cmd', label: '', title: 'x', url: null, at: at('Mon 10:00'), seconds: 7200, part: null, why: '' }],
    total: 1,
    order: 'the longest first',
  },
} as unknown as OneView // the settings of a service that only the store has are not exported
const several: SeveralView = {
  ...found,
  kind: 'several',
  team: null,
  page: severalMetric(metric, [{ facts, slug: 'shop' }], choice, at('Mon+1w 00:00')),
}

it('a table of the page is a table of the file', () => {
  expect(metricCsv(one, 'weeks')?.split('\r\n')).toEqual([
    'week,from,to,whole,value,n,part,lowerQuartile,upperQuartile,lowerLimit,upperLimit,signal,singleValues',
    '2026-W10,2026-03-02T00:00:00Z,2026-03-09T00:00:00Z,true,,1,,,,,,,7200',
    '',
  ])
  expect(metricCsv(one, 'rows')).toContain("\r\n'=cmd,x,2026-03-02T10:00:00Z,7200,")
  expect(metricCsv(several, 'services')).toContain('\r\nshop,,7200,1,')
  for (const [view, table] of [
    [one, 'services'],
    [several, 'rows'],
    [one, 'nothing'],
  ] as const)
    expect(metricCsv(view, table)).toBeNull()
})

it('JSON has all of it', () => {
  expect(metricJson(one)).toMatchObject({
    metric: 'lead-time',
    service: 'shop',
    from: '2026-03-02T00:00:00Z',
    value: 7200,
    n: 1,
    band: null,
    weeks: [{ week: '2026-W10', singleValues: [7200] }],
    rows: [{ id: '=cmd' }],
  })
  expect(metricJson(several)).toMatchObject({
    team: null,
    pooled: true,
    value: 7200,
    services: [{ service: 'shop', n: 1 }],
  })
})
