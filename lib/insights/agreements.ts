// A team's working agreements: what each promises, how often it was kept, week by week, and its exceptions. Nobody is named.

import { DEPLOYMENT } from '../facts/tables'
import { successes, waitingChanges } from '../metrics/population'
import { RED_LIMIT_SECONDS, redSpells } from '../metrics/red-mainline'
import type { MainlineVerdict } from '../records/runs'
import { dayBuckets, isoWeekKey, isoWeekStart, weekBuckets } from '../time'
import { groupedBy } from './grouped'
import { workingWindow } from './measure'
import type { Sample } from './metric-points'
import { findMeasure } from './retro-measure'
import { changeIdAt, nameAt } from './rows'
import type { TrendPoint } from './trend'

export const AGREEMENT_IDS = ['first-review', 'open-age', 'red-mainline', 'batch', 'in-progress'] as const
export type AgreementId = (typeof AGREEMENT_IDS)[number]
/** In each agreement's own unit; one without a limit is not agreed on. */
export type Limits = Partial<Record<AgreementId, number>>

export type Agreement = {
  id: AgreementId
  /** "First review within", before the limit; and what follows it. */
  words: [before: string, unit: string]
  /** What is counted, one and many. */
  counts: [one: string, many: string]
  /** How it is measured, printed beside it. */
  definition: string
  usual: number
  most: number
}

export const AGREEMENTS: Record<AgreementId, Agreement> = {
  'first-review': {
    id: 'first-review',
    words: ['First review within', 'hours'],
    counts: ['change', 'changes'],
    definition:
      'Of the changes delivered, from ready for review to the first review by another person. In working hours where the service has a calendar, else in elapsed time.',
    usual: 8,
    most: 1000,
  },
  'open-age': {
    id: 'open-age',
    words: ['Pull requests open at most', 'days'],
    counts: ['pull request at a week’s end', 'pull requests at a week’s end'],
    definition: 'Of the pull requests open at the end of each week, or now: days since each was opened.',
    usual: 5,
    most: 365,
  },
  'red-mainline': {
    id: 'red-mainline',
    words: ['Mainline red at most', 'minutes'],
    counts: ['time red', 'times red'],
    definition: 'From a failed run of a pipeline on the default branch until its next successful one.',
    usual: RED_LIMIT_SECONDS / 60,
    most: 10_080,
  },
  batch: {
    id: 'batch',
    words: ['A deployment brings at most', 'changes'],
    counts: ['deployment', 'deployments'],
    definition: 'Changes that each successful production deployment delivered, bots’ included; the baseline is none.',
    usual: 10,
    most: 10_000,
  },
  'in-progress': {
    id: 'in-progress',
    words: ['Work in progress at most', 'changes'],
    counts: ['day', 'days'],
    definition:
      'At the end of each day: open pull requests and merged changes that no deployment has delivered, of the whole team.',
    usual: 12,
    most: 100_000,
  },
}

/** One thing that an agreement is about, in the agreement's unit. */
export type Held = {
  at: number
  value: number
  /** The repository where the mainline was red; null: all of the team's. */
  service: string | null
  what: string | null
  /** Of a deployment, beside its id; a frozen one may lack it. */
  source?: string
}
/** What hours are counted in: working ones where a service has a calendar, in all of them or in some. */
export type ReviewClock = 'working' | 'elapsed' | 'both'
export type AgreementReading = {
  id: AgreementId
  limit: number
  /** Of the first review alone; a frozen one may lack it. */
  clock?: ReviewClock
  n: number
  kept: number
  /** The share kept in each ISO week of the first service's zone. */
  weeks: TrendPoint[]
  /** The furthest beyond the limit first; of very many only these. */
  exceptions: Held[]
}

const HOUR = 3600
const DAY = 86_400
const MOST_EXCEPTIONS = 12

type Asked = { samples: readonly Sample[]; verdicts: ReadonlyMap<string, MainlineVerdict[]>; limits: Limits }

/** Only what has a limit is read. `verdicts` are by repository, from the window's beginning on. */
export function readAgreements({ samples, verdicts, limits }: Asked): AgreementReading[] {
  return AGREEMENT_IDS.flatMap((id) => {
    const limit = limits[id]
    return limit === undefined ? [] : [judged(id, limit, heldOf(id, samples, verdicts), samples)]
  })
}

