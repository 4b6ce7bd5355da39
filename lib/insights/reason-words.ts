// Why an event is no production deployment, in words; one complete sentence each.
import type { ExplainedEvent, Reason } from '../derive/explain'
import type { ServiceInput } from '../records/loaded'
import type { DeploymentRule } from '../records/schema'

export type Reasoned = {
  event: ExplainedEvent
  rule: DeploymentRule
  service: Pick<ServiceInput, 'productionEnvironments'>
  defaultBranch: string
  /** The service that a deployment record names. */
  owner: string | null
}

const WHAT_MATCHES: Record<DeploymentRule['from'], string> = {
  deployment: 'Its ref does not match the pattern.',
  pipeline_run: 'Its name does not match the pattern.',
  job: 'Its name does not match the pattern.',
  tag: 'It does not match the pattern.',
  merge: 'It does not match the pattern.',
}

const FAILED = new Map([
  ['timed_out', 'It timed out: a failed attempt.'],
  ['error', 'It broke off: a failed attempt.'],
])

const UNFINISHED = new Map([
  ['pending', 'It waits to begin.'],
  ['queued', 'It waits to begin.'],
  ['running', 'It is still running.'],
  ['cancelled', 'It was cancelled.'],
  ['skipped', 'It was skipped.'],
])

export function reasonWords(reason: Reason, asked: Reasoned): string {
  const { event, rule, service, defaultBranch, owner } = asked
  const { candidate, status } = event
  switch (reason) {
    case 'other_service':
      return owner === null ? 'It is another service’s deployment.' : `It is a deployment of ${owner}.`
    case 'no_ref':
      return 'It names no ref that the pattern could match.'
    case 'pattern':
      return rule.match === undefined ? 'Its name does not hold “deploy”.' : WHAT_MATCHES[rule.from]
    case 'release_pattern':
      return 'It does not look like a release such as v1.2.3.'
    case 'other_environment':
      return `Its environment is ${candidate.environment}, not ${rule.environment}.`
    case 'prerelease':
      return 'It is marked as a prerelease.'
    case 'not_merged':
      return 'It is not merged.'
    case 'other_branch':
      return `It went into ${candidate.ref}, not into ${defaultBranch}.`
    case 'not_production':
      if (service.productionEnvironments !== null)
        return `${candidate.environment} is none of the production environments.`
      if (candidate.production === false) return 'Its source says that it is not production.'
      return `Its environment is ${candidate.environment}, not production.`
    case 'failed':
      if (candidate.finishedAt === null) return 'A failed attempt; its source does not say when it ended.'
      return FAILED.get(status) ?? 'It failed: a failed attempt.'
    case 'missing_finish':
      return 'It succeeded, but its source does not say when.'
    case 'unfinished':
      return UNFINISHED.get(status) ?? `Its status is ${status}.`
    case 'paths':
      return 'Nothing under the paths changed since the one before.'
    case 'undecided_paths':
      return 'Nobody told which files its commits changed.'
  }
}
