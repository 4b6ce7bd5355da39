// What a deployment rule would make of the latest events, before anybody decides on it.
import { readEvents } from '../derive/deployments'
import { type ExplainedEvent, explainRule } from '../derive/explain'
import { keyOf } from '../facts/fact-key'
import type { RepositoryInput, ServiceInput } from '../records/loaded'
import type { DeploymentRule } from '../records/schema'
import { kindsOfEvents, loadHistory, loadRecentEvents } from '../store/recent-events'
import { loadConfigured, unconfigured } from '../store/services'
import { reasonWords } from './reason-words'

/** A service's rule as it might be. `was`: its name now, where it would get another. */
export type Trial = {
  was: string
  repository: string
  name: string
  rule: DeploymentRule
  paths: string[] | null
  productionEnvironments: string[] | null
}

export type PreviewRow = {
  key: string
  title: string
  id: string
  /** Epoch milliseconds of its end, else of what is known. */
  at: number | null
  status: string
  /** Null where the rule gives one and does not read the event. */
  environment: string | null
  url: string | null
  verdict: 'counts' | 'failed' | 'not'
  words: string
}

export type RulePreview = {
  /** Newest first. */
  rows: PreviewRow[]
  /** Of `rows`; regions that are one deployment count once in `deployments`. */
  counts: { counting: number; deployments: number; failed: number }
  /** Where there is no event of the kind: the kinds that there are. */
  instead: DeploymentRule['from'][]
  /** The history was too long to compare all of it with the paths. */
  isCut: boolean
}

/** How many events are shown, and how many more are read before them for services with paths. */
export const SHOWN = 100
const BEFORE = 100
const MOST_COMMITS = 5000

export async function previewRule(trial: Trial): Promise<RulePreview> {
  const { repository, rule } = trial
  const services = (await loadConfigured(repository)).map(({ input }) => input)
  const known = services.find(({ name }) => name === trial.was) ?? unconfigured(repository, trial.was).input
  const service: ServiceInput = {
    ...known,
    name: trial.name,
    paths: trial.paths,
    productionEnvironments: trial.productionEnvironments,
    rule,
  }
  const names = [service, ...services].flatMap(({ name, aliases }) => [name, ...aliases])
  const asked = { repository, services: [...new Set(names)] }
  const limit = trial.paths === null ? SHOWN : SHOWN + BEFORE
  const events = await loadRecentEvents({ ...asked, kind: rule.from, limit })
  const { records, isCut } =
    trial.paths === null ? { records: events, isCut: false } : await withHistory(service, events)

  const owners = new Map(records.deployments.map((deployment) => [keyOf(deployment), deployment.service]))
  const explained = explainRule(rule, service, records, 'production')
  explained.sort((a, b) => (timeOf(b) ?? Number.POSITIVE_INFINITY) - (timeOf(a) ?? Number.POSITIVE_INFINITY) || 0)
  const shown = explained.slice(0, SHOWN)
  const rows = shown.map((event): PreviewRow => {
    const { candidate, refusal, title, status, verdict } = event
    const { id, url } = candidate
    const environment = rule.from === 'deployment' || refusal === null ? candidate.environment : null
    const owner = owners.get(keyOf(candidate)) ?? null
    const common = { key: keyOf(candidate), title, id, at: timeOf(event), status, environment, url }
    if (verdict.counts) {
      const words = verdict.with === null ? 'Counts.' : `Counts as another region of ${verdict.with}.`
      return { ...common, verdict: 'counts', words }
    }
    const words = reasonWords(verdict.reason, { event, rule, service, defaultBranch: records.defaultBranch, owner })
    return { ...common, verdict: verdict.reason === 'failed' ? 'failed' : 'not', words }
  })
  const counting = shown.flatMap(({ verdict }) => (verdict.counts ? [verdict] : []))
  return {
    rows,
    counts: {
      counting: counting.length,
      deployments: counting.filter((verdict) => verdict.with === null).length,
      failed: rows.filter(({ verdict }) => verdict === 'failed').length,
    },
    instead: rows.length > 0 ? [] : await kindsOfEvents(asked),
    isCut,
  }
}

function timeOf({ candidate }: ExplainedEvent): number | null {
  return candidate.finishedAt ?? candidate.startedAt ?? candidate.knownAt
}

/** The events with the commits by which paths are judged. */
async function withHistory(
  service: ServiceInput,
  events: RepositoryInput,
): Promise<{ records: RepositoryInput; isCut: boolean }> {
  const { rule } = service
  const read = rule === null ? [] : readEvents(rule, service, events)
  const shas = new Set(read.flatMap(({ candidate }) => candidate.sha ?? []))
  const commits = await loadHistory(events.name, [...shas], MOST_COMMITS)
  return { records: { ...events, commits }, isCut: commits.length === MOST_COMMITS }
}
