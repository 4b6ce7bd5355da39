// What counts as a deployment of a service, and how regions become one.
import type { DeploymentRule, RunStatus, Service } from '../../records/schema'
import { landingOf, mergedPulls } from './ownership'
import { touches } from './paths'
import { commitOf, isKnown, isMerge, minus, reach } from './reach'
import { byText, defaultBranchOf, HOURS, isNamed, maybe, ms, RULES, resolve, type World } from './world'

type Outcome = 'success' | 'failed' | 'other'
type Candidate = {
  id: string
  source: string
  /** What sets equal ids of two repositories apart. */
  origin: string
  sha: string | null
  environment: string
  production: boolean | undefined
  startedAt: number | null
  finishedAt: number | null
  outcome: Outcome
  byRepository: boolean
}
type Finished = Candidate & { finishedAt: number }

/** A successful deployment (all its regions) or a failed attempt. */
export type Release = {
  id: string
  source: string
  members: { id: string; source: string; origin: string }[]
  environments: string[]
  sha: string | null
  startedAt: number | null
  finishedAt: number
  succeeded: boolean
}
export type ServiceDeployments = { releases: Release[]; attempts: Release[]; missingFinish: number }

const TAG = '^v?\\d+\\.\\d+\\.\\d+(\\+[0-9A-Za-z.-]+)?$'

export function matches(pattern: string, value: string | undefined): boolean {
  return value !== undefined && new RegExp(pattern, 'i').test(value)
}

export function startOf(one: { startedAt: number | null; finishedAt: number }): number {
  return one.startedAt ?? one.finishedAt
}

type Timed = { id: string; source: string; startedAt: number | null; finishedAt: number }
/** The order of "earlier", "next" and "latest". */
export function inOrder(a: Timed, b: Timed): number {
  return a.finishedAt - b.finishedAt || startOf(a) - startOf(b) || byText(a.id, b.id) || byText(a.source, b.source)
}

function runOutcome(status: RunStatus): Outcome {
  if (status === 'success') return 'success'
  return status === 'failure' || status === 'timed_out' || status === 'error' ? 'failed' : 'other'
}

function candidates(world: World, service: Service, rule: DeploymentRule): Candidate[] {
  const { repository } = service
  const given = { environment: rule.environment ?? 'production', production: undefined, byRepository: true }
  const origin = `${rule.from} ${repository}`
  if (rule.from === 'pipeline_run') {
    const runs = world.runs.filter(
      (run) => run.repository === repository && matches(rule.match ?? 'deploy', run.pipeline),
    )
    return runs.map((run) => ({
      ...given,
      origin,
      id: `run:${run.id}/${run.attempt}`,
      source: run.source,
      sha: run.sha,
      startedAt: maybe(run.startedAt),
      finishedAt: maybe(run.finishedAt),
      outcome: runOutcome(run.status),
    }))
  }
  if (rule.from === 'job') {
    const jobs = world.jobs.filter((job) => job.repository === repository && matches(rule.match ?? 'deploy', job.name))
    return jobs.map((job) => {
      const ofJob = world.runs.filter(
        (run) => run.repository === repository && run.id === job.run && run.attempt === job.attempt,
      )
      return {
        ...given,
        origin,
        id: `job:${job.run}/${job.attempt}/${job.id}`,
        source: job.source,
        sha: resolve(ofJob, job.source)?.sha ?? null,
        startedAt: maybe(job.startedAt),
        finishedAt: maybe(job.finishedAt),
        outcome: runOutcome(job.status),
      }
    })
  }
  if (rule.from === 'tag') {
    const tags = world.tags.filter((tag) => {
      if (tag.repository !== repository) return false
      return rule.match ? matches(rule.match, tag.name) : matches(TAG, tag.name) && tag.prerelease !== true
    })
    return tags.map((tag) => ({
      ...given,
      origin,
      id: `tag:${tag.name}`,
      source: tag.source,
      sha: tag.sha,
      startedAt: null,
      finishedAt: ms(tag.publishedAt ?? tag.createdAt),
      outcome: 'success',
    }))
  }
  if (rule.from === 'merge') {
    const base = defaultBranchOf(world, repository)
    const merged = mergedPulls(world, repository).filter((pull) => pull.baseBranch === base)
    return merged.map((pull) => ({
      ...given,
      origin,
      id: `pr:${pull.number}`,
      source: pull.source,
      sha: landingOf(pull),
      startedAt: null,
      finishedAt: ms(pull.mergedAt),
      outcome: 'success',
    }))
  }
  const records = world.deployments.filter((record) => {
    if (rule.match !== undefined && !matches(rule.match, record.ref)) return false
    if (rule.environment !== undefined && record.environment !== rule.environment) return false
    return record.service === undefined ? record.repository === repository : isNamed(service, record.service)
  })
  return records.map((record) => ({
    id: record.id,
    source: record.source,
    origin: 'deployment',
    sha: record.sha,
    environment: record.environment,
    production: record.production,
    startedAt: maybe(record.startedAt),
    finishedAt: maybe(record.finishedAt),
    outcome: record.status === 'success' ? 'success' : record.status === 'failure' ? 'failed' : 'other',
    byRepository: record.service === undefined,
  }))
}

