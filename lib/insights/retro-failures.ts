// The story of every deployment that failed in the days of a retro: what it held, how it was found, recovered and repaired.
import { type FactName, keyOf } from '../facts/fact-key'
import { formatDuration } from '../format'
import { failedDeployments } from '../metrics/population'
import { recoverySeconds } from '../metrics/recovery-time'
import { loadFactRows, loadIncidentsOf } from '../store/fact-rows'
import { loadIncidentCourses } from '../store/stream-records'
import type { Sample } from './metric-points'
import { setApart } from './name-words'
import { type QuotedChange, quote } from './retro-delivered'
import { changesOf } from './row-details'
import { nameAt } from './rows'
import { failureWords } from './rule-words'
import { shortSha } from './service-rows'

export type RetroIncident = {
  id: string
  title: string
  url: string | null
  startedAt: number
  /** Seconds from its beginning until somebody or something noticed; null where its source does not say. */
  detectedSeconds: number | null
  restoreSeconds: number | null
}

export type RetroFailure = {
  service: string
  slug: string
  source: string
  id: string
  sha: string | null
  url: string | null
  finishedAt: number
  succeeded: boolean
  /** How many changes it brought, and the first of them. */
  count: number
  changes: QuotedChange[]
  /** Why it counts as failed, in words. */
  found: string[]
  incidents: RetroIncident[]
  /** Null: not recovered, or before it finished. */
  recoverySeconds: number | null
  open: boolean
  repairs: { kind: 'rollback' | 'revert' | 'hotfix'; id: string; finishedAt: number }[]
  /** Deployments that its incidents name as their fix. */
  fixes: string[]
}
export type RetroFailures = { total: number; shown: RetroFailure[] }

const MOST_FAILURES = 20
const MOST_CHANGES = 3

/** The latest first; of very many only the latest are told. */
export async function loadFailures(samples: readonly Sample[]): Promise<RetroFailures> {
  const all = samples.flatMap((sample) =>
    failedDeployments(sample.facts, sample.window).map((row) => ({
      sample,
      name: nameAt(sample.facts.deployments, row),
      at: sample.facts.deployments.finishedAt[row] ?? 0,
    })),
  )
  const latest = all.sort((a, b) => b.at - a.at).slice(0, MOST_FAILURES)
  const shown = await Promise.all(latest.map(({ sample, name }) => loadFailure(sample, name)))
  return { total: all.length, shown: shown.flat() }
}

async function loadFailure(sample: Sample, name: FactName): Promise<RetroFailure[]> {
  const { facts, window } = sample
  const { name: service, slug } = facts.service
  const load = (wanted: Parameters<typeof loadFactRows>[1]) => loadFactRows(service, wanted)
  const [{ deployments }, linked] = await Promise.all([load({ deployments: [name] }), loadIncidentsOf(service, name)])
  const fact = deployments.get(keyOf(name))
  if (!fact) return []
  const isThis = (one: { service: string; source: string; deployment: string }) =>
    one.service === service && one.source === fact.source && one.deployment === fact.id
  const incidents = linked.map(({ incident }) => incident).filter(({ links }) => links.some(isThis))
  const by = fact.repairs.map((repair): FactName => {
    const [source, id] = JSON.parse(repair.by) as [string, string] // sound: keyOf wrote it
    return { source, id }
  })
  const [changes, courses, repaired] = await Promise.all([
    fact.baseline ? [] : changesOf(facts, fact, load),
    loadIncidentCourses(incidents),
    load({ deployments: by }),
  ])
  const courseOf = new Map(courses.map((course) => [keyOf(course), course]))
  return [
    {
      service,
      slug,
      source: fact.source,
      id: fact.id,
      sha: fact.sha,
      url: fact.url,
      finishedAt: fact.finishedAt,
      succeeded: fact.succeeded,
      count: fact.changes,
      changes: changes.slice(0, MOST_CHANGES).map((change) => quote(sample, change)),
      found: fact.reasons.map(failureWords),
      incidents: incidents.map((incident): RetroIncident => {
        const { id, title, url, startedAt, resolvedAt } = incident
        const detectedAt = courseOf.get(keyOf(incident))?.detectedAt ?? null
        const since = (at: number | null) => (at === null || at < startedAt ? null : window.seconds(startedAt, at))
        return { id, title, url, startedAt, detectedSeconds: since(detectedAt), restoreSeconds: since(resolvedAt) }
      }),
      recoverySeconds: recoverySeconds(fact, window.seconds),
      open: fact.recoveredAt === null,
      repairs: fact.repairs.flatMap(({ kind, by }) => {
        const found = repaired.deployments.get(by)
        return found ? [{ kind, id: found.id, finishedAt: found.finishedAt }] : []
      }),
      fixes: [...new Set(incidents.flatMap(({ fixedBy }) => fixedBy.map(({ deployment }) => deployment)))],
    },
  ]
}

const REPAIRS = { rollback: 'rolled back by', revert: 'reverted by', hotfix: 'repaired by the hotfix' } as const

const LONGEST_TITLE = 200

/** What is told of one, a sentence each. Ids and titles are as their sources have them. */
export function failureStory(failure: RetroFailure): string[] {
  const { found, incidents, open, recoverySeconds: recovery, repairs, fixes, succeeded } = failure
  const story = [
    `${succeeded ? 'It reached production and failed' : 'It never reached production'}: ${found.join('; ')}.`,
  ]
  for (const { title, detectedSeconds, restoreSeconds } of incidents) {
    const noticed = detectedSeconds === null ? '' : `, noticed after ${formatDuration(detectedSeconds)}`
    const over = restoreSeconds === null ? ', not resolved yet' : `, resolved after ${formatDuration(restoreSeconds)}`
    story.push(`Incident “${setApart(title, LONGEST_TITLE)}”${noticed}${over}.`)
  }
  const repaired = [
    ...repairs.map(({ kind, id }) => `${REPAIRS[kind]} ${shortSha(id)}`),
    ...fixes.filter((id) => !repairs.some((repair) => repair.id === id)).map((id) => `fixed by ${shortSha(id)}`),
  ]
  if (repaired.length > 0) story.push(`It was ${repaired.join(', ')}.`)
  if (recovery !== null) story.push(`Recovered after ${formatDuration(recovery)}.`)
  else story.push(open ? 'Not recovered yet.' : 'By its times it recovered before it was deployed; a clock was wrong.')
  return story
}
