import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RepositoryInput, ServiceInput } from '../records/loaded'
import type { DeploymentRule, Service } from '../records/schema'
import { repositoryInput, serviceInput } from '../testing/engine'
import { organisation } from '../testing/organisation'
import { type Story, story } from '../testing/scenario'
import { explainRule } from './explain'
import { deriveRepository } from './index'

type Told = { input: RepositoryInput; service: ServiceInput }

/** The first service of a story beside its repository's records; what other services' deployments say is there too. */
function told(one: Story): Told {
  const records = one.records()
  const services = records.filter((record): record is Service => record.type === 'service')
  const names = services.map(({ name }) => name)
  return {
    input: repositoryInput(one.repository, records, names),
    service: serviceInput(services[0] as Service),
  }
}

function verdicts(one: Story, rule: DeploymentRule): Record<string, string> {
  const { input, service } = told(one)
  return Object.fromEntries(
    explainRule(rule, service, input, 'production').map(({ candidate, verdict }) => [
      candidate.id,
      verdict.counts ? (verdict.with === null ? 'counts' : `with ${verdict.with}`) : verdict.reason,
    ]),
  )
}

describe('why an event counts, or not', () => {
  it('tells it of deployment records', () => {
    const shop = story('shop')
      .alsoService('till')
      .deployed('one', 'Mon 10:00', { ref: 'release/1' })
      .failed('one', 'Mon 11:00', { id: 'failed', ref: 'release/1' })
      .deployed('one', 'Mon 12:00', { id: 'no ref' })
      .deployed('one', 'Mon 12:00', { id: 'topic', ref: 'topic' })
      .deployed('one', 'Mon 12:00', { id: 'till', service: 'till', ref: 'release/1' })
      .deployed('one', 'Mon 12:00', { id: 'staging', environment: 'staging', ref: 'release/1' })
      .deployed('one', 'Mon 12:00', { id: 'source says no', production: false, ref: 'release/1' })
      .deployed('one', 'Mon 12:00', { id: 'pending', status: 'pending', finishedAt: undefined, ref: 'release/1' })
      .deployed('one', 'Mon 12:00', { id: 'no finish', finishedAt: undefined, ref: 'release/1' })
    expect(verdicts(shop, { from: 'deployment', match: '^release/' })).toEqual({
      d1: 'counts',
      failed: 'failed',
      'no ref': 'no_ref',
      topic: 'pattern',
      till: 'other_service',
      staging: 'not_production',
      'source says no': 'not_production',
      pending: 'unfinished',
      'no finish': 'missing_finish',
    })
    expect(verdicts(shop, { from: 'deployment', environment: 'production' })).toMatchObject({
      staging: 'other_environment',
    })
  })

  it('tells it of runs and jobs', () => {
    const shop = story('shop')
      .ran('1', 'one', 'Deploy', 'Mon 10:00', { finished: 'Mon 10:05' })
      .ran('2', 'one', 'Build', 'Mon 10:00', { finished: 'Mon 10:05' })
      .ran('3', 'one', 'Deploy', 'Mon 10:00')
      .ran('4', 'one', 'Deploy', 'Mon 10:00', { finished: 'Mon 10:05', status: 'cancelled' })
      .ran('5', 'one', 'Deploy', 'Mon 10:00', { finished: 'Mon 10:05', status: 'timed_out' })
      .job('1', 'a', 'deploy', { started: 'Mon 10:01', finished: 'Mon 10:02' })
      .job('1', 'b', 'test', { started: 'Mon 10:01', finished: 'Mon 10:02' })
    expect(verdicts(shop, { from: 'pipeline_run' })).toEqual({
      'run:1/1': 'counts',
      'run:2/1': 'pattern',
      'run:3/1': 'unfinished',
      'run:4/1': 'unfinished',
      'run:5/1': 'failed',
    })
    expect(verdicts(shop, { from: 'pipeline_run', environment: 'staging' })).toMatchObject({
      'run:1/1': 'not_production',
      'run:2/1': 'pattern',
    })
    expect(verdicts(shop, { from: 'job' })).toEqual({ 'job:1/1/a': 'counts', 'job:1/1/b': 'pattern' })
  })

  it('tells it of tags and merges', () => {
    const shop = story('shop')
      .tagged('v1.0.0', 'one', 'Mon 10:00')
      .tagged('v1.1.0', 'one', 'Mon 11:00', { prerelease: true })
      .tagged('nightly', 'one', 'Mon 12:00')
      .pullRequest(1, { opened: 'Mon 09:00', merged: 'Mon 10:00', landing: 'one' })
      .pullRequest(2, { opened: 'Mon 09:00', merged: 'Mon 10:00', base: 'develop' })
      .pullRequest(3, { opened: 'Mon 09:00' })
    expect(verdicts(shop, { from: 'tag' })).toEqual({
      'tag:v1.0.0': 'counts',
      'tag:v1.1.0': 'prerelease',
      'tag:nightly': 'release_pattern',
    })
    expect(verdicts(shop, { from: 'tag', match: 'v1' })).toEqual({
      'tag:v1.0.0': 'counts',
      'tag:v1.1.0': 'counts',
      'tag:nightly': 'pattern',
    })
    expect(verdicts(shop, { from: 'merge' })).toEqual({
      'pr:1': 'counts',
      'pr:2': 'other_branch',
      'pr:3': 'not_merged',
    })
  })

  it('tells it of the paths of a service of a monorepo', () => {
    const mono = story('shop', { paths: ['shop/**'] })
      .commit('one', 'Mon 08:00', { paths: ['shop/a'] })
      .commit('two', 'Mon 09:00', { paths: ['till/b'] })
      .commit('three', 'Mon 10:00')
      .deployed('one', 'Mon 11:00', { repository: 'acme/shop' })
      .deployed('two', 'Mon 12:00', { repository: 'acme/shop' })
      .deployed('three', 'Mon 13:00', { repository: 'acme/shop' })
      .failed('two', 'Mon 14:00', { repository: 'acme/shop' })
    expect(verdicts(mono, { from: 'deployment' })).toEqual({
      d1: 'counts',
      d2: 'paths',
      d3: 'undecided_paths',
      d4: 'paths',
    })
  })

  it('says which deployment another region belongs to', () => {
    const shop = story('shop', { productionEnvironments: ['^prod'] })
      .deployed('one', 'Mon 10:00', { environment: 'prod-eu' })
      .deployed('one', 'Mon 10:20', { environment: 'prod-us' })
    expect(verdicts(shop, { from: 'deployment' })).toEqual({ d1: 'counts', d2: 'with d1' })
  })

  it('matches nothing with a pattern that cannot be used', () => {
    const shop = story('shop').tagged('v1.0.0', 'one', 'Mon 10:00')
    expect(verdicts(shop, { from: 'tag', match: '(' })).toEqual({ 'tag:v1.0.0': 'pattern' })
  })
})