function isMeasured(service: Service, one: Candidate, environment: string): boolean {
  if (environment !== 'production') return one.environment === environment
  if (service.productionEnvironments) {
    return service.productionEnvironments.some((pattern) => matches(pattern, one.environment))
  }
  return one.production ?? matches('^prod(uction)?$', one.environment)
}

/** The deployments of a service in one environment; `production` is all its production environments. */
export function deploymentsOf(world: World, service: Service, environment: string): ServiceDeployments {
  if (!world.unconfigured.has(service.name)) {
    return deploymentsBy(world, service, service.deployments ?? { from: 'deployment' }, environment)
  }
  const tried = RULES.map((from) => deploymentsBy(world, service, { from }, environment))
  return (
    tried.find((one) => one.releases.length > 0) ?? deploymentsBy(world, service, { from: 'deployment' }, environment)
  )
}

function deploymentsBy(world: World, service: Service, rule: DeploymentRule, environment: string): ServiceDeployments {
  const measured = candidates(world, service, rule).filter((one) => isMeasured(service, one, environment))
  const missingFinish = measured.filter((one) => one.outcome === 'success' && one.finishedAt === null).length
  const finished = measured
    .filter((one): one is Finished => one.finishedAt !== null && one.outcome !== 'other')
    .sort(inOrder)
  const kept: Finished[] = []
  for (const one of finished) {
    const previous = kept.filter((earlier) => earlier.outcome === 'success').at(-1) ?? null
    if (countsFor(world, service, one, previous)) kept.push(one)
  }
  const releases = joinRegions(kept.filter((one) => one.outcome === 'success')).sort(inOrder)
  const attempts = kept.filter((one) => one.outcome === 'failed').map((one) => releaseOf(one))
  return { releases, attempts, missingFinish }
}

/** The monorepo filter: a deployment known only by its repository must bring or take something of the service. */
function countsFor(world: World, service: Service, one: Candidate, previous: Candidate | null): boolean {
  if (!service.paths || !one.byRepository || previous === null) return true
  if (!isKnown(world, service.repository, one.sha) || one.sha === previous.sha) return true
  const now = reach(world, service.repository, one.sha)
  const before = reach(world, service.repository, previous.sha)
  const onlyOne = [...minus(now, before), ...minus(before, now)]
  return onlyOne.some((sha) => !isMerge(commitOf(world, service.repository, sha)) && touches(world, service, sha))
}

function releaseOf(one: Finished): Release {
  return {
    id: one.id,
    source: one.source,
    members: [{ id: one.id, source: one.source, origin: one.origin }],
    environments: [one.environment],
    sha: one.sha,
    startedAt: one.startedAt,
    finishedAt: one.finishedAt,
    succeeded: one.outcome === 'success',
  }
}

function joinRegions(successful: Finished[]): Release[] {
  const releases: Release[] = []
  const byStart = [...successful].sort((a, b) => startOf(a) - startOf(b) || inOrder(a, b))
  for (const region of byStart) {
    const open = region.sha === null ? undefined : releases.findLast((release) => release.sha === region.sha)
    const joins = open && !open.environments.includes(region.environment) && startOf(region) <= open.finishedAt + HOURS
    if (!open || !joins) {
      releases.push(releaseOf(region))
      continue
    }
    open.members.push({ id: region.id, source: region.source, origin: region.origin })
    open.environments.push(region.environment)
    open.finishedAt = Math.max(open.finishedAt, region.finishedAt)
  }
  return releases
}
