// What is missing or doubtful in the data behind a report, in sentences.
import { formatCount, formatInstantIn } from '../format'
import type { ReportMaterial } from '../insights/report/material'
import type { ReportSource } from '../insights/report/sources'
import { countWords } from '../insights/service-figures'
import { named, oneLine } from './names'

const MOST_DOUBTS = 6
const MOST_NAMES = 5
const MOST_SOURCES = 6
const LONGEST_NAME = 40
const LONGEST_PROBLEM = 160

/** Those that may not have brought everything of the time before `until`. */
export function sourcesBehind(sources: readonly ReportSource[], until: number): ReportSource[] {
  return sources.filter(({ knownUntil }) => knownUntil === null || knownUntil < until)
}

export function doubtWords(material: ReportMaterial): string[] {
  const { doubts, figures, undeployed } = material
  const young = figures.find(({ id }) => id === 'change-failure-rate')?.provisional ?? 0
  const words = sourceWords(material)
  for (const { count, words: what, affects } of doubts.slice(0, MOST_DOUBTS)) {
    words.push(`${formatCount(count)} ${what.replace(/\.$/, '')}. ${affects}`)
  }
  const more = doubts.length - MOST_DOUBTS
  if (more > 0) words.push(`And ${countWords(more, ['other kind of doubt', 'other kinds of doubt'])}.`)
  if (young > 0) {
    const all = countWords(young, ['deployment was', 'deployments were'])
    words.push(`${all} younger than a day when this was made, and may still turn out to have failed.`)
  }
  if (undeployed.length > 0) words.push(undeployedWords(undeployed))
  return words
}

function sourceWords({ sources, to, zones, period }: ReportMaterial): string[] {
  const behind = sourcesBehind(sources, to)
  const more = behind.length - MOST_SOURCES
  const words = behind.slice(0, MOST_SOURCES).map(({ name, knownUntil, paused, problem }) => {
    const who = named(name, LONGEST_NAME)
    const since =
      knownUntil === null
        ? `${who} has not been read in full yet: its part of the ${period.kind} may be missing`
        : `${who} was last read in full on ${formatInstantIn(knownUntil, zones[0] ?? 'UTC')}: what came later is missing`
    const why = problem === null ? (paused ? 'It is paused.' : '') : `${cut(problem)}`
    return `${since}.${why === '' ? '' : ` ${why}`}`
  })
  if (more > 0) words.push(`And ${countWords(more, ['other source', 'other sources'])} not read in full.`)
  return words
}

function undeployedWords(names: string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => named(name, LONGEST_NAME))
  const more = names.length > shown.length ? ` and ${formatCount(names.length - shown.length)} more` : ''
  const verb = names.length === 1 ? 'has' : 'have'
  return `${shown.join(', ')}${more} ${verb} no known production deployment and ${names.length === 1 ? 'is' : 'are'} not in these figures.`
}

/** An error's message may hold anything that a server answered. */
function cut(problem: string): string {
  const line = oneLine(problem)
  return line.length > LONGEST_PROBLEM ? `${line.slice(0, LONGEST_PROBLEM)}…` : line
}
