// A synthetic organisation as a stream of records: the same size and seed give the same records, whatever part of the history is asked for.
import type { RecordInput } from '../../lib/records/record'
import { Chance } from '../../prisma/demo/chance'
import { repositoryHistory } from './history'
import type { RepositoryPlan, ServicePlan } from './plan'
import { type Size, WEEK } from './sizes'

export type Stretch = {
  /** Epoch milliseconds; a Monday. */
  end: number
  /** So many weeks before it; the whole history when absent. */
  weeks?: number
}

const SERVICES_PER_TEAM = 8
const PEOPLE_PER_TEAM = 9
/** Every so many services, three share one repository. */
const MONOREPO_EVERY = 20
const SPREAD = 0.8

function planServices(size: Size, seed: string): ServicePlan[] {
  const chance = new Chance(`${seed} services`)
  const weights = Array.from({ length: size.services }, () => chance.logNormal(1, SPREAD))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight, at) => ({
    name: `service-${String(at + 1).padStart(4, '0')}`,
    team: Math.floor(at / SERVICES_PER_TEAM),
    changesAWeek: (size.changes * weight) / sum / size.weeks,
    deploymentsAChange: size.deployments / size.changes,
    incidentsADeployment: size.incidents / size.deployments,
    folder: null,
  }))
}

/** Which repositories there are, and what each holds. */
export function planOrganisation(size: Size, seed: string): RepositoryPlan[] {
  const chance = new Chance(`${seed} repositories`)
  const plans: RepositoryPlan[] = []
  for (const [at, service] of planServices(size, seed).entries()) {
    const place = at % MONOREPO_EVERY
    const last = plans.at(-1)
    if (last && place > MONOREPO_EVERY - 3) {
      last.services.push({ ...service, folder: service.name })
      const [first] = last.services
      if (first) first.folder = first.name
      last.rule = 'deployment'
      continue
    }
    const people = Array.from({ length: PEOPLE_PER_TEAM }, (_, person) => personName(service.team, person))
    plans.push({
      name: `bench/${service.name}`,
      style: chance.weighted([['squash', 6] as const, ['merge', 3] as const, ['rebase', 1] as const]),
      rule: chance.weighted([['deployment', 8] as const, ['pipeline_run', 1] as const, ['tag', 1] as const]),
      people,
      services: [service],
    })
  }
  return plans
}

const FIRST = ['kim', 'noor', 'jules', 'sasha', 'mika', 'robin', 'yuki', 'alexis', 'dana', 'quinn', 'imani']
const LAST = ['larsen', 'okafor', 'tanaka', 'petrov', 'garcia', 'novak', 'silva', 'weber', 'haddad', 'lindqvist']

function personName(team: number, person: number): string {
  return `${FIRST[(team + person) % FIRST.length]}.${LAST[(team * 3 + person) % LAST.length]}${team}`
}

function* settings(plans: RepositoryPlan[]): Generator<RecordInput> {
  const teams = new Set(plans.flatMap(({ services }) => services.map(({ team }) => team)))
  for (const team of teams) yield { type: 'team', name: `Team ${team + 1}`, timeZone: ZONES[team % ZONES.length] }
  for (const { name, rule, services } of plans) {
    yield { type: 'repository', source: 'forge', name, url: `https://forge.example/${name}`, defaultBranch: 'main' }
    for (const service of services) {
      yield {
        type: 'service',
        name: service.name,
        repository: name,
        team: `Team ${service.team + 1}`,
        timeZone: ZONES[service.team % ZONES.length],
        ...(service.folder === null ? {} : { paths: [`${service.folder}/**`] }),
        ...(rule === 'deployment' ? {} : { deployments: RULES[rule] }),
      }
    }
  }
}

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Europe/London']
const RULES = {
  pipeline_run: { from: 'pipeline_run', match: '^Deploy production$' },
  tag: { from: 'tag', match: '^v' },
} as const

/** All records, repository by repository, each in the order of time. */
export function* organisationRecords(size: Size, seed: string, { end, weeks }: Stretch): Generator<RecordInput> {
  const plans = planOrganisation(size, seed)
  yield* settings(plans)
  const first = size.weeks - (weeks ?? size.weeks)
  for (const plan of plans) yield* repositoryHistory(plan, seed, first, size.weeks, end - size.weeks * WEEK)
}
