// One service as the wall shows it: everything in words and numbers already, because it travels to the browser as JSON.
import type { ServiceFacts } from '../facts/service'
import { formatDuration, formatInstantIn, formatRange } from '../format'
import { METRICS } from '../metrics/registry'
import { loadAnnotations } from '../store/annotations'
import { loadFacts } from '../store/measured'
import type { ServiceSummary } from '../store/services'
import { annotationDays } from './annotation-words'
import type { Comparison } from './comparison'
import { serviceHeadline } from './headline'
import { trendLimits, weeklyTrend } from './metric-trend'
import { byTeamAndName } from './overview-order'
import { resolveWindow, windowQuery, withQuery } from './page-window'
import { figureRemarks, formatFigure, type ServiceFigure } from './service-figures'
import { type ServicePage, servicePage } from './service-page'
import { tellsWorkFromWaiting } from './stage-words'
import type { TrendPoint } from './trend'
import { concernedBy, loadUnreadSources } from './unread-sources'
import { type WallAsked, wallQuery } from './wall-query'
import { windowWords } from './window-words'

export type WallFigure = {
  id: string
  title: string
  /** "22 h"; null where there is none, and `why` says why. */
  value: string | null
  why: string
  change: Comparison
  points: TrendPoint[]
  /** ISO weeks that call for a reason. */
  signals: string[]
  remarks: string[]
}

export type WallView = {
  name: string
  team: string | null
  /** The service's own page. */
  href: string
  zone: string
  /** When it was measured, in words: a browser needs no calendar to show it. */
  asOf: string
  headline: string
  window: string
  figures: WallFigure[]
  waiting: { count: number; remarks: string[] }
  /** What people noted in the window, the latest first; `when` in days. */
  notes: { at: number; until: number | null; when: string; text: string }[]
  /** Records left out or in doubt. */
  doubts: number
  /** Names of sources that could not be read as they should. */
  unread: string[]
  /** From 1. */
  place: number
  places: number
  /** Query strings of the wall: here, at its neighbours, and from its beginning. */
  queries: { here: string; next: string; previous: string; start: string }
}

export type WallAnswer = { ok: true; view: WallView } | { ok: false; message: string }

/** `services`: all that are measured; their facts must be up to date with the records. */
export async function loadWall(services: ServiceSummary[], asked: WallAsked, now: number): Promise<WallAnswer> {
  const members = wallMembers(services, asked)
  if (!Array.isArray(members)) return { ok: false, message: members.message }
  const at = asked.service === null ? 0 : members.findIndex(({ slug }) => slug === asked.service)
  const summary = members[at]
  if (!summary)
    return { ok: false, message: `“${shortened(asked.service ?? '')}” is not one of the services shown here.` }
  const { previous } = resolveWindow(asked.choice, summary.timeZone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], previous?.from ?? Number.NEGATIVE_INFINITY, 'details')).get(summary.name)
  if (!facts) return { ok: false, message: `${summary.name} is not measured any more.` }
  const { page, view } = serviceOnWall(facts, asked, now)
  const { name, team, timeZone } = summary
  const noted = await loadAnnotations({ services: [name], teams: team === null ? [] : [team] }, page.range)
  const notes = noted.toReversed().map(({ at: from, until, text }) => {
    return { at: from, until, when: annotationDays({ at: from, until }, timeZone), text: shortened(text, 160) }
  })
  const unread = await loadUnreadSources(now, concernedBy(summary, services))
  const names = unread.map((source) => source.name)
  return { ok: true, view: { ...view, notes, unread: names, ...placeOf(members, at, asked) } }
}

type Member = { name: string; slug: string; team: string | null; deployed: { count: number } }

