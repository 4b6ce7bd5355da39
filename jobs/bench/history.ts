// What happens in one repository, week by week: changes are begun, land on the default branch, are built and delivered.
import type { RecordInput } from '../../lib/records/record'
import { Chance } from '../../prisma/demo/chance'
import { type Change, changeRecords, drawChange, openRecords } from './changes'
import { DeliveryLine } from './deliveries'
import type { RepositoryPlan } from './plan'
import { WEEK } from './sizes'

const HOUR = 3_600_000

/** Names commits: random as real ones are, and never twice. */
export class Shas {
  readonly #chance: Chance
  readonly #place: string
  #count = 0

  constructor(repository: string, firstWeek: number) {
    this.#chance = new Chance(`${repository} ${firstWeek} shas`)
    this.#place = hex(new Chance(repository).next())
  }

  next(): string {
    this.#count += 1
    const random = hex(this.#chance.next()) + hex(this.#chance.next()) + hex(this.#chance.next())
    return random + this.#place + this.#count.toString(16).padStart(8, '0')
  }
}

function hex(share: number): string {
  return Math.floor(share * 4_294_967_296)
    .toString(16)
    .padStart(8, '0')
}

/** Weeks `first` to `end` (exclusive), where week 0 begins at `start`. */
export function* repositoryHistory(
  plan: RepositoryPlan,
  seed: string,
  first: number,
  end: number,
  start: number,
): Generator<RecordInput> {
  const shas = new Shas(plan.name, first)
  const lines = plan.services.map((service) => new DeliveryLine(plan, service))
  let waiting: Change[] = []
  let head: string | null = null
  let number = 0
  for (let week = first; week < end; week += 1) {
    const chance = new Chance(`${seed} ${plan.name} ${week}`)
    const monday = start + week * WEEK
    for (const service of plan.services) {
      const count = chance.rounded(service.changesAWeek * chance.between(0.6, 1.4))
      for (let at = 0; at < count; at += 1) {
        number += 1
        waiting.push(drawChange(plan, service, number, monday, chance))
      }
    }
    // Nobody works on the Sunday, so that what lands late is the next week's.
    const closes = monday + WEEK - 24 * HOUR
    const landing = waiting.filter((change) => change.landsAt < closes).sort((a, b) => a.landsAt - b.landsAt)
    waiting = waiting.filter((change) => change.landsAt >= closes)
    for (const change of landing) {
      const landed = changeRecords(plan, change, head, shas, chance)
      head = landed.head
      yield* landed.records
      if (change.fate !== 'closed') yield* lines[change.line]?.landed(change, head, chance) ?? []
    }
  }
  for (const change of waiting) yield* openRecords(plan, change)
  if (head) yield { type: 'repository', source: 'forge', name: plan.name, headSha: head }
}
