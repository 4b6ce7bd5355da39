// One release of a service: what it brings, when, and why it was made.
import { Chance } from './chance'
import type { Change } from './changes'
import { type Repair, type ServiceStory, valueAt } from './story'

export type Release = {
  story: ServiceStory
  /** What the mainline, or a release branch, was at. */
  change: Change
  kind: 'planned' | Repair
  stagedAt?: number
  startedAt: number
  finishedAt: number
  /** The first attempt did not get through. */
  stumbled: boolean
  wentWrong: boolean
  /** The id that its record has, once it is written. */
  id: string
}

export function release(story: ServiceStory, change: Change, kind: Release['kind'], startedAt: number): Release {
  const chance = new Chance(`${story.name} ${kind} of ${change.id} after ${change.mergedAt}`)
  const week = weekOf(change)
  const hurry = kind === 'rollback' ? 0.6 : 1
  const minutes = chance.logNormal(valueAt(story.deployMinutes, week) * hurry, 0.2)
  const finishedAt = startedAt + Math.round(minutes * 60) * 1000
  return { story, change, kind, startedAt, finishedAt, stumbled: false, wentWrong: false, id: '' }
}

function weekOf({ id }: Change): number {
  return Number(id.split('/')[1] ?? 0)
}
