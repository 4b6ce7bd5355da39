// What counts as a deployment: the deployment rule of a service, read over its repository's records (METRICS section 1).
import type { QualityFact } from '../facts/service'
import { compilePattern } from '../patterns'
import type {
  DeploymentInput,
  JobInput,
  PullRequestInput,
  RepositoryInput,
  RunInput,
  ServiceInput,
  TagInput,
} from '../records/loaded'
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

/** Why a rule does not read an event of its kind. */
export type Refusal =
  | 'other_service'
  | 'no_ref'
  | 'pattern'
  | 'release_pattern'
  | 'other_environment'
  | 'prerelease'
  | 'not_merged'
  | 'other_branch'

/** One kind of events as a rule reads them. */
type Reader<Event> = {
  events: Event[]
  /** Null: the rule reads it. */
  refusal: (event: Event) => Refusal | null
  candidate: (event: Event) => Candidate
  /** What it is called, and its state, as its source has them. */
  title: (event: Event) => string
  status: (event: Event) => string
}

function deployments(rule: DeploymentRule, service: ServiceInput, input: RepositoryInput): Reader<DeploymentInput> {
  const matches = rule.match === undefined ? null : matcher(rule.match)
  const names = new Set([service.name, ...service.aliases])
  return {
    events: input.deployments,
    refusal({ service: named, ref, environment }) {
      if (named !== null && !names.has(named)) return 'other_service'
      if (matches && ref === null) return 'no_ref'
      if (matches && ref !== null && !matches(ref)) return 'pattern'
      return rule.environment === undefined || environment === rule.environment ? null : 'other_environment'
    },
    candidate: (deployment) => ({
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
    }),
    title: ({ ref, id }) => ref ?? id,
    status: ({ status }) => status,
  }
}

function runs(rule: DeploymentRule, environment: string, input: RepositoryInput): Reader<RunInput> {
  const matches = matcher(rule.match ?? 'deploy')
  return {
    events: input.runs,
    refusal: ({ pipeline }) => (matches(pipeline) ? null : 'pattern'),
    candidate: (run) => ({
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
    }),
    title: ({ pipeline }) => pipeline,
    status: ({ status }) => status,
  }
}

function jobs(rule: DeploymentRule, environment: string, input: RepositoryInput): Reader<JobInput> {
  const matches = matcher(rule.match ?? 'deploy')
  const known = new Map(input.runs.map((run) => [JSON.stringify([run.source, run.id, run.attempt]), run]))
  // A run of another source is meant where only one has that id.
  const anywhere = new Map<string, RunInput | null>()
  for (const run of input.runs) {
    const key = JSON.stringify([run.id, run.attempt])
    anywhere.set(key, anywhere.has(key) ? null : run)
  }
  return {
    events: input.jobs,
    refusal: ({ name }) => (matches(name) ? null : 'pattern'),
    candidate(job) {
      const run =
        known.get(JSON.stringify([job.source, job.run, job.attempt])) ??
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
    },
    title: ({ name }) => name,
    status: ({ status }) => status,
  }
}

function tags(rule: DeploymentRule, environment: string, input: RepositoryInput): Reader<TagInput> {
  const matches = matcher(rule.match ?? RELEASE_TAG)
  return {
    events: input.tags,
    refusal({ name, prerelease }) {
      if (rule.match !== undefined) return matches(name) ? null : 'pattern'
      if (!matches(name)) return 'release_pattern'
      return prerelease ? 'prerelease' : null
    },
    candidate: (tag) => ({
      id: `tag:${tag.name}`,
      source: tag.source,
      environment,
      sha: tag.sha,
      ref: tag.name,
      url: tag.url,
      startedAt: null,
      finishedAt: tag.publishedAt ?? tag.createdAt,
      knownAt: tag.createdAt,
      outcome: 'success',
      production: null,
      named: false,
    }),
    title: ({ name }) => name,
    status: ({ publishedAt }) => (publishedAt === null ? 'tagged' : 'published'),
  }
}

function merges(environment: string, input: RepositoryInput): Reader<PullRequestInput> {
  return {
    events: input.pullRequests,
    refusal({ mergedAt, baseBranch }) {
      if (mergedAt === null) return 'not_merged'
      return baseBranch === input.defaultBranch ? null : 'other_branch'
    },
    candidate: (pull) => ({
      id: `pr:${pull.number}`,
      source: pull.source,
      environment,
      sha: landingSha(pull),
      ref: pull.baseBranch,
      url: pull.url,
      startedAt: null,
      finishedAt: pull.mergedAt,
      knownAt: pull.mergedAt,
      outcome: 'success',
      production: null,
      named: false,
    }),
    title: ({ number, title }) => `#${number} ${title}`,
    status: ({ mergedAt }) => (mergedAt === null ? 'open' : 'merged'),
  }
}

function readWith<Result>(
  rule: DeploymentRule,
  service: ServiceInput,
  input: RepositoryInput,
  use: <Event>(reader: Reader<Event>) => Result,
): Result {
  const environment = rule.environment ?? 'production'
  switch (rule.from) {
    case 'deployment':
      return use(deployments(rule, service, input))
    case 'pipeline_run':
      return use(runs(rule, environment, input))
    case 'job':
      return use(jobs(rule, environment, input))
    case 'tag':
      return use(tags(rule, environment, input))
    case 'merge':
      return use(merges(environment, input))
  }
}

/** Every candidate that the rule yields, in any environment and with any outcome. */
export function readCandidates(rule: DeploymentRule, service: ServiceInput, input: RepositoryInput): Candidate[] {
  return readWith(rule, service, input, ({ events, refusal, candidate }) =>
    events.filter((event) => refusal(event) === null).map(candidate),
  )
}

export type ReadEvent = { candidate: Candidate; refusal: Refusal | null; title: string; status: string }

/** Every event of the rule's kind: the candidates are those without a refusal. */
export function readEvents(rule: DeploymentRule, service: ServiceInput, input: RepositoryInput): ReadEvent[] {
  return readWith(rule, service, input, ({ events, refusal, candidate, title, status }) =>
    events.map((event) => ({
      candidate: candidate(event),
      refusal: refusal(event),
      title: title(event),
      status: status(event),
    })),
  )
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
