// What the figures of many services leave out or doubt in a window, with what it moves and how it is mended: the page of data quality.
import type { QualityCode, ServiceFacts } from '../facts/service'
import { DEPLOYMENT } from '../facts/tables'
import { deliveredChanges, successes } from '../metrics/population'
import { windowOf } from './measure'
import { resolveWindow, type WindowChoice } from './page-window'
import { qualityRows } from './quality'
import { ABOUT, ORDINARY, qualityWords } from './quality-words'

/** Besides what is left out: what is counted and says less than it might. */
type Remark = 'without_pull_request' | 'empty_deployment'

export type QualityLine = {
  id: QualityCode | Remark
  count: number
  /** Of how many, where it is a share. */
  of: number | null
  words: string
  affects: string
  mend: string
  /** The most concerned first. */
  services: { name: string; slug: string; count: number }[]
}
export type QualityReport = {
  /** To be mended or known before a figure is trusted. */
  doubts: QualityLine[]
  /** How measuring works. */
  ordinary: QualityLine[]
  services: number
  /** Services without any doubt. */
  clean: number
}

const REMARKS: Record<Remark, Pick<QualityLine, 'affects' | 'mend'> & { words: [one: string, many: string] }> = {
  without_pull_request: {
    words: ['delivered change without a pull request', 'delivered changes without a pull request'],
    affects: 'Nobody can tell their review and waiting from their coding: flow efficiency and the stages say less.',
    mend: 'Connect the place where pull requests are (GitHub, GitLab). Commits pushed straight to the default branch have none.',
  },
  empty_deployment: {
    words: ['deployment that brought no change of its own', 'deployments that brought no change of their own'],
    affects: 'They count for frequency and failure rate and say nothing about lead time.',
    mend: 'Nothing, if they were redeployments or configuration. Else see that the deployed commit is the one that was built.',
  },
}

type Member = { facts: ServiceFacts; slug: string }

/** Most frequent first. */
export function qualityReport(members: Member[], choice: WindowChoice, now: number): QualityReport {
  const lines = new Map<QualityLine['id'], QualityLine>()
  let clean = 0
  for (const { facts, slug } of members) {
    const { name, timeZone } = facts.service
    const { window: range } = resolveWindow(choice, timeZone, now, facts.deployed.firstAt)
    const counts = new Map<QualityLine['id'], number>()
    for (const { code } of qualityRows(facts, range)) counts.set(code, (counts.get(code) ?? 0) + 1)
    if (![...counts.keys()].some((code) => !ORDINARY.includes(code as QualityCode))) clean += 1
    const remarks = remarksOf(facts, range, now)
    for (const [id, { count, of }] of Object.entries(remarks) as [Remark, { count: number; of: number }][]) {
      add(lines, id, count, { name, slug }, of)
    }
    for (const [id, count] of counts) add(lines, id, count, { name, slug }, null)
  }
  const all = [...lines.values()].filter(({ count }) => count > 0).map(worded)
  all.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
  const isOrdinary = ({ id }: QualityLine) => id === 'empty_deployment' || ORDINARY.includes(id as QualityCode)
  return {
    doubts: all.filter((line) => !isOrdinary(line)),
    ordinary: all.filter(isOrdinary),
    services: members.length,
    clean,
  }
}

function add(
  lines: Map<QualityLine['id'], QualityLine>,
  id: QualityLine['id'],
  count: number,
  service: { name: string; slug: string },
  of: number | null,
): void {
  const line = lines.get(id) ?? { id, count: 0, of: null, words: '', affects: '', mend: '', services: [] }
  line.count += count
  if (of !== null) line.of = (line.of ?? 0) + of
  if (count > 0) line.services.push({ ...service, count })
  lines.set(id, line)
}

function worded(line: QualityLine): QualityLine {
  const services = line.services.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  if (line.id === 'without_pull_request' || line.id === 'empty_deployment') {
    const { words, affects, mend } = REMARKS[line.id]
    return { ...line, services, words: words[line.count === 1 ? 0 : 1], affects, mend }
  }
  return { ...line, services, words: qualityWords(line.id, line.count), ...ABOUT[line.id] }
}

function remarksOf(
  facts: ServiceFacts,
  range: { from: number; to: number },
  now: number,
): Record<Remark, { count: number; of: number }> {
  const delivered = deliveredChanges(facts, windowOf(facts, { ...range, now }))
  const deployed = successes(facts, range)
  const { changes, flags } = facts.deployments
  const isEmpty = (row: number) => (changes[row] ?? 0) === 0 && ((flags[row] ?? 0) & DEPLOYMENT.baseline) === 0
  return {
    without_pull_request: {
      count: delivered.filter((row) => Number.isNaN(facts.changes.createdAt[row])).length,
      of: delivered.length,
    },
    empty_deployment: { count: deployed.filter(isEmpty).length, of: deployed.length },
  }
}
