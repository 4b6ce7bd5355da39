// Data-quality codes in plain words, and which of them deserve a reader's attention.
import type { QualityCode, ServiceFacts } from '../facts/service'
import { type QualityRow, qualityRows, recordOf } from './quality'

const WORDS: Record<QualityCode, [one: string, many: string]> = {
  unknown_sha: [
    'deployment of a commit that is not in the known history: it counts, but what it delivered is unknown',
    'deployments of commits that are not in the known history: they count, but what they delivered is unknown',
  ],
  missing_finish: [
    'successful deployment without an end time: not counted',
    'successful deployments without an end time: not counted',
  ],
  attempt_missing_finish: [
    'failed attempt without an end time: not counted',
    'failed attempts without an end time: not counted',
  ],
  unknown_paths: [
    'commit without its list of changed files: it cannot be assigned to this service',
    'commits without their lists of changed files: they cannot be assigned to this service',
  ],
  unknown_landing: [
    'merged pull request whose landing commit is not known: it is not measured',
    'merged pull requests whose landing commits are not known: they are not measured',
  ],
  undecided_paths: [
    'deployment of the whole repository left out: nobody told which paths its commits change',
    'deployments of the whole repository left out: nobody told which paths their commits change',
  ],
  deployment_clock: ['deployment that finishes before it starts', 'deployments that finish before they start'],
  parent_cycle: [
    'commit in a circle of parents: the circle was cut',
    'commits in circles of parents: the circles were cut',
  ],
  clock: [
    'change, recovery or incident that ends before it starts: left out',
    'changes, recoveries or incidents that end before they start: left out',
  ],
  unlinked_incident: [
    'incident that is linked to no deployment: it counts for time to restore only',
    'incidents that are linked to no deployment: they count for time to restore only',
  ],
  ambiguous_correction: [
    'correction whose deployment could be another one too: it says nothing until it names a service or a repository',
    'corrections whose deployments could be other ones too: they say nothing until they name a service or a repository',
  ],
  baseline: [
    'change that was there before the first deployment',
    'changes that were there before the first deployment',
  ],
  aggregate: [
    'release or back-merge pull request, whose parts are counted themselves',
    'release or back-merge pull requests, whose parts are counted themselves',
  ],
}

/** These are how measuring works, not something to mend. */
const ORDINARY: QualityCode[] = ['baseline', 'aggregate']

/** A record that figures leave out; `tab` is the list that has its row, null where none has. */
export type QualityRecord = { id: string; tab: 'changes' | 'deployments' | 'incidents' | null }
export type QualityNote = {
  code: QualityCode
  count: number
  words: string
  records: QualityRecord[]
  /** The list that shows all of them, where there is one. */
  list: { tab: 'changes' | 'deployments' | 'incidents'; show: string } | null
}

const LISTS: Partial<Record<QualityCode, QualityNote['list']>> = {
  unknown_sha: { tab: 'deployments', show: 'unknown' },
  unlinked_incident: { tab: 'incidents', show: 'unlinked' },
}
const SHOWN_RECORDS = 5

/** What a reader should know before trusting the window's figures, the most frequent first. */
export function qualityNotes(facts: ServiceFacts, window: { from: number; to: number }): QualityNote[] {
  const byCode = new Map<QualityCode, QualityRow[]>()
  for (const row of qualityRows(facts, window)) {
    const same = byCode.get(row.code)
    if (same) same.push(row)
    else byCode.set(row.code, [row])
  }
  return [...byCode]
    .filter(([code]) => !ORDINARY.includes(code))
    .map(([code, all]) => ({
      code,
      count: all.length,
      words: WORDS[code][all.length === 1 ? 0 : 1],
      records: all.slice(0, SHOWN_RECORDS).map((row) => ({
        id: recordOf(facts, row),
        tab: row.table === 'quality' ? null : row.table,
      })),
      list: LISTS[code] ?? null,
    }))
    .sort((a, b) => b.count - a.count)
}
