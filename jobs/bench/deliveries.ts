// How a service of the benchmark is delivered: deployments as its rule reads them, what failed, and the incidents that followed.
import type { RecordInput } from '../../lib/records/record'
import type { Chance } from '../../prisma/demo/chance'
import { type Change, iso } from './changes'
import type { RepositoryPlan, ServicePlan } from './plan'

const MINUTE = 60_000

type Trouble = {
  id: string
  startedAt: number
  causedBy: { deployment?: string; sha?: string } | null
  severity: string
}

/** Deploys the head of the default branch after some of the changes that land. */
export class DeliveryLine {
  readonly #plan: RepositoryPlan
  readonly #service: ServicePlan
  #count = 0
  #lastGood: string | null = null
  #trouble: Trouble | null = null

  constructor(plan: RepositoryPlan, service: ServicePlan) {
    this.#plan = plan
    this.#service = service
  }

  *landed(change: Change, head: string | null, chance: Chance): Generator<RecordInput> {
    if (head === null || !chance.happens(this.#service.deploymentsAChange)) return
    const at = change.landsAt + chance.logNormal(50, 0.9) * MINUTE
    yield* this.#deploy(head, at, chance.happens(0.03) ? 'failure' : 'success', chance)
    // What makes trouble is sometimes taken back at once.
    if (this.#trouble && this.#lastGood && this.#lastGood !== head && chance.happens(0.15)) {
      yield* this.#deploy(this.#lastGood, at + chance.logNormal(35, 0.6) * MINUTE, 'success', chance)
    }
    this.#lastGood = head
  }

  *#deploy(sha: string, at: number, status: 'success' | 'failure', chance: Chance): Generator<RecordInput> {
    const { name, incidentsADeployment } = this.#service
    this.#count += 1
    const key = `${name}-${this.#count}`
    const startedAt = at - chance.logNormal(6, 0.5) * MINUTE
    const id = yield* this.#tell(key, sha, startedAt, at, status)
    if (status === 'failure') return
    if (this.#trouble) yield this.#settle(this.#trouble, id, at, chance)
    this.#trouble = null
    if (chance.happens(0.5) && this.#plan.rule === 'deployment') {
      const passed = { status: 'success' as const, at: iso(at + 3 * MINUTE) }
      yield { type: 'verification', source: 'delivery', deployment: id, name: 'smoke test', ...passed }
    }
    if (!chance.happens(incidentsADeployment)) return
    const startsAt = at + chance.logNormal(40, 1) * MINUTE
    const causedBy = chance.happens(0.4) ? { deployment: id } : chance.happens(0.2) ? { sha } : null
    const severity = chance.pick(['SEV1', 'SEV2', 'SEV3'])
    this.#trouble = { id: `inc-${key}`, startedAt: startsAt, causedBy, severity }
  }

  /** One deployment in the records that the service's rule reads; returns the id under which it is known. */
  *#tell(
    key: string,
    sha: string,
    startedAt: number,
    at: number,
    status: 'success' | 'failure',
  ): Generator<RecordInput, string> {
    const { name: repository, rule } = this.#plan
    const times = { startedAt: iso(startedAt), finishedAt: iso(at), status }
    if (rule === 'tag') {
      // A tag cannot fail.
      yield { type: 'tag', source: 'git', repository, name: `v1.${this.#count}.0`, sha, createdAt: iso(at) }
      return `tag:v1.${this.#count}.0`
    }
    if (rule === 'pipeline_run') {
      const what = { repository, id: key, pipeline: 'Deploy production', branch: 'main', sha }
      yield { type: 'pipeline_run', source: 'forge', ...what, queuedAt: iso(startedAt), ...times }
      return `run:${key}/1`
    }
    const what = { id: key, service: this.#service.name, environment: 'production', sha, ref: 'main' }
    yield { type: 'deployment', source: 'delivery', updatedAt: iso(at), ...what, ...times }
    return key
  }

  /** Half of the incidents say which deployment mended them. */
  #settle(trouble: Trouble, fix: string, at: number, chance: Chance): RecordInput {
    const { id, startedAt, causedBy, severity } = trouble
    const isFixed = chance.happens(0.5) && at > startedAt
    const resolvedAt = isFixed ? at + 5 * MINUTE : startedAt + chance.logNormal(70, 1) * MINUTE
    return {
      type: 'incident',
      source: 'pager',
      id,
      service: this.#service.name,
      title: `Errors in ${this.#service.name} above the limit`,
      severity,
      startedAt: iso(startedAt),
      detectedAt: iso(startedAt + 2 * MINUTE),
      resolvedAt: iso(resolvedAt),
      ...(causedBy === null ? {} : { causedBy }),
      ...(isFixed ? { fixedBy: { deployment: fix } } : {}),
    }
  }
}
