// What stood out in a week, each under its heading. What did not happen has no heading.
import type { Stage } from '../facts/stage'
import { formatCount, formatDuration, formatInstantIn } from '../format'
import type { ReportChange, ReportFailure, ReportMaterial, ReportStuck } from '../insights/report/material'
import { countWords } from '../insights/service-figures'
import { named } from './names'
import { recoveredWords } from './news'
import { agreementsSection } from './practice-words'
import type { ReportSection } from './report'

const MOST_FAILURES = 6
const LONGEST = { title: 80, name: 40, deployment: 40 }

const WAITED: Record<Stage, string> = {
  coding: 'until it was ready for review',
  pickup: 'for its first review',
  review: 'for its approval',
  merge: 'to be merged',
  queue: 'for a pipeline to start',
  build: 'for its pipelines',
  release: 'for its deployment to start',
  deploy: 'for its deployment to end',
}
const WAITS: Record<ReportStuck['state'], string> = {
  coding: 'to be ready for review',
  pickup: 'for a first review',
  review: 'for an approval',
  merge: 'to be merged since its approval',
  delivery: 'for a deployment since it was merged',
}

export function stoodOut(material: ReportMaterial): ReportSection[] {
  const sections = [
    waitSection(material),
    failureSection(material),
    batchSection(material),
    agreementsSection(material),
    stuckSection(material),
  ]
  return sections.filter((section) => section !== null)
}

/** Of one service its name says nothing. */
function at({ scope }: Pick<ReportMaterial, 'scope'>, service: string, word: 'at' | 'of' = 'at'): string {
  return scope.kind === 'service' ? '' : ` ${word} ${named(service, LONGEST.name)}`
}

function changeWords(material: ReportMaterial, { service, label, title }: ReportChange): string {
  const shown = named(title, LONGEST.title)
  return `${named(label, LONGEST.name)}${shown === '' ? '' : ` “${shown}”`}${at(material, service)}`
}

function waitSection(material: ReportMaterial): ReportSection | null {
  const { longestWait } = material
  if (!longestWait) return null
  const { stage, seconds } = longestWait
  const line = `${changeWords(material, longestWait)} waited ${formatDuration(seconds)} ${WAITED[stage]}.`
  return { title: 'Longest wait', lines: [line] }
}

function failureSection(material: ReportMaterial): ReportSection | null {
  const { failures } = material
  if (failures.length === 0) return null
  const lines = failures.slice(0, MOST_FAILURES).map((failure) => failureWords(material, failure))
  const more = failures.length - lines.length
  if (more > 0) lines.push(`And ${countWords(more, ['failed deployment', 'failed deployments'])} more.`)
  return { title: failures.length === 1 ? 'Failed deployment' : 'Failed deployments', lines }
}

function failureWords(material: ReportMaterial, failure: ReportFailure): string {
  const { service, deployment, finishedAt, zone, isAttempt, reasons } = failure
  const when = `${formatInstantIn(finishedAt, zone)}${material.zones.length > 1 ? ` (${zone})` : ''}`
  const what = `${named(deployment, LONGEST.deployment)}${at(material, service, 'of')}`
  const because = reasons.length === 0 ? '' : `: ${reasons.join(', ')}`
  return `${when}, ${what}${isAttempt ? ', which never reached production' : ''}${because}; ${recoveredWords(failure)}.`
}

function batchSection(material: ReportMaterial): ReportSection | null {
  const { largestBatch } = material
  // One change at a time is the smallest batch there is.
  if (!largestBatch || largestBatch.changes < 2) return null
  const { service, deployment, changes, lines } = largestBatch
  const size = countWords(changes, ['change', 'changes'])
  const told = lines === null ? '' : ` and ${countWords(lines, ['line', 'lines'])}`
  const line = `${size}${told} in one deployment, ${named(deployment, LONGEST.deployment)}${at(material, service, 'of')}.`
  return { title: 'Largest batch', lines: [line] }
}

function stuckSection(material: ReportMaterial): ReportSection | null {
  const { count, waiting, line, oldest } = material.stuck
  if (count === 0) return null
  const head =
    waiting === 1
      ? `The one change that waits is older than ${line}\u00a0% of delivered changes were at the same point.`
      : `${formatCount(count)} of ${countWords(waiting, ['waiting change', 'waiting changes'])} ${count === 1 ? 'is' : 'are'} older than ${line}\u00a0% of delivered changes were at the same point.`
  const lines = oldest.map((one) => {
    const [stay, age] = [formatDuration(one.staySeconds), formatDuration(one.ageSeconds)]
    return `${changeWords(material, one)} has waited ${stay} ${WAITS[one.state]}${stay === age ? '' : `; it is ${age} old`}.`
  })
  return { title: 'Stuck work', lines: [head, ...lines] }
}
