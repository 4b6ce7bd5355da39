// The waiting work of one service: each change with the state that it is in, and how old others were when they left that state.
import type { ServiceFacts } from '../facts/service'
import { type Line, lineReached, type PastAges, pastAges, STUCK, WAIT_STATES, type WaitState } from '../metrics/aging'
import type { Window } from '../metrics/contract'
import { waitingChanges } from '../metrics/population'
import { loadFactRows } from '../store/fact-rows'
import { loadUnderReview } from '../store/under-review'
import { pageOfRows, type Slice } from './page-of-rows'
import { type Progress, reviewProgress } from './review-progress'
import { changeIdAt } from './rows'
import { type WaitingRow, waitingRow } from './service-rows'

export type WaitingWork = {
  id: string
  state: WaitState
  ageSeconds: number
  /** In the state that it is in. */
  staySeconds: number
  changesAsked: boolean
  /** Merged into a branch that has not reached the default branch. */
  isAside: boolean
  over: Line | 0 | null
}

export type StateColumn = PastAges & { state: WaitState; waiting: WaitingWork[]; stuck: number }

/** What a page shows of these rows: all, the stuck ones, or those of one state. */
export const WAITING_SHOWS = ['all', 'stuck', ...WAIT_STATES] as const
export type WaitingShow = (typeof WAITING_SHOWS)[number]

export type WaitingView = {
  /** As of when. */
  at: number
  /** Stuck ones first, the oldest first among each. */
  work: WaitingWork[]
  stuck: number
  columns: StateColumn[]
  /** Changes delivered in the window that ages are compared with. */
  past: number
}

/** Pure; `progress` is of the open pull requests by number. */
export function waitingView(facts: ServiceFacts, window: Window, progress: ReadonlyMap<number, Progress>): WaitingView {
  const at = Math.min(window.to, window.now)
  const past = pastAges(facts, window)
  const work = waitingChanges(facts, window).map(({ row, ageSeconds }) => {
    const id = changeIdAt(facts, row)
    const { startAt, createdAt, mergedAt, reachedAt } = facts.changes
    const isDirect = Number.isNaN(createdAt[row])
    const isMerged = isDirect || (mergedAt[row] as number) < at
    const known = isMerged ? undefined : progress.get(Number(id.slice('pr:'.length)))
    const opened: Progress = { state: 'pickup', since: createdAt[row] as number, changesAsked: false }
    const landed: Progress = {
      state: 'delivery',
      since: (isDirect ? reachedAt[row] : mergedAt[row]) as number,
      changesAsked: false,
    }
    const { state, since, changesAsked } = isMerged ? landed : (known ?? opened)
    const entered = Math.max(since ?? 0, startAt[row] as number)
    return {
      id,
      state,
      ageSeconds,
      staySeconds: window.seconds(entered, at),
      changesAsked,
      isAside: isMerged && !((reachedAt[row] as number) <= at),
      over: lineReached(ageSeconds, past[state]),
    }
  })
  work.sort((a, b) => Number(isStuck(b)) - Number(isStuck(a)) || b.ageSeconds - a.ageSeconds)
  const columns = WAIT_STATES.map((state): StateColumn => {
    const waiting = work.filter((one) => one.state === state)
    return { state, waiting, stuck: waiting.filter(isStuck).length, ...past[state] }
  })
  return { at, work, stuck: work.filter(isStuck).length, columns: columns.filter(isShown), past: past.delivery.n }
}

/** A state before the review is over in an instant where nobody uses drafts. */
function isShown({ state, waiting }: StateColumn): boolean {
  return state !== 'coding' || waiting.length > 0
}

export function isStuck({ over }: Pick<WaitingWork, 'over'>): boolean {
  return over !== null && over >= STUCK
}

export function shownWork({ work }: WaitingView, show: WaitingShow): WaitingWork[] {
  if (show === 'all') return work
  return work.filter((one) => (show === 'stuck' ? isStuck(one) : one.state === show))
}

export async function loadWaitingView(facts: ServiceFacts, window: Window): Promise<WaitingView> {
  const at = Math.min(window.to, window.now)
  const { mergedAt } = facts.changes
  const numbers = waitingChanges(facts, window).flatMap(({ row }) => {
    const id = changeIdAt(facts, row)
    return id.startsWith('pr:') && !((mergedAt[row] as number) < at) ? [Number(id.slice('pr:'.length))] : []
  })
  const { pulls, reviews } = await loadUnderReview(facts.service.repository, numbers)
  return waitingView(facts, window, reviewProgress(pulls, reviews, at))
}

export type ListedWork = WaitingRow & { work: WaitingWork }

/** One page of the rows in their order; the page that has `open`, if any has. */
export async function waitingPage(
  service: string,
  { at }: WaitingView,
  work: WaitingWork[],
  asked: { page: number | null; size: number; open: string | null },
): Promise<Slice<ListedWork>> {
  const wanted = work.findIndex(({ id }) => id === asked.open)
  const slice = pageOfRows([...work.keys()], (row) => row, { ...asked, descending: false }, wanted < 0 ? null : wanted)
  const own = work.filter((_, row) => slice.rows.includes(row))
  const { changes } = await loadFactRows(service, { changes: own.map(({ id }) => id) })
  return {
    ...slice,
    rows: own.flatMap((one) => {
      const change = changes.get(one.id)
      return change ? [{ ...waitingRow(change, one.ageSeconds, at), work: one }] : []
    }),
  }
}
