// sg flow, stream, forecast: what these pages of a service say of one window, as JSON or as text. Of a team: pages-team.ts.
import type { ServiceFacts } from '../../lib/facts/service'
import { deriveStale } from '../../lib/insights/derive-stale'
import { flowJson } from '../../lib/insights/flow-json'
import { loadServiceFlow } from '../../lib/insights/flow-load'
import { flowView } from '../../lib/insights/flow-view'
import { forecastJson } from '../../lib/insights/forecast-json'
import { forecastView, inProgressNow, readForecast } from '../../lib/insights/forecast-view'
import { windowOf } from '../../lib/insights/measure'
import { resolveWindow } from '../../lib/insights/page-window'
import { streamJson } from '../../lib/insights/stream-json'
import { loadServiceStream } from '../../lib/insights/stream-load'
import { streamView } from '../../lib/insights/stream-view'
import type { Window } from '../../lib/metrics/contract'
import { dayNumber, previousWindow } from '../../lib/time'
import { withDatabase } from '../database'
import { timeOption, UsageError, windowOptions } from '../usage'
import { describeFlow, describeForecast, describeStream, type Subject } from './describe-pages'
import { teamPage } from './pages-team'
import { factsOf } from './read'

export type PageOptions = {
  service?: string
  team?: string
  from?: string
  to?: string
  now?: string
  until?: string
  count?: string
  json?: boolean
}

type Answer = { json: unknown; text: string }
const PAGES = { flow, stream, forecast }
export type Page = keyof typeof PAGES

/** Answers one page on standard output. Without a window it is the one that the page shows by itself: the last 12 weeks. */
export async function runPage(page: Page, options: PageOptions, write: (text: string) => void): Promise<void> {
  const { from, to } = options
  if ((from === undefined) !== (to === undefined)) {
    throw new UsageError('Give both --from and --to, or neither for the last 12 weeks.')
  }
  // Wrong times are told before a database is started.
  for (const option of ['from', 'to', 'now'] as const) {
    const text = options[option]
    if (text !== undefined) timeOption(option, text, 'UTC')
  }
  const answer = answerer(page, options)
  await withDatabase(async () => {
    await deriveStale()
    const { json, text } = await answer()
    write(options.json ? `${JSON.stringify(json, null, 2)}\n` : text)
  })
}

/** Of a service or of a team, whichever was named. */
function answerer(page: Page, options: PageOptions): () => Promise<Answer> {
  const { service, team } = options
  if (service !== undefined && team === undefined) return () => servicePage(page, service, options)
  if (team !== undefined && service === undefined && page !== 'forecast') {
    return () => teamPage(page, { ...options, team })
  }
  throw new UsageError('Give either --service NAME or --team NAME.')
}

async function servicePage(page: Page, service: string, options: PageOptions): Promise<Answer> {
  const { from, to, now } = options
  const { facts } = await factsOf(service, 'production')
  const zone = facts.service.timeZone
  const clock = now === undefined ? Date.now() : timeOption('now', now, zone)
  const range =
    from === undefined || to === undefined
      ? resolveWindow({ kind: 'preset', preset: '12w' }, zone, clock, facts.deployed.firstAt).window
      : windowOptions(from, to, zone)
  return PAGES[page](facts, windowOf(facts, { ...range, now: clock }), options)
}

function subjectOf({ service }: ServiceFacts, { from, to, timeZone }: Window): Subject {
  return { name: service.name, from, to, timeZone }
}

async function flow(facts: ServiceFacts, window: Window): Promise<Answer> {
  const against = previousWindow(window.from, window.to, window.timeZone)
  const [own, before] = await Promise.all([
    loadServiceFlow(facts, window),
    loadServiceFlow(facts, { ...window, ...against }, false),
  ])
  const view = flowView([own], [before])
  return { text: describeFlow(subjectOf(facts, window), view), json: flowJson(facts, window, view, against) }
}

async function stream(facts: ServiceFacts, window: Window): Promise<Answer> {
  const view = streamView([await loadServiceStream(facts, window)])
  return { text: describeStream(subjectOf(facts, window), view), json: streamJson(facts, window, view) }
}

async function forecast(facts: ServiceFacts, window: Window, { until, count }: PageOptions): Promise<Answer> {
  const inProgress = inProgressNow(facts, window)
  const read = readForecast({ until, count }, dayNumber(window.now, window.timeZone), inProgress)
  if (!read.ok) throw new UsageError(read.message)
  const view = forecastView(facts, window, read.asked)
  return {
    text: describeForecast(subjectOf(facts, window), window.now, view),
    json: forecastJson(facts, window, view, inProgress),
  }
}
