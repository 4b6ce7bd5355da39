import { describe, expect, it } from 'vitest'
import type { ExplainedEvent, Reason } from '../derive/explain'
import type { DeploymentRule } from '../records/schema'
import { type Reasoned, reasonWords } from './reason-words'

type Given = {
  rule?: DeploymentRule
  status?: string
  environment?: string
  production?: boolean
  finishedAt?: null
  ref?: string
  patterns?: string[]
  owner?: string
}

function words(reason: Reason, given: Given = {}): string {
  const { status = 'success', environment = 'production', ref = null, patterns = null, owner = null } = given
  const event: ExplainedEvent = {
    candidate: {
      ...{ id: '1', source: 'import', environment, sha: null, ref, url: null, startedAt: null, knownAt: null },
      ...{ finishedAt: given.finishedAt === null ? null : 1, outcome: 'other', named: false },
      production: given.production ?? null,
    },
    refusal: null,
    title: 'Deploy',
    status,
    verdict: { counts: false, reason },
  }
  const asked: Reasoned = {
    event,
    rule: given.rule ?? { from: 'deployment' },
    service: { productionEnvironments: patterns },
    defaultBranch: 'main',
    owner,
  }
  return reasonWords(reason, asked)
}

describe('why an event does not count, in words', () => {
  it.each<[Reason, Given, string]>([
    ['other_service', { owner: 'till' }, 'It is a deployment of till.'],
    ['no_ref', {}, 'It names no ref that the pattern could match.'],
    ['pattern', { rule: { from: 'deployment', match: 'x' } }, 'Its ref does not match the pattern.'],
    ['pattern', { rule: { from: 'job', match: 'x' } }, 'Its name does not match the pattern.'],
    ['pattern', { rule: { from: 'pipeline_run' } }, 'Its name does not hold “deploy”.'],
    ['pattern', { rule: { from: 'tag', match: 'x' } }, 'It does not match the pattern.'],
    ['release_pattern', { rule: { from: 'tag' } }, 'It does not look like a release such as v1.2.3.'],
    ['prerelease', {}, 'It is marked as a prerelease.'],
    [
      'other_environment',
      { rule: { from: 'deployment', environment: 'prod-eu' }, environment: 'staging' },
      'Its environment is staging, not prod-eu.',
    ],
    ['not_merged', {}, 'It is not merged.'],
    ['other_branch', { ref: 'develop' }, 'It went into develop, not into main.'],
    ['not_production', { environment: 'staging' }, 'Its environment is staging, not production.'],
    ['not_production', { production: false }, 'Its source says that it is not production.'],
    [
      'not_production',
      { environment: 'staging', production: false, patterns: ['^live'] },
      'staging is none of the production environments.',
    ],
    ['failed', { status: 'failure' }, 'It failed: a failed attempt.'],
    ['failed', { status: 'timed_out' }, 'It timed out: a failed attempt.'],
    ['failed', { status: 'failure', finishedAt: null }, 'A failed attempt; its source does not say when it ended.'],
    ['missing_finish', {}, 'It succeeded, but its source does not say when.'],
    ['unfinished', { status: 'pending' }, 'It waits to begin.'],
    ['unfinished', { status: 'running' }, 'It is still running.'],
    ['unfinished', { status: 'cancelled' }, 'It was cancelled.'],
    ['unfinished', { status: 'skipped' }, 'It was skipped.'],
    ['unfinished', { status: 'toString' }, 'Its status is toString.'],
    ['paths', {}, 'Nothing under the paths changed since the one before.'],
    ['undecided_paths', {}, 'Nobody told which files its commits changed.'],
  ])('%s of %j', (reason, given, expected) => {
    expect(words(reason, given)).toBe(expected)
  })
})
