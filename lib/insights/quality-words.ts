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
    'commit without its list of changed files: nobody can tell to which services it belongs',
    'commits without their lists of changed files: nobody can tell to which services they belong',
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
export const ORDINARY: QualityCode[] = ['baseline', 'aggregate']

export function qualityWords(code: QualityCode, count: number): string {
  return WORDS[code][count === 1 ? 0 : 1]
}

/** Which figures a code moves, and what its owner can do; in words. */
export const ABOUT: Record<QualityCode, { affects: string; mend: string }> = {
  unknown_sha: {
    affects: 'Lead time and flow efficiency miss what these delivered; frequency and failures are complete.',
    mend: 'Collect the commits of the repository in full: a shallow clone, a force-pushed branch or a build of a fork lacks them.',
  },
  missing_finish: {
    affects: 'Deployment frequency is too low, lead times end with a later deployment.',
    mend: 'Let the pipeline report when it ended (finishedAt).',
  },
  attempt_missing_finish: {
    affects: 'Failed attempts are too few; no metric counts them.',
    mend: 'Let the pipeline report when it ended (finishedAt).',
  },
  unknown_paths: {
    affects: 'A service of some folders misses these commits: lead time has too few changes.',
    mend: 'Collect the repository with git, which tells the changed files; the next run reads them.',
  },
  undecided_paths: {
    affects: 'Deployment frequency and failure rate of a service of some folders leave these out.',
    mend: 'Collect the repository with git, which tells the changed files; the next run reads them.',
  },
  unknown_landing: {
    affects: 'Lead time misses these pull requests.',
    mend: 'Collect the default branch in full; after a rewritten history nothing can be done for old ones.',
  },
  deployment_clock: {
    affects: 'The deploy stage of these is 0; everything else uses the finish.',
    mend: 'Set the clock of the machine that reports deployments.',
  },
  parent_cycle: {
    affects: 'Which deployment delivered these may be wrong.',
    mend: 'Import the commits again from git; git itself makes no circles.',
  },
  clock: {
    affects: 'Left out of lead time, recovery time or time to restore, whichever they belong to.',
    mend: 'Set the clocks of the machines that commit and report; correct the times of incidents in their source.',
  },
  unlinked_incident: {
    affects: 'Change failure rate and recovery time do not know them.',
    mend: 'Name the cause in the incident (“caused by #12”), or give the incident its service.',
  },
  ambiguous_correction: {
    affects: 'What the correction should change stays as the rules say.',
    mend: 'Let the correction name a service or a repository.',
  },
  baseline: {
    affects: 'Nothing: nobody can say when they arrived, so no figure counts them.',
    mend: 'Nothing to mend. Collecting from further back moves the beginning.',
  },
  aggregate: {
    affects: 'Nothing: their parts are counted themselves.',
    mend: 'Nothing to mend.',
  },
}

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
      words: qualityWords(code, all.length),
      records: all.slice(0, SHOWN_RECORDS).map((row) => ({
        id: recordOf(facts, row),
        tab: row.table === 'quality' ? null : row.table,
      })),
      list: LISTS[code] ?? null,
    }))
    .sort((a, b) => b.count - a.count)
}
