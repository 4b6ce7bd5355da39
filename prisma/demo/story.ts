// What a service's story is made of: numbers that take their course over 78 weeks. Week 78 is now.
import type { DeploymentRule } from '../../lib/records/schema'

export const WEEKS = 78

/** A number, or its course: straight lines between points, level before the first and after the last. */
export type Course = number | readonly (readonly [week: number, value: number])[]

export function valueAt(course: Course, week: number): number {
  if (typeof course === 'number') return course
  let before = course[0]
  for (const point of course) {
    if (point[0] > week) {
      if (!before || before === point) return point[1]
      return before[1] + ((point[1] - before[1]) * (week - before[0])) / (point[0] - before[0])
    }
    before = point
  }
  return before?.[1] ?? 0
}

/** When a service may go out, from a week on; it goes out if something is ready. */
export type Pace = {
  from: number
  everyWeeks?: number
  /** 1 Monday to 7 Sunday. */
  days: readonly number[]
  /** Local clock time. */
  hours: readonly number[]
  /** How long a candidate stays in staging before. */
  stagingHours: number
  /** Trunk is too far ahead for a quick fix, so hotfixes start from the released commit and are merged back. */
  branches?: boolean
}

export type Repair = 'rollback' | 'hotfix' | 'revert' | 'patience'
export type MergeStyle = 'merge' | 'squash' | 'rebase'

/** Durations in office hours, minutes in minutes; each course is a median. */
export type ServiceStory = {
  name: string
  team: string
  repository: string
  /** The service's folder of a monorepo. */
  folder?: string
  zone: string
  rule: DeploymentRule
  regions: readonly string[]
  pipelineSplitAt?: number
  changesAWeek: Course
  botsAWeek: number
  directShare: number
  styles: readonly { from: number; style: MergeStyle }[]
  codingHours: Course
  pickupHours: Course
  reviewHours: Course
  mergeHours: Course
  lines: Course
  buildMinutes: Course
  /** Share of builds of the mainline that fail at first. */
  redShare: Course
  deployMinutes: Course
  paces: readonly Pace[]
  /** Share of planned releases that go wrong. */
  failures: Course
  repairs: readonly (readonly [Repair, number])[]
  repairHours: Course
}
