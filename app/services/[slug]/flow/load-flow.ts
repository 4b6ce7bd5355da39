import { loadServiceFlow } from '../../../../lib/insights/flow-load'
import { windowOf } from '../../../../lib/insights/measure'
import { earliest } from '../../../../lib/insights/overview'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { readOn, readReading } from '../../../../lib/insights/reading'
import { loadFacts } from '../../../../lib/store/measured'
import { one } from '../../../_ui/query'
import type { View } from '../service-view'

/** What the page and its file are made of; null: the service is no more. */
export async function loadFlow({ summary, choice, query, now }: Omit<View, 'path'>) {
  const { name, timeZone, deployed } = summary
  const { window: range, previous } = resolveWindow(choice, timeZone, now, deployed.firstAt)
  const facts = (await loadFacts([summary], earliest([summary], choice, now), 'details')).get(name)
  if (!facts) return null
  const { reading, refused } = readReading({ clock: one(query, 'clock') }, facts.service)
  const read = (asked: { from: number; to: number }) =>
    readOn(windowOf(facts, { ...asked, now }), reading, facts.service.calendar)
  const window = read(range)
  const [own, before] = await Promise.all([
    loadServiceFlow(facts, window),
    previous && loadServiceFlow(facts, read(previous), false),
  ])
  return { facts, window, range, previous, own, before, reading, refused }
}
