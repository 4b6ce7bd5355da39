// What random organisations are made of: ties, exact limits, missing parents, unknown shas, words of people that disagree.
import fc from 'fast-check'
import type { Stage } from '../facts/stage'
import type { DeploymentRule, IncidentRule } from '../records/schema'
import { at, sha } from './scenario'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const START = at('Mon 00:00')

/** Distances on which the rules turn: exactly 1 h, 24 h, 72 h and 7 d, and the second after. */
const gap = fc.constantFrom(0, 0, HOUR, HOUR, 6 * HOUR, DAY, DAY + 1000, 72 * HOUR, 7 * DAY, 7 * DAY + 1000)
const step = fc.constantFrom(0, HOUR, 6 * HOUR, DAY)
export const slot = fc.integer({ min: 0, max: 56 }).map((quarter) => START + quarter * 6 * HOUR)
export const people = fc.constantFrom('ann', 'ben', 'rita', 'renovate[bot]')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
/** One in four. */
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
const index = fc.nat({ max: 24 })

const commitDraft = fc.record({
  back: fc.constantFrom(0, 0, 0, 0, 1, 2),
  other: rarely(fc.nat({ max: 5 })),
  orphan: fc.constantFrom(false, false, false, false, false, false, false, false, false, true),
  step,
  written: fc.constantFrom(0, 0, HOUR, DAY, DAY, -HOUR, -72 * HOUR),
  by: maybe(people),
  reverts: rarely(fc.record({ back: fc.integer({ min: 1, max: 8 }), digits: fc.constantFrom(6, 7, 40) })),
  paths: maybe(fc.subarray(['api/a.ts', 'api/deep/b.ts', 'web/c.ts', 'README.md'])),
  pullRequest: rarely(fc.integer({ min: 1, max: 10 })),
})

const pullDraft = fc.record({
  style: fc.constantFrom('squash', 'merge', 'merge', 'rebase', 'release', 'open', 'closed'),
  tip: index,
  size: fc.integer({ min: 1, max: 4 }),
  listed: fc.constantFrom(true, true, true, false),
  landing: fc.constantFrom(true, true, true, false),
  base: fc.constantFrom('main', 'main', 'main', 'develop'),
  branch: fc.oneof(
    fc.constantFrom('topic', 'hotfix/login', 'hotfix/cart', 'develop'),
    fc.integer({ min: 1, max: 10 }).map((number) => `revert-${number}-topic`),
  ),
  labels: maybe(fc.subarray(['hotfix', 'feature'])),
  opened: gap,
  ready: maybe(step),
  merged: fc.constantFrom(0, 0, HOUR, DAY, -HOUR),
  by: maybe(people),
})

const reviewDraft = fc.record({
  pullRequest: fc.integer({ min: 1, max: 10 }),
  by: people,
  state: fc.constantFrom('approved' as const, 'changes_requested' as const, 'commented' as const, 'dismissed' as const),
  time: slot,
})

const status = fc.constantFrom('success', 'success', 'success', 'failure', 'timed_out', 'error', 'cancelled', 'running')
const runDraft = fc.record({
  commit: index,
  pipeline: fc.constantFrom('Build', 'Deploy production'),
  branch: fc.constantFrom('main', 'topic', undefined),
  after: gap,
  started: maybe(step),
  finished: maybe(step),
  status: status as fc.Arbitrary<'success'>, // the other words of the schema are as good
})
const jobDraft = fc.record({
  run: fc.nat({ max: 9 }),
  name: fc.constantFrom('deploy', 'test'),
  time: slot,
  started: maybe(step),
  finished: fc.constantFrom(true, true, true, false),
  status: status as fc.Arbitrary<'success'>,
})
const tagDraft = fc.record({
  name: fc.constantFrom('v1.0.0', 'v1.0.1', '1.1.0+build.7', 'v2.0.0-rc.1', 'nightly'),
  commit: index,
  after: gap,
  published: maybe(step),
  prerelease: maybe(fc.boolean()),
})
export const deploymentDraft = fc.record({
  /** How far ahead of or behind the steady pace of two commits a deployment. */
  ahead: fc.constantFrom(0, 0, 1, 2, 5, -2, -4, -8),
  unknown: fc.constantFrom(false, false, false, false, false, false, false, true),
  target: fc.constantFrom('shop', 'shop', 'shop', 'till', 'repository', 'repository'),
  environment: fc.constantFrom(
    'production',
    'production',
    'production',
    'production',
    'production',
    'prod',
    'prod-eu',
    'prod-us',
    'staging',
  ),
  production: rarely(fc.boolean()),
  ref: fc.constantFrom('main', 'release', undefined),
  after: gap,
  took: maybe(step),
  finished: fc.constantFrom(true, true, true, true, true, true, true, true, true, false),
  status: fc.constantFrom(
    'success' as const,
    'success' as const,
    'success' as const,
    'success' as const,
    'success' as const,
    'failure' as const,
    'running' as const,
  ),
})

