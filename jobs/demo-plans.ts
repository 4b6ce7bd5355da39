// What the demo organisation agreed on and is aiming for: a team's working agreements, and a future state that weeks stand against.
import { type FutureAsked, readFuture } from '../lib/insights/future-edits'
import { targetOf } from '../lib/insights/future-target'
import { BEFORE_MS, futureView } from '../lib/insights/future-view'
import { windowOf } from '../lib/insights/measure'
import { resolveWindow } from '../lib/insights/page-window'
import { saveLimits } from '../lib/store/agreements'
import { addFutureState } from '../lib/store/future-states'
import { currentServices, loadFacts } from '../lib/store/measured'
import { isoWeekStart } from '../lib/time'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS

/** The team and the service of the story whose reviews and releases wait. */
const TEAM = 'Storefront'
const SERVICE = 'shop'
const LIMITS = { 'first-review': 8, 'open-age': 5, 'red-mainline': 120, batch: 3, 'in-progress': 20 }
const STATE = {
  name: 'Reviews in the morning, two releases a day',
  reasons: 'A change waits for its review and for its release more than for all else. Nothing here needs new tools.',
}
const EDITS: Record<string, string> = { 'keep-release': '50', 'most-pickup': '4h' }

/** Agreed on eight weeks ago, saved six weeks ago from what was known then; nothing where nobody of the story is. */
export async function fillDemoPlans(now: number): Promise<void> {
  const services = await currentServices()
  if (services.some(({ team }) => team === TEAM)) await saveLimits(TEAM, LIMITS, new Date(now - 8 * WEEK_MS))
  const summary = services.find(({ name, team }) => name === SERVICE && team === TEAM)
  if (!summary) return
  const savedAt = isoWeekStart(now - 6 * WEEK_MS, summary.timeZone) + 10 * HOUR_MS
  const { window: range } = resolveWindow({ kind: 'preset', preset: '12w' }, summary.timeZone, savedAt, null)
  const facts = (await loadFacts([summary], range.from - BEFORE_MS, 'details')).get(SERVICE)
  if (!facts) return
  const asked: FutureAsked = readFuture((name) => EDITS[name]).asked
  const target = targetOf(futureView(facts, windowOf(facts, { ...range, now: savedAt }), asked), range)
  if (target.ok) await addFutureState(SERVICE, { ...STATE, ...target.target }, new Date(savedAt))
}
