// What the pager knows: troubles that somebody opened an incident for, and those that no release made.
import type { SourceRecord } from '../../lib/records/record'
import type { Incident, Reference } from '../../lib/records/schema'
import { Chance } from './chance'
import { HOUR, MINUTE, type Office } from './office'
import { STORIES } from './plot'
import { instant, PAGER } from './record-text'
import type { Trouble } from './repairs'
import type { ServiceStory } from './story'

/** Other people's outages, on Sundays, when nothing was deployed for a day. */
const ELSEWHERE: readonly (readonly [week: number, service: string | null, title: string, hours: number])[] = [
  [9, 'checkout', 'The payment provider is down', 1.6],
  [21, 'gateway', 'A certificate ran out', 0.8],
  [33, null, 'No network in the data centre', 2.2],
  [52, 'accounts', 'The mail provider delays codes', 3.1],
  [60, 'checkout', 'The payment provider is slow', 2.4],
  [69, 'shop', 'The image provider is down', 1.2],
  [75, 'gateway', 'A partner floods the edge', 0.7],
]

export function outages(firstMonday: number, office: Office): Trouble[] {
  return ELSEWHERE.map(([week, service, title, hours]) => {
    const startedAt = office.at(firstMonday + week * 7 + 6, 13.3)
    const story = STORIES.find(({ name }) => name === service)
    const detectedAt = startedAt + 6 * MINUTE
    const acknowledgedAt = detectedAt + 4 * MINUTE
    const resolvedAt = startedAt + hours * HOUR
    return { story, title, severity: 'sev2', told: true, startedAt, detectedAt, acknowledgedAt, resolvedAt }
  })
}

/** Every incident, numbered in their order. */
export function incidentRecords(troubles: Trouble[]): { trouble: Trouble; record: Incident }[] {
  const told = troubles.filter((trouble) => trouble.told).sort((one, other) => one.startedAt - other.startedAt)
  return told.map((trouble, at) => ({ trouble, record: incidentRecord(trouble, `INC-${301 + at}`) }))
}

function incidentRecord(trouble: Trouble, id: string): Incident {
  const { story, startedAt, detectedAt, acknowledgedAt, resolvedAt } = trouble
  return {
    type: 'incident',
    source: PAGER,
    id,
    ...whose(story),
    title: trouble.title,
    severity: trouble.severity,
    startedAt: instant(startedAt),
    detectedAt: instant(detectedAt),
    acknowledgedAt: instant(acknowledgedAt),
    resolvedAt: resolvedAt === undefined ? undefined : instant(resolvedAt),
    causedBy: causeOf(trouble),
    fixedBy: trouble.fix ? { deployment: trouble.fix.id } : undefined,
    url: `https://pager.example/acme/incidents/${id}`,
  }
}

/** The pager knows the monorepo's services by label only. */
function whose(story: ServiceStory | undefined): Pick<Incident, 'service' | 'repository' | 'labels'> {
  if (!story) return {}
  return story.folder === undefined
    ? { service: story.name }
    : { repository: story.repository, labels: [story.name, 'production'] }
}

function causeOf({ names, cause }: Trouble): Reference | undefined {
  if (!names || !cause) return undefined
  const { change, id } = cause
  if (names === 'sha' && change.landing !== undefined) return { sha: change.landing }
  if (names === 'pullRequest' && change.number !== undefined) return { pullRequest: change.number }
  return { deployment: id }
}

/** What people said about failures afterwards. */
export function* corrections(told: { trouble: Trouble; record: Incident }[]): Generator<SourceRecord> {
  const said = { type: 'correction', source: PAGER } as const
  const inferred = told.filter(({ trouble }) => trouble.cause && !trouble.names)
  const doubtful = inferred.find(({ trouble }) => trouble.story?.name === 'reports') ?? inferred[0]
  if (doubtful) {
    const at = instant((doubtful.trouble.resolvedAt ?? doubtful.trouble.startedAt) + 20 * HOUR)
    const reason = 'The warehouse was down; the release had nothing to do with it'
    yield { ...said, id: 'not-the-release', incident: doubtful.record.id, says: 'strike', reason, at }
  }
  const sure = inferred.findLast(({ trouble }) => trouble.story?.name === 'checkout')
  if (sure?.trouble.cause) {
    const at = instant((sure.trouble.resolvedAt ?? sure.trouble.startedAt) + 26 * HOUR)
    const deployment = sure.trouble.cause.id
    yield { ...said, id: 'it-was-the-release', deployment, incident: sure.record.id, says: 'confirm', at }
  }
}

/** Something that is not over yet. */
export function openTrouble(present: number): Trouble {
  const chance = new Chance('open trouble')
  const startedAt = present - 5 * HOUR - chance.whole(0, 50) * MINUTE
  const story = STORIES.find(({ name }) => name === 'reports')
  const detectedAt = startedAt + 11 * MINUTE
  const acknowledgedAt = detectedAt + 7 * MINUTE
  const title = 'The returns report is a day behind'
  return { story, title, severity: 'sev3', told: true, startedAt, detectedAt, acknowledgedAt }
}