/** Pure: a limit is kept when the value is not above it. */
function judged(id: AgreementId, limit: number, held: Held[], samples: readonly Sample[]): AgreementReading {
  const beyond = held.filter(({ value }) => value > limit).sort((a, b) => b.value - a.value || b.at - a.at)
  return {
    id,
    limit,
    ...(id === 'first-review' ? { clock: reviewClock(samples.map(({ facts }) => facts.service)) } : {}),
    n: held.length,
    kept: held.length - beyond.length,
    weeks: weeksOf(limit, held, samples),
    exceptions: beyond.slice(0, MOST_EXCEPTIONS),
  }
}

/** Which hours the first review of these services is counted in. */
export function reviewClock(services: readonly { calendar: unknown }[]): ReviewClock {
  const working = services.filter(({ calendar }) => calendar !== null).length
  if (working === 0) return 'elapsed'
  return working === services.length ? 'working' : 'both'
}

function weeksOf(limit: number, held: Held[], samples: readonly Sample[]): TrendPoint[] {
  const [first] = samples
  if (!first) return []
  const { from, to, now, timeZone } = first.window
  const weeks = weekBuckets(from, Math.min(to, now), timeZone, now)
  const inWeek = groupedBy(held, ({ at }) => isoWeekKey(at, timeZone))
  return weeks.map(({ key, start, partial }): TrendPoint => {
    const all = inWeek.get(key) ?? []
    const kept = all.filter(({ value }) => value <= limit).length
    return { week: key, start, value: all.length === 0 ? null : kept / all.length, n: all.length, partial }
  })
}

function heldOf(id: AgreementId, samples: readonly Sample[], verdicts: Asked['verdicts']): Held[] {
  if (id === 'first-review') return samples.flatMap(firstReviews)
  if (id === 'open-age') return samples.flatMap(openAges)
  if (id === 'batch') return samples.flatMap(batches)
  return id === 'red-mainline' ? redTimes(samples, verdicts) : workInProgress(samples)
}

function firstReviews({ facts, window }: Sample): Held[] {
  const { calendar, name } = facts.service
  const clock = calendar ? workingWindow(window, calendar) : window
  const rows = findMeasure('stage:pickup')?.rows(facts, clock) ?? []
  return rows.map(({ row, at, value }) => ({ at, value: value / HOUR, service: name, what: changeIdAt(facts, row) }))
}

/** The last instants of the window's days or weeks that have come, now included. */
function endsOf({ window }: Sample, every: 'day' | 'week'): number[] {
  const { from, to, now, timeZone } = window
  const until = Math.min(to, now)
  const ends = dayBuckets(from, until, timeZone, now).map(({ end }) => Math.min(end, until))
  if (every === 'day') return ends
  return ends.filter((end) => end === until || isoWeekStart(end, timeZone) === end)
}

function openAges(sample: Sample): Held[] {
  const { facts, window } = sample
  const { createdAt, mergedAt } = facts.changes
  return endsOf(sample, 'week').flatMap((at) =>
    waitingChanges(facts, { ...window, to: at }).flatMap(({ row }): Held[] => {
      const opened = createdAt[row] as number
      if (Number.isNaN(opened) || (mergedAt[row] as number) < at) return []
      const what = changeIdAt(facts, row)
      return [{ at: at - 1, value: (at - opened) / 1000 / DAY, service: facts.service.name, what }]
    }),
  )
}

function batches({ facts, window }: Sample): Held[] {
  const { changes, finishedAt, flags } = facts.deployments
  return successes(facts, window)
    .filter((row) => ((flags[row] ?? 0) & DEPLOYMENT.baseline) === 0)
    .map((row) => {
      const { source, id } = nameAt(facts.deployments, row)
      return { at: finishedAt[row] ?? 0, value: changes[row] ?? 0, service: facts.service.name, source, what: id }
    })
}

/** Each repository once. What is red still counts with its age now. */
function redTimes(samples: readonly Sample[], verdicts: Asked['verdicts']): Held[] {
  const first = new Map(samples.toReversed().map((sample) => [sample.facts.service.repository, sample]))
  return [...first].flatMap(([repository, { window }]) =>
    redSpells(verdicts.get(repository) ?? [], window).map(({ pipeline, redAt, greenAt }): Held => {
      const minutes = ((greenAt ?? window.now) - redAt) / 60_000
      return { at: redAt, value: minutes, service: repository, what: pipeline }
    }),
  )
}

/** Of all services together, at the ends of the first one's days. */
function workInProgress(samples: readonly Sample[]): Held[] {
  const [first] = samples
  if (!first) return []
  return endsOf(first, 'day').map((at) => {
    const counts = samples.map(({ facts, window }) => waitingChanges(facts, { ...window, to: at }).length)
    return { at: at - 1, value: counts.reduce((sum, count) => sum + count, 0), service: null, what: null }
  })
}
