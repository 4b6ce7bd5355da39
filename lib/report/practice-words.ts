// What a team decided and agreed on, in sentences: its open actions, and exceptions from its working agreements.
import { formatCount, formatRate } from '../format'
import { AGREEMENTS } from '../insights/agreements'
import { agreementWords, exceptionWords } from '../insights/agreements-load'
import { expectationWords } from '../insights/expectation'
import type { ReportMaterial } from '../insights/report/material'
import { COURSES, type Course, type ReportAction } from '../insights/report/practices'
import { readingWords } from '../insights/retro-words'
import { countWords } from '../insights/service-figures'
import { parseDay } from '../time'
import { named } from './names'
import type { ReportSection } from './report'

const MOST_ACTIONS = 8
const MOST_EXCEPTIONS = 2
const MOST_TEAMS = 20
const LONGEST = { action: 120, exception: 120, team: 40 }

const ALONE: Record<Course, string> = {
  on: 'on course',
  off: 'not on course',
  early: 'too early to say',
  held: 'held',
  missed: 'did not hold',
  few: 'too little data to say',
}
const EXCEPTIONS: [string, string] = ['exception', 'exceptions']

/** Null where nothing is open. */
export function actionsSection({ practices: { actions, teamActions } }: ReportMaterial): ReportSection | null {
  if (actions.length > 0) {
    const lines = limited(actions, MOST_ACTIONS, actionLine, ['open action', 'open actions'])
    return { title: 'Open actions of the last retros', lines }
  }
  if (teamActions.length === 0) return null
  const line = ({ team, courses }: (typeof teamActions)[number]) => {
    const parts = COURSES.flatMap((course) =>
      courses[course] > 0 ? `${formatCount(courses[course])} ${ALONE[course]}` : [],
    )
    return `${named(team, LONGEST.team)}: ${parts.join(', ')}.`
  }
  return {
    title: 'Open actions of the teams’ last retros',
    lines: limited(teamActions, MOST_TEAMS, line, ['team', 'teams']),
  }
}

function actionLine(action: ReportAction): string {
  const { text, outcome, course } = action
  const head = `“${named(text, LONGEST.action)}”`
  const expected = `Expected ${lowered(expectationWords(action))}`
  if (outcome === null || course === null) return `${head}: nobody can tell, its measure is not known any more.`
  const { unit, after, counts, days, elapsedDays, verdict, wasSo } = outcome
  const basis = after.n > 0 ? ` (${countWords(after.n, counts)})` : ''
  const reading = `${readingWords(unit, after)}${basis}`
  const length = (parseDay(days.to) ?? 0) - (parseDay(days.from) ?? 0)
  const so =
    verdict === 'running' && elapsedDays === 0
      ? 'its weeks have not begun'
      : verdict === 'running'
        ? `so far ${reading}, after ${formatCount(elapsedDays)} of ${countWords(length, ['day', 'days'])}`
        : `it was ${reading}`
  const before = wasSo && (course === 'on' || course === 'held') ? ' It was so before already.' : ''
  return `${head}: ${ALONE[course]}. ${expected}; ${so}.${before}`
}

/** Null where everything was kept, or nothing is agreed. */
export function agreementsSection({ practices: { agreements, teamAgreements } }: ReportMaterial): ReportSection | null {
  const title = 'Exceptions from working agreements'
  const lines = (agreements?.readings ?? []).flatMap((reading) => {
    const { id, n, kept, exceptions } = reading
    if (kept === n) return []
    const shown = exceptions
      .slice(0, MOST_EXCEPTIONS)
      .map((held) => named(exceptionWords(id, held, agreements?.zone ?? 'UTC'), LONGEST.exception))
    const which = n - kept > shown.length ? 'Furthest beyond it' : 'Beyond it'
    const share = `${formatCount(kept)} of ${countWords(n, AGREEMENTS[id].counts)} (${formatRate(kept / n)})`
    return [`${agreementWords(reading)}: kept by ${share}. ${which}: ${shown.join('; ')}.`]
  })
  if (lines.length > 0) return { title, lines }
  const broken = teamAgreements.filter(({ exceptions }) => exceptions > 0)
  if (broken.length === 0) return null
  const line = ({ team, agreed, broken: count, exceptions }: (typeof broken)[number]) =>
    `${named(team, LONGEST.team)}: ${countWords(exceptions, EXCEPTIONS)} from ${formatCount(count)} of ${countWords(agreed, ['agreement', 'agreements'])}.`
  return { title, lines: limited(broken, MOST_TEAMS, line, ['team', 'teams']) }
}

function limited<One>(
  list: readonly One[],
  most: number,
  line: (one: One) => string,
  counts: [one: string, many: string],
): string[] {
  const more = list.length - most
  return [...list.slice(0, most).map(line), ...(more > 0 ? [`And ${countWords(more, counts)} more.`] : [])]
}

function lowered(words: string): string {
  return `${words[0]?.toLowerCase() ?? ''}${words.slice(1)}`
}