const deploymentId = fc.constantFrom('d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'run:r0/1', 'pr:1', 'tag:v1.0.0', 'lost')
const reference = fc.record({
  deployment: maybe(deploymentId),
  sha: maybe(fc.nat({ max: 26 }).map((number) => sha(`shop-${number}`))),
  pullRequest: maybe(fc.integer({ min: 1, max: 10 })),
})
export const incidentDraft = fc.record({
  of: fc.constantFrom('shop', 'shop', 'till', 'repository', 'nobody'),
  title: fc.constantFrom('Checkout is down', 'Search is slow'),
  severity: maybe(fc.constantFrom('high', 'low')),
  labels: maybe(fc.subarray(['shop', 'till'])),
  near: fc.nat({ max: 11 }),
  after: gap,
  lasted: maybe(fc.constantFrom(0, HOUR, 6 * HOUR, DAY, -HOUR)),
  causedBy: maybe(reference),
  fixedBy: rarely(reference),
})
export const correctionDraft = fc.record({
  deployment: maybe(deploymentId),
  incident: rarely(fc.constantFrom('i0', 'i1', 'i2', 'lost')),
  service: rarely(fc.constantFrom('shop', 'till', 'lost')),
  repository: rarely(fc.constantFrom('acme/shop', 'acme/till')),
  says: fc.constantFrom('confirm' as const, 'add' as const, 'strike' as const),
  reason: fc.constantFrom(
    undefined,
    undefined,
    undefined,
    undefined,
    'incident',
    'rollback',
    'revert',
    'hotfix',
    'it was slow',
  ),
  time: slot,
})

const rule: fc.Arbitrary<DeploymentRule | undefined> = fc.oneof(
  { weight: 15, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant({ from: 'deployment' as const, match: '^main$' }) },
  { weight: 1, arbitrary: fc.constant({ from: 'pipeline_run' as const }) },
  { weight: 1, arbitrary: fc.constant({ from: 'job' as const }) },
  { weight: 1, arbitrary: fc.constant({ from: 'tag' as const }) },
  { weight: 1, arbitrary: fc.constant({ from: 'merge' as const }) },
)
export const serviceDraft = fc.record({
  deployments: rule,
  paths: rarely(fc.constantFrom<string[]>(['api/**'], ['web/*', '**/b.ts'], ['**'])),
  productionEnvironments: rarely(fc.constant<string[]>(['^prod'])),
  incidents: rarely(
    fc.constantFrom<IncidentRule[]>({ match: 'checkout' }, { labels: ['shop'] }, { severities: ['high'] }),
  ),
  timeZone: maybe(fc.constantFrom('Europe/Berlin', 'America/New_York')),
  active: rarely(fc.constant<Stage[]>(['coding', 'pickup'])),
  incidentWindowHours: rarely(fc.constant(1)),
  hotfix: rarely(fc.constant<{ labels: string[]; branches: string[] }>({ labels: ['feature'], branches: ['^topic$'] })),
})

export const repositoryDraft = (commits: number, pulls: number) =>
  fc.record({
    commits: fc.array(commitDraft, { minLength: Math.min(5, commits), maxLength: commits, size: 'max' }),
    pulls: fc.array(pullDraft, { maxLength: pulls, size: 'max' }),
    reviews: fc.array(reviewDraft, { maxLength: pulls, size: 'max' }),
    runs: fc.array(runDraft, { maxLength: 8, size: 'max' }),
    jobs: fc.array(jobDraft, { maxLength: 5, size: 'max' }),
    tags: fc.uniqueArray(tagDraft, { maxLength: 4, selector: (tag) => tag.name }),
    head: maybe(index),
  })
export type RepositoryDraft = ReturnType<typeof repositoryDraft> extends fc.Arbitrary<infer Draft> ? Draft : never
