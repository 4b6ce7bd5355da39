import { expect, it } from 'vitest'
import { type Known, whyEmpty } from './why-empty'

const known: Known = {
  repository: 'acme/shop',
  rule: { from: 'pipeline_run', match: '^Deploy', inferred: false },
  records: 12,
  counts: { successes: 3, attempts: 1, unfinished: 0, unknownShas: 1 },
}
const none = { successes: 0, attempts: 0, unfinished: 0, unknownShas: 0 }

it('a service that is measured has every step, and nothing to mend', () => {
  const steps = whyEmpty(known)
  expect(steps.map(({ done, mend }) => [done, mend])).toEqual([1, 2, 3, 4].map(() => [true, null]))
  expect(steps.at(-1)?.says).toBe('The commits of 2 of them are known, of 1 not.')
})

it.each<[string, Partial<Known>, number, string]>([
  ['no record', { records: 0, counts: none }, 1, 'None of acme/shop has arrived.'],
  ['no match', { counts: none }, 2, 'None found among pipeline runs whose name matches ^Deploy.'],
  [
    'nothing inferred',
    { counts: none, rule: { from: 'deployment', inferred: true } },
    2,
    'None of deployment records, deploy pipelines, deploy jobs, release tags and merges yields one.',
  ],
  [
    'no success',
    { counts: { ...none, attempts: 2, unfinished: 1 } },
    3,
    'None: 2 failed attempts, 1 without an end time.',
  ],
  [
    'no known commit',
    { counts: { ...none, successes: 1, unknownShas: 1 } },
    4,
    'None of their commits is known, so nothing is delivered.',
  ],
])('%s: the last step is the first that is missing', (_, change, at, says) => {
  const steps = whyEmpty({ ...known, ...change })
  expect(steps).toHaveLength(at)
  expect(steps.at(-1)).toMatchObject({ done: false, says, mend: expect.any(String) })
  expect(steps.slice(0, -1).every(({ done }) => done)).toBe(true)
})

it('a deployment that names its service alone is a record', () => {
  expect(whyEmpty({ ...known, records: 0 })).toHaveLength(4)
})
