// The engine tells every hand-worked story as it was worked out, and agrees with the naive implementation on random organisations.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureRecords } from '../testing/engine'
import { naiveMeasure } from '../testing/naive/report'
import { organisationAndQuestion } from '../testing/organisation'
import { at, instant, record, sha, story } from '../testing/scenario'
import { SCENARIOS } from '../testing/scenarios'

// The engine places a missing finish in the window by its start, the naive implementation counts it in every window; the others are its own.
const OWN_CODES = [
  'missing_finish',
  'unknown_landing',
  'undecided_paths',
  'attempt_missing_finish',
  'deployment_clock',
  'parent_cycle',
  'ambiguous_correction',
]
const LEFT_OUT = new Set(['title', 'url', 'band', 'ci', 'profile', 'working', ...OWN_CODES])

describe('the engine tells the stories as worked out by hand', () => {
  it.each(SCENARIOS)('$name', ({ records, question, expected }) => {
    expect(measureRecords(records, question)).toMatchObject(expected)
  })
})

describe('the engine agrees with the naive implementation', () => {
  it('on random organisations', { timeout: 1_200_000 }, () => {
    fc.assert(
      fc.property(organisationAndQuestion(), ({ records, question }) => {
        // The engine also counts single commits that were written after their delivery.
        const leftOut = question.unit === 'commit' ? new Set([...LEFT_OUT, 'clock']) : LEFT_OUT
        const [real, naive] = [measureRecords(records, question), naiveMeasure(records, question)]
        expect(comparable(real, leftOut)).toEqual(comparable(naive, leftOut))
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) },
    )
  })
})

/** Without what only one of the two tells (titles, links, bands, intervals); rows by id, floats to the microsecond. */
function comparable(answer: unknown, leftOut: Set<string>): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value) => {
    if (leftOut.has(key)) return undefined
    if (Array.isArray(value) && value[0]?.id !== undefined) return [...value].sort((a, b) => (a.id < b.id ? -1 : 1))
    return typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value
  })
}

describe('a deployment of the whole repository whose commits have no known paths', () => {
  it('is left out of a service with paths, and said to be', () => {
    const told = story('mono', { paths: ['a/**'] })
      .commit('one', 'Mon 08:00')
      .commit('two', 'Mon 09:00', { parents: ['one'] })
    const deployment = (id: string, name: string, finishedAt: string) =>
      record({
        type: 'deployment',
        id,
        repository: told.repository,
        environment: 'production',
        sha: sha(name),
        status: 'success',
        finishedAt: instant(finishedAt),
      })
    const records = [...told.records(), deployment('d1', 'one', 'Mon 10:00'), deployment('d2', 'two', 'Mon 11:00')]
    const { metrics } = measureRecords(records, {
      service: 'mono',
      from: at('Mon 00:00'),
      to: at('Tue 00:00'),
      now: at('Wed 00:00'),
    })
    expect(metrics.deploymentFrequency.count).toBe(1)
    expect(metrics.quality).toMatchObject({ undecided_paths: 1 })
  })
})

describe('a deployment whose commit nobody knows', () => {
  it('is not rolled back by the same commit coming again', () => {
    const told = story('shop', { deployments: { from: 'merge' } }).commit('one', 'Mon 08:00')
    const merged = (number: number, time: string, mergeCommitSha?: string) =>
      record({
        type: 'pull_request',
        repository: told.repository,
        number,
        title: 'p',
        baseBranch: 'main',
        headBranch: 'topic',
        createdAt: instant('Mon 08:00'),
        mergedAt: instant(time),
        mergeCommitSha,
      })
    const records = [
      ...told.records(),
      merged(1, 'Mon 09:00', sha('one')),
      merged(2, 'Mon 10:00'),
      merged(3, 'Mon 11:00', sha('one')),
    ]
    const question = { service: 'shop', from: at('Mon 00:00'), to: at('Tue 00:00'), now: at('Wed 00:00') }
    expect(measureRecords(records, question).deployments.deployments.map((one) => [one.id, one.failed])).toEqual([
      ['pr:1', false],
      ['pr:2', false],
      ['pr:3', false],
    ])
  })
})

describe('two reverts in one deployment', () => {
  it('are told by the earliest, in whichever order the commits came', () => {
    const told = story('shop').commit('one', 'Mon 08:00').commit('two', 'Mon 08:10')
    const [first, second] = ['Mon 09:00', 'Mon 09:10'].map((time, number) =>
      record({
        type: 'commit',
        repository: told.repository,
        sha: sha(`revert ${number}`),
        parents: [sha(number === 0 ? 'two' : 'revert 0')],
        authoredAt: instant(time),
        committedAt: instant(time),
        body: `This reverts commit ${sha('two')}.`,
      }),
    )
    if (!first || !second) throw new Error('the records of this test are missing')
    const deployed = ['one', 'two', 'revert 1'].map((name, number) =>
      record({
        type: 'deployment',
        id: `d${number}`,
        service: 'shop',
        environment: 'production',
        sha: sha(name),
        status: 'success',
        finishedAt: instant(`Mon 1${number}:00`),
      }),
    )
    const question = { service: 'shop', from: at('Mon 00:00'), to: at('Tue 00:00'), now: at('Wed 00:00') }
    for (const commits of [
      [first, second],
      [second, first],
    ]) {
      const { deployments } = measureRecords([...told.records(), ...commits, ...deployed], question).deployments
      expect(deployments.find(({ id }) => id === 'd1')?.reasons).toMatchObject([
        { kind: 'revert', evidence: ['d2', sha('revert 0')] },
      ])
    }
  })
})