const rules = fc.record(
  {
    from: fc.constantFrom(
      'deployment' as const,
      'pipeline_run' as const,
      'job' as const,
      'tag' as const,
      'merge' as const,
    ),
    match: fc.constantFrom('deploy', 'main|v1', '^v', 'e', '('),
    environment: fc.constantFrom('production', 'prod-eu', 'staging'),
  },
  { requiredKeys: ['from'] },
)

describe('the explanation and the derivation', () => {
  it('agree on what counts and on what is a failed attempt', () => {
    fc.assert(
      fc.property(
        organisation(),
        rules,
        fc.constantFrom('production', 'production', 'staging'),
        (records, rule, environment) => {
          const services = records.filter((record): record is Service => record.type === 'service')
          for (const record of services) {
            const service = { ...serviceInput(record), rule }
            const input = repositoryInput(record.repository, records, [record.name, ...(record.aliases ?? [])])
            const [derived] = deriveRepository(input, [service], environment, [])
            const facts = (succeeded: boolean) =>
              (derived?.deployments ?? [])
                .filter((one) => one.succeeded === succeeded)
                .flatMap(({ members }) => members)
            const explained = explainRule(rule, service, input, environment)
            const counting = explained.filter(({ verdict }) => verdict.counts)
            expect(counting.map(({ candidate }) => candidate.id).sort()).toEqual(facts(true).sort())
            expect(counting.filter(({ verdict }) => verdict.counts && verdict.with === null)).toHaveLength(
              derived?.deployments.filter((one) => one.succeeded).length ?? 0,
            )
            const failed = explained.filter(
              ({ candidate, verdict }) =>
                !verdict.counts && verdict.reason === 'failed' && candidate.finishedAt !== null,
            )
            expect(failed.map(({ candidate }) => candidate.id).sort()).toEqual(facts(false).sort())
          }
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) },
    )
  })
})
