import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as build from '../testing/build'
import { organisation } from '../testing/organisation'
import { readQuickly } from './quick-record'
import { RECORD_TYPES, RECORDS } from './record'

const examples: Record<string, object> = {
  annotation: build.annotation({ until: build.BUILD_TIME, team: 'a' }),
  commit: build.commit({ author: 'Alice', parents: ['a', 'b'], paths: ['x/y'], pullRequest: 3, body: 'b' }),
  correction: build.correction({ incident: '1', says: 'add', deployment: '2' }),
  deployment: build.deployment({ production: true, ref: 'main', repository: 'acme/shop', service: 'shop' }),
  incident: build.incident({ causedBy: { sha: 'x', pullRequest: 4 }, labels: ['a'] }),
  job: build.job({ needs: ['a'], queuedAt: build.BUILD_TIME }),
  pipeline_run: build.pipelineRun({ branch: 'main' }),
  pull_request: build.pullRequest({
    author: 'bob',
    commits: [{ sha: 'x', authoredAt: build.BUILD_TIME }],
    labels: ['a'],
  }),
  repository: build.repository({ url: 'https://x.example', headSha: 'abc' }),
  review: build.review({ author: { hash: 'h'.repeat(22), bot: false } }),
  service: build.service({
    paths: ['a/**'],
    calendar: { hours: '09:00-17:00' },
    slo: 99.9,
    deployments: { from: 'tag' },
  }),
  tag: build.tag({ prerelease: true }),
  team: build.team({ iteration: { start: '2026-01-05', days: 14 }, timeZone: 'Europe/Berlin' }),
  verification: build.verification({ url: 'https://x.example' }),
}

const NASTY = [
  ...[undefined, null, '', ' ', 'a\u0000b', '\ud800', 'x'.repeat(171), 'ü'.repeat(300), 'a b', '1', 0, -0, 1, 1.5, -1],
  ...[
    2 ** 31,
    Number.NaN,
    2 ** 53,
    true,
    [],
    ['a', null],
    ['a', 1],
    {},
    { hash: 'h'.repeat(22), bot: true, git: true },
  ],
  ...['2026-02-29T00:00:00Z', '2026-03-02T09:00:00z', '2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00+01:00'],
  ...[
    '0001-01-01T00:00:00Z',
    '2026-03-30T23:59:59Z',
    '2026-13-02T09:00:00Z',
    '2026-03-02T24:00:00Z',
    'success',
    'main',
  ],
  ...[
    [{ sha: 'x', authoredAt: null }],
    [{ sha: 'x', authoredAt: '2026-03-02T09:00:00+01:00', more: 1 }],
    { sha: null },
  ],
]

test.each(RECORD_TYPES)('a %s reads as its schema reads it, whatever one of its fields holds', (type) => {
  const { schema } = RECORDS[type]
  const example = examples[type] ?? {}
  expect(readQuickly(schema, example)).toEqual(schema.parse(example))
  let accepted = 0
  for (const field of [...Object.keys(schema.shape), 'unknown']) {
    for (const value of NASTY) {
      const given = { ...example, [field]: value }
      const quick = readQuickly(schema, given)
      if (!quick) continue
      accepted += 1
      // null is the same as absent at every depth, and the schema is never shown one.
      const plain = JSON.parse(JSON.stringify(given), (_, one) => one ?? undefined)
      expect(JSON.stringify(quick), `${field} ${String(value)}`).toBe(JSON.stringify(schema.parse(plain)))
    }
  }
  expect(accepted).toBeGreaterThan(20)
})

test('records of random organisations are read quickly, all of them', () => {
  fc.assert(
    fc.property(organisation(), (records) => {
      for (const record of records) {
        const quick = readQuickly(RECORDS[record.type].schema, record)
        expect(quick).toEqual(RECORDS[record.type].schema.parse(record))
      }
    }),
    { numRuns: 20 },
  )
})
