import { cache } from 'react'
import type { Iteration } from '../../lib/insights/window-days'
import { listIterations } from '../../lib/store/iterations'

const all = cache(listIterations)

/** The iteration that these teams share; null where one has another or none. Services without a team count as without one. */
export async function sharedIteration(teams: Iterable<string | null>): Promise<Iteration | null> {
  const wanted = new Set(teams)
  const known = new Map((await all()).map((one) => [one.team, one]))
  const found = [...wanted].map((team) => (team === null ? undefined : known.get(team)))
  const [first] = found
  const isShared = first && found.every((one) => one?.start === first.start && one.days === first.days)
  return isShared ? { start: first.start, days: first.days } : null
}
