// What counts as a deployment: the deployment rule of a service, read over its repository's records (METRICS section 1).
import type { QualityFact } from '../facts/service'
import { compilePattern } from '../patterns'
import type { DeploymentInput, RepositoryInput, RunInput, ServiceInput } from '../records/loaded'
import type { DeploymentRule } from '../records/schema'
import { landingSha } from './ownership'

/** A deployment as its rule reads it, before environments, paths and regions. */
export type Candidate = {
  id: string
  source: string
  environment: string
  sha: string | null
  ref: string | null
  url: string | null
  startedAt: number | null
  finishedAt: number | null
  /** When it was first heard of; places one without a finish in a window. */
  knownAt: number | null
  outcome: 'success' | 'failure' | 'other'
  production: boolean | null
  /** The source named the service itself, so paths do not matter. */
  named: boolean
}

const RELEASE_TAG = '^v?\\d+\\.\\d+\\.\\d+(\\+[0-9A-Za-z.-]+)?$'
const FAILED = new Set(['failure', 'timed_out', 'error'])

function outcomeOf(status: string): Candidate['outcome'] {
  if (status === 'success') return 'success'
  return FAILED.has(status) ? 'failure' : 'other'
}

/** A pattern that does not compile matches nothing; records refuse such patterns, so only an older database can hold one. */
function matcher(pattern: string): (text: string) => boolean {
  const compiled = compilePattern(pattern)
  return compiled.ok ? compiled.test : () => false
}

function fromDeployments(rule: DeploymentRule, service: ServiceInput, input: RepositoryInput): Candidate[] {
  const matches = rule.match === undefined ? null : matcher(rule.match)
  const names = new Set([service.name, ...service.aliases])
  const isOurs = (deployment: DeploymentInput) => deployment.service === null || names.has(deployment.service)
  return input.deployments
    .filter((deployment) => isOurs(deployment) && (!matches || (deployment.ref !== null && matches(deployment.ref))))
    .filter((deployment) => rule.environment === undefined || deployment.environment === rule.environment)
    .map((deployment) => ({
      id: deployment.id,
      source: deployment.source,
      environment: deployment.environment,
      sha: deployment.sha,
      ref: deployment.ref,
      url: deployment.url,
      startedAt: deployment.startedAt,
      finishedAt: deployment.finishedAt,
      knownAt: deployment.startedAt ?? deployment.createdAt,
      outcome: outcomeOf(deployment.status),
      production: deployment.production,
      named: deployment.service !== null,
    }))
}

function fromRuns(rule: DeploymentRule, environment: string, input: RepositoryInput): Candidate[] {
  const matches = matcher(rule.match ?? 'deploy')
  return input.runs
    .filter((run) => matches(run.pipeline))
    .map((run) => ({
      id: `run:${run.id}/${run.attempt}`,
      source: run.source,
      environment,
      sha: run.sha,
      ref: run.branch,
      url: run.url,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      knownAt: run.startedAt ?? run.queuedAt,
      outcome: outcomeOf(run.status),
      production: null,
      named: false,
    }))
}

function fromJobs(rule: DeploymentRule, environment: string, input: RepositoryInput): Candidate[] {
  const matches = matcher(rule.match ?? 'deploy')
  const runs = new Map(input.runs.map((run) => [JSON.stringify([run.source, run.id, run.attempt]), run]))
  // A run of another source is meant where only one has that id.
  const anywhere = new Map<string, RunInput | null>()
  for (const run of input.runs) {
    const key = JSON.stringify([run.id, run.attempt])
    anywhere.set(key, anywhere.has(key) ? null : run)
  }
  return input.jobs
    .filter((job) => matches(job.name))
    .map((job) => {
      const run =
        runs.get(JSON.stringify([job.source, job.run, job.attempt])) ??
        anywhere.get(JSON.stringify([job.run, job.attempt]))
      return {
        id: `job:${job.run}/${job.attempt}/${job.id}`,
        source: job.source,
        environment,
        sha: run?.sha ?? null,
        ref: run?.branch ?? null,
        url: run?.url ?? null,
        startedAt: job.startedAt,
        finishedAt: job.finishedAt,
        knownAt: job.startedAt ?? job.queuedAt,
        outcome: outcomeOf(job.status),
        production: null,
        named: false,
      }
    })
}

function fromTags(rule: DeploymentRule, environment: string, input: RepositoryInput): Candidate[] {
  const matches = matcher(rule.match ?? RELEASE_TAG)
  return input.tags
    .filter((tag) => matches(tag.name) && (rule.match !== undefined || !tag.prerelease))
    .map((tag) => ({
      id: `tag:${tag.name}`,
      source: tag.source,
      environment,
      sha: tag.sha,
      ref: tag.name,
      url: tag.url,
      startedAt: null,
      finishedAt: tag.publishedAt ?? tag.createdAt,
      knownAt: tag.createdAt,
      outcome: 'success' as const,
      production: null,
      named: false,
    }))
}

function fromMerges(environment: string, input: RepositoryInput): Candidate[] {
  return input.pullRequests
    .filter((pull) => pull.mergedAt !== null && pull.baseBranch === input.defaultBranch)
    .map((pull) => ({
      id: `pr:${pull.number}`,
      source: pull.source,
      environment,
      sha: landingSha(pull),
      ref: pull.baseBranch,
      url: pull.url,
      startedAt: null,
      finishedAt: pull.mergedAt,
      knownAt: pull.mergedAt,
      outcome: 'success' as const,
      production: null,
      named: false,
    }))
}

/** Every candidate that the rule yields, in any environment and with any outcome. */
export function readCandidates(rule: DeploymentRule, service: ServiceInput, input: RepositoryInput): Candidate[] {
  const environment = rule.environment ?? 'production'
  switch (rule.from) {
    case 'deployment':
      return fromDeployments(rule, service, input)
    case 'pipeline_run':
      return fromRuns(rule, environment, input)
    case 'job':
      return fromJobs(rule, environment, input)
    case 'tag':
      return fromTags(rule, environment, input)
    case 'merge':
      return fromMerges(environment, input)
  }
}

const PRODUCTION = '^prod(uction)?$'

/** Which candidates belong to the measured environment: `production` is all production environments, another name is exactly that one. */
export function environmentFilter(service: ServiceInput, environment: string): (candidate: Candidate) => boolean {
  if (environment !== 'production') return (candidate) => candidate.environment === environment
  const own = service.productionEnvironments?.map(matcher)
  if (own) return (candidate) => own.some((matches) => matches(candidate.environment))
  const matches = matcher(PRODUCTION)
  return (candidate) => candidate.production ?? matches(candidate.environment)
}

/** Candidates that cannot be placed in time, as data quality. */
export function missingFinishes(candidates: Candidate[]): QualityFact[] {
  return candidates
    .filter((candidate) => candidate.finishedAt === null && candidate.outcome !== 'other')
    .map((candidate) => ({
      code: candidate.outcome === 'success' ? 'missing_finish' : 'attempt_missing_finish',
      record: candidate.id,
      at: candidate.knownAt,
    }))
}
