// All records at hand, sorted into drawers. The naive implementation reads them anew for every question.
import type { SourceRecord } from '../../records/record'
import type {
  Commit,
  Correction,
  Deployment,
  DeploymentRule,
  Incident,
  Job,
  PipelineRun,
  PullRequest,
  Repository,
  Review,
  Service,
  Tag,
} from '../../records/schema'

export type World = {
  services: Service[]
  repositories: Repository[]
  commits: Commit[]
  pulls: PullRequest[]
  reviews: Review[]
  runs: PipelineRun[]
  jobs: Job[]
  deployments: Deployment[]
  tags: Tag[]
  incidents: Incident[]
  corrections: Correction[]
  /** Names of services that no record configures. */
  unconfigured: Set<string>
}

const DAY = 86_400_000
export const HOURS = DAY / 24
export const DAYS = DAY

export function ms(instant: string): number {
  return Date.parse(instant)
}

export function maybe(instant: string | undefined): number | null {
  return instant === undefined ? null : ms(instant)
}

export function text(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

/** Text order by code unit, the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function readWorld(records: SourceRecord[]): World {
  const world: World = {
    services: [],
    repositories: [],
    commits: [],
    pulls: [],
    reviews: [],
    runs: [],
    jobs: [],
    deployments: [],
    tags: [],
    incidents: [],
    corrections: [],
    unconfigured: new Set(),
  }
  for (const record of records) {
    if (record.type === 'service') world.services.push(record)
    else if (record.type === 'repository') world.repositories.push(record)
    else if (record.type === 'commit') world.commits.push(record)
    else if (record.type === 'pull_request') world.pulls.push(record)
    else if (record.type === 'review') world.reviews.push(record)
    else if (record.type === 'pipeline_run') world.runs.push(record)
    else if (record.type === 'job') world.jobs.push(record)
    else if (record.type === 'deployment') world.deployments.push(record)
    else if (record.type === 'tag') world.tags.push(record)
    else if (record.type === 'incident') world.incidents.push(record)
    else if (record.type === 'correction') world.corrections.push(record)
  }
  world.pulls = onePullRequestPerNumber(world.pulls)
  for (const repository of world.repositories) {
    if (world.services.some((service) => service.repository === repository.name)) continue
    if (world.services.some((service) => isNamed(service, repository.name))) continue
    world.services.push({ type: 'service', source: 'import', name: repository.name, repository: repository.name })
    world.unconfigured.add(repository.name)
  }
  return world
}

/** Pull requests of equal repository and number from two sources are one; the first source in text order speaks. */
function onePullRequestPerNumber(pulls: PullRequest[]): PullRequest[] {
  const kept: PullRequest[] = []
  for (const pull of [...pulls].sort((a, b) => byText(a.source, b.source))) {
    if (!kept.some((one) => one.repository === pull.repository && one.number === pull.number)) kept.push(pull)
  }
  return kept
}

export function isNamed(service: Service, name: string | undefined): boolean {
  return name !== undefined && (service.name === name || (service.aliases ?? []).includes(name))
}

export function serviceOf(world: World, name: string): Service {
  const service = world.services.find((one) => one.name === name) ?? world.services.find((one) => isNamed(one, name))
  if (!service) throw new Error(`no service ${name}`)
  return service
}

export function defaultBranchOf(world: World, repository: string): string {
  return world.repositories.find((one) => one.name === repository)?.defaultBranch ?? 'main'
}

export const RULES: DeploymentRule['from'][] = ['deployment', 'pipeline_run', 'job', 'tag', 'merge']

/** A reference means a record of its own source, else the only record anywhere that it can mean. */
export function resolve<T extends { source: string }>(candidates: T[], source: string): T | null {
  const own = candidates.filter((one) => one.source === source)
  const pool = own.length > 0 ? own : candidates
  return pool.length === 1 ? (pool[0] ?? null) : null
}
