import { expect, it } from 'vitest'
import { type Known, whyEmpty } from './why-empty'

const known: Known = {
  repository: 'acme/shop',
  rule: { from: 'pipeline_run', match: '^Deploy', inferred: false },
  records: 12,
  counts: { successes: 3, attempts: 1, unfinished: 0, unknownShas: 1 },
  sources: { connected: 1, collected: 1, failing: null },
}
const none = { successes: 0, attempts: 0, unfinished: 0, unknownShas: 0 }

it('a service that is measured has every step, and nothing to mend', () => {
  const steps = whyEmpty(known)
  expect(steps.map(({ done, mend }) => [done, mend])).toEqual([1, 2, 3, 4, 5].map(() => [true, null]))
  expect(steps.at(-1)?.says).toBe('The commits of 2 of them are known, of 1 not.')
})

it.each<[string, Partial<Known>, number, string]>([
  [
    'no source',
    { records: 0, counts: none, sources: { connected: 0, collected: 0, failing: null } },
    1,
    'None is connected, and nothing was imported.',
  ],
  [
    'a source that fails',
    {
      records: 0,
      counts: none,
      sources: { connected: 2, collected: 2, failing: { name: 'forge', says: 'no answer' } },
    },
    2,
    'None of acme/shop has arrived: forge failed, no answer.',
  ],
  [
    'never collected',
    { records: 0, counts: none, sources: { connected: 1, collected: 0, failing: null } },
    2,
    'None of acme/shop has arrived: no source has been collected yet.',
  ],
  ['no record', { records: 0, counts: none }, 2, 'None of acme/shop has arrived.'],
  ['no match', { counts: none }, 3, 'None found among pipeline runs whose name matches ^Deploy.'],
  [
    'nothing inferred',
    { counts: none, rule: { from: 'deployment', inferred: true } },
    3,
    'None of deployment records, deploy pipelines, deploy jobs, release tags and merges yields one.',
  ],
  [
    'no success',
    { counts: { ...none, attempts: 2, unfinished: 1 } },
    4,
    'None: 2 failed attempts, 1 without an end time.',
  ],
  [
    'no known commit',
    { counts: { ...none, successes: 1, unknownShas: 1 } },
    5,
    'None of their commits is known, so nothing is delivered.',
  ],
])('%s: the last step is the first that is missing', (_, change, at, says) => {
  const steps = whyEmpty({ ...known, ...change })
  expect(steps).toHaveLength(at)
  expect(steps.at(-1)).toMatchObject({ done: false, says, mend: expect.any(String) })
  expect(steps.slice(0, -1).every(({ done }) => done)).toBe(true)
})

it('a deployment that names its service alone is a record', () => {
  expect(whyEmpty({ ...known, records: 0 })).toHaveLength(5)
})