/** What comes one after another: as listed, else the deployed ones by team and name; or why there is nothing. */
export function wallMembers<S extends Member>(
  services: S[],
  { team, services: listed }: Pick<WallAsked, 'team' | 'services'>,
): S[] | { message: string } {
  if (listed !== null) {
    const found = listed.map(
      (wanted) => services.find(({ slug }) => slug === wanted) ?? services.find(({ name }) => name === wanted),
    )
    const missing = listed.find((_, at) => !found[at])
    if (missing !== undefined) return { message: `There is no service “${shortened(missing)}”.` }
    return [...new Set(found.flatMap((service) => service ?? []))]
  }
  const folded = (text: string | null) => text?.trim().toLocaleLowerCase('en')
  const inTeam = team === null ? services : services.filter((service) => folded(service.team) === folded(team))
  if (inTeam.length === 0) return { message: `There is no team “${shortened(team ?? '')}”.` }
  const deployed = inTeam.filter((service) => service.deployed.count > 0).sort(byTeamAndName)
  return deployed.length > 0 ? deployed : { message: 'No service here has a successful production deployment yet.' }
}

function placeOf(members: Member[], at: number, asked: WallAsked): Pick<WallView, 'place' | 'places' | 'queries'> {
  const query = (place: number) => wallQuery(asked, members.at(place % members.length)?.slug ?? null)
  return {
    place: at + 1,
    places: members.length,
    queries: { here: query(at), next: query(at + 1), previous: query(at - 1), start: wallQuery(asked, null) },
  }
}

type OfFacts = Omit<WallView, 'notes' | 'unread' | 'place' | 'places' | 'queries'>

function serviceOnWall(facts: ServiceFacts, { choice }: WallAsked, now: number): { page: ServicePage; view: OfFacts } {
  const { name, slug, team, timeZone } = facts.service
  const page = servicePage(facts, choice, now)
  const { count, merged, oldestSeconds } = page.waiting
  const words = windowWords(choice)
  const view: OfFacts = {
    name,
    team,
    href: withQuery(`/services/${encodeURIComponent(slug)}`, windowQuery(choice)),
    zone: timeZone,
    asOf: formatInstantIn(page.window.now, timeZone),
    headline: serviceHeadline(page.figures, page.earlierMedian),
    window: words.before === null ? words.name : `${words.name}, compared with ${words.before}`,
    figures: page.figures.map((figure) => figureOnWall(figure, facts, page)),
    waiting: {
      count,
      remarks: [
        ...(oldestSeconds === null ? [] : [`the oldest for ${formatDuration(oldestSeconds)}`]),
        `${merged} merged, not delivered`,
      ],
    },
    doubts: page.notes.reduce((sum, note) => sum + note.count, 0),
  }
  return { page, view }
}

function figureOnWall(figure: ServiceFigure, facts: ServiceFacts, page: ServicePage): WallFigure {
  const { id, title, unit, value, change } = figure
  const isBlind = id === 'flow-efficiency' && value !== null && !tellsWorkFromWaiting(page.stages)
  if (value === null || isBlind) {
    const why = isBlind ? 'not observed' : 'no data'
    return { id, title, value: null, why, change: { kind: 'none' }, points: [], signals: [], remarks: [] }
  }
  const { weeks, last } = signalsOf(id, facts, page)
  // What is counted, and how sure it is; a signal is worth more than how sure.
  const remarks = figureRemarks(figure).slice(0, last === null ? 2 : 1)
  return {
    id,
    title,
    value: formatFigure(unit, value),
    why: '',
    change,
    points: page.trends[id] ?? [],
    signals: weeks,
    remarks: last === null ? remarks : [...remarks, last],
  }
}

/** Weeks that are signals, and the latest in words. */
function signalsOf(id: string, facts: ServiceFacts, { window }: ServicePage): { weeks: string[]; last: string | null } {
  const metric = Object.values(METRICS).find((one) => one.id === id)
  if (!metric) return { weeks: [], last: null }
  const trend = weeklyTrend(metric, [{ facts, window }])
  const signals = trendLimits(metric, trend)?.signals ?? []
  const latest = signals.at(-1)
  const week = latest && trend[latest.index]
  if (!latest || !week) return { weeks: [], last: null }
  const when = formatRange(week.start, week.start + 1, window.timeZone)
  const what = latest.rule === 'run' ? `one of eight or more ${latest.side} the mean` : `${latest.side} its limit`
  return {
    weeks: signals.flatMap(({ index }) => trend[index]?.week ?? []),
    last: `signal: the week of ${when} is ${what}`,
  }
}

function shortened(text: string, most = 40): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text
}
