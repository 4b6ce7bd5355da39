// What goes out when: releases of one service in their order, which of them go wrong, and how each is repaired.
import { Chance } from './chance'
import { builtAt, type Change, isReleasable } from './changes'
import { DAY, HOUR, isFrozen, MINUTE, type Office } from './office'
import { type Release, release } from './release'
import { repair, type Trouble } from './repairs'
import { type Pace, type ServiceStory, valueAt } from './story'

export type Plan = { releases: Release[]; troubles: Trouble[] }

export type Calendar = { office: Office; firstMonday: number; weeks: number }

/** Plans all releases; what repairs need is added to `changes`, and what they hold up lands later. */
export function planReleases(story: ServiceStory, changes: Change[], root: Change, calendar: Calendar): Plan {
  const chance = new Chance(`${story.name} releases`)
  const first = release(story, root, 'planned', (root.mergedAt ?? 0) + DAY)
  const plan: Plan = { releases: [first], troubles: [] }
  let frontier = root.mergedAt ?? 0
  let busyUntil = 0
  let luck = chance.between(0, 0.5)
  for (const { at, week, pace } of slots(story, calendar)) {
    const stumbles = chance.happens(0.03)
    const worry = chance.between(0.4, 1.6)
    if (at < busyUntil) continue
    const change = candidate(changes, frontier, at - pace.stagingHours * HOUR)
    if (!change) continue
    frontier = change.mergedAt ?? 0
    const planned = release(story, change, 'planned', at)
    planned.stagedAt = at - pace.stagingHours * HOUR + MINUTE
    planned.stumbled = stumbles
    const before = plan.releases.at(-1)
    plan.releases.push(planned)
    // Evenly spread rather than thrown, so that the story is the same whatever the day.
    luck += valueAt(story.failures, week) * worry
    if (luck < 1 || !before) continue
    luck -= 1
    const mended = repair(planned, before, changes, calendar.office, week, pace.branches === true)
    if (mended.release) {
      plan.releases.push(mended.release)
      if (mended.release.change.base === 'main') frontier = Math.max(frontier, mended.release.change.mergedAt ?? 0)
    }
    planned.wentWrong = true
    plan.troubles.push(mended.trouble)
    busyUntil = mended.over + 15 * MINUTE
  }
  return plan
}

/** The newest change that was ready in time, if there is one that is not out yet. */
function candidate(changes: Change[], frontier: number, readyBy: number): Change | null {
  let newest: Change | null = null
  for (const change of changes) {
    const landed = change.mergedAt ?? 0
    if (!isReleasable(change) || landed <= frontier || builtAt(change) > readyBy) continue
    if (landed > (newest?.mergedAt ?? 0)) newest = change
  }
  return newest
}

type Slot = { at: number; week: number; pace: Pace }

function* slots(story: ServiceStory, { office, firstMonday, weeks }: Calendar): Generator<Slot> {
  let due = 0
  for (let week = 0; week < weeks; week += 1) {
    const pace = story.paces.findLast(({ from }) => from <= week)
    if (!pace || week < due) continue
    const chance = new Chance(`${story.name} slots of week ${week}`)
    let used = false
    for (const weekday of pace.days) {
      const day = firstMonday + week * 7 + weekday - 1
      for (const hour of pace.hours) {
        const jitter = chance.between(-0.2, 0.4)
        const skipped = chance.happens(weekday < 5 ? 0.08 : hour > 12 ? 0.75 : 0.4)
        if (!office.works(day) || isFrozen(day) || (skipped && !pace.everyWeeks)) continue
        used = true
        yield { at: office.at(day, hour + jitter), week, pace }
      }
    }
    // A release that fell into the holidays is made up for as soon as they are over.
    if (used && pace.everyWeeks) due = week + pace.everyWeeks
    const next = story.paces.find(({ from }) => from > week)
    if (next) due = Math.min(due, next.from)
  }
}
