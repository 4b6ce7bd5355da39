// Which sources could not be read as they should: what the figures of a page may lack, said beside them.
// Of a week that is over report/sources.ts tells; both by the same complete runs.
import { type CollectionState, lastCompleted, loadCollectionStates } from '../store/collection-runs'
import { demoDay } from '../store/demo'
import { sourcesOfRepositories } from '../store/services'
import { isLate } from './next-run'

/** `since`: when it was last begun to be read in full; null: never. */
export type UnreadSource = { name: string; since: number | null; why: 'failing' | 'late' }

/** Of which repository a page tells, and which others there are; null: of all. */
export type Concerned = {
  repository: string
  others: ReadonlySet<string>
  /** Sources that have told of others and never of this one. */
  elsewhere?: ReadonlySet<string>
} | null

type Standing = Pick<
  CollectionState,
  'name' | 'schedule' | 'paused' | 'collecting' | 'lastFinishedAt' | 'lastError' | 'run'
>

/** A source that fails for other repositories alone does not concern one; where it is not known for which, it does. */
export function unreadSources(
  states: readonly Standing[],
  completed: ReadonlyMap<string, number>,
  now: number,
  concerned: Concerned = null,
): UnreadSource[] {
  return states.flatMap((state): UnreadSource[] => {
    const { name, schedule, paused, collecting, lastFinishedAt, lastError } = state
    if (concerned?.elsewhere?.has(name)) return []
    const since = completed.get(name) ?? null
    if (lastError !== null) return concerns(state, concerned) ? [{ name, since, why: 'failing' }] : []
    const late = !paused && !collecting && isLate(schedule, lastFinishedAt, now)
    return late ? [{ name, since, why: 'late' }] : []
  })
}

function concerns({ run }: Standing, concerned: Concerned): boolean {
  if (concerned === null) return true
  const { repository, others } = concerned
  const failed = (run?.streams ?? []).flatMap(({ ended, outcomes }) => {
    const scopes = outcomes.filter(({ status }) => status === 'failed').map(({ scope }) => scope)
    // Of many outcomes only the first are kept.
    return scopes.length < (ended.failed ?? 0) ? [null] : scopes
  })
  return failed.length === 0 || failed.some((scope) => scope === null || scope === repository || !others.has(scope))
}

/** What concerns one of these services: its repository, as against the others'. */
export function concernedBy(service: { repository: string }, services: readonly { repository: string }[]): Concerned {
  const { repository } = service
  return {
    repository,
    others: new Set(services.flatMap((one) => (one.repository === repository ? [] : one.repository))),
  }
}

/** Of the database as it is; a demonstration has no sources. */
export async function loadUnreadSources(now: number, concerned: Concerned): Promise<UnreadSource[]> {
  const [day, states, completed] = await Promise.all([demoDay(), loadCollectionStates(), lastCompleted()])
  if (day !== null) return []
  const unread = unreadSources(states, completed, now, concerned)
  if (unread.length === 0 || concerned === null) return unread
  const [own, others] = await Promise.all([
    sourcesOfRepositories([concerned.repository]),
    sourcesOfRepositories([...concerned.others]),
  ])
  const elsewhere = new Set(others.filter((name) => !own.includes(name)))
  return unreadSources(states, completed, now, { ...concerned, elsewhere })
}
