// The real engine over records in memory: what import, derive and the command line do, without a database.
import { deriveLinks, deriveRepository, mentionsOf } from '../derive'
import { deriveOutcomes } from '../derive/outcomes'
import { factTables, rowsByKey } from '../derive/tables'
import type { FactRows } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import { DEFAULT_ACTIVE } from '../facts/stage'
import { measureService, type Question } from '../insights/measure'
import { listChanges, listDeployments, listIncidents } from '../insights/rows'
import {
  type CorrectionInput,
  DEFAULT_HOTFIX,
  DEFAULT_INCIDENT_WINDOW_SECONDS,
  type IncidentInput,
  type RepositoryInput,
  type ServiceInput,
} from '../records/loaded'
import type { SourceRecord } from '../records/record'
import type { Service, StoredPerson } from '../records/schema'

const ms = (text: string | undefined) => (text === undefined ? null : Date.parse(text))
const at = (text: string) => Date.parse(text)
const author = (person: unknown) => (person as StoredPerson | undefined) ?? null // sound: tests give people in stored form

export function repositoryInput(name: string, records: SourceRecord[], serviceNames: string[]): RepositoryInput {
  const input: RepositoryInput = {
    name,
    defaultBranch: 'main',
    headSha: null,
    url: null,
    commits: [],
    pullRequests: [],
    reviews: [],
    runs: [],
    jobs: [],
    deployments: [],
    tags: [],
  }
  for (const record of records) {
    if (record.type === 'repository' && record.name === name) {
      input.defaultBranch = record.defaultBranch ?? 'main'
      input.headSha = record.headSha ?? null
      input.url = record.url ?? null
    }
    if (record.type === 'deployment') {
      const ours = record.service === undefined ? record.repository === name : serviceNames.includes(record.service)
      if (ours) {
        input.deployments.push({
          source: record.source,
          id: record.id,
          service: record.service ?? null,
          environment: record.environment,
          production: record.production ?? null,
          sha: record.sha,
          ref: record.ref ?? null,
          createdAt: ms(record.createdAt),
          startedAt: ms(record.startedAt),
          finishedAt: ms(record.finishedAt),
          status: record.status,
          url: record.url ?? null,
        })
      }
    }
    if (!('repository' in record) || record.repository !== name) continue
    if (record.type === 'commit') {
      const reverts = [...(record.body ?? '').matchAll(/This reverts commit ([0-9a-fA-F]{7,64})/gi)]
      input.commits.push({
        sha: record.sha,
        parents: record.parents,
        authoredAt: at(record.authoredAt),
        committedAt: at(record.committedAt),
        bot: author(record.author)?.bot ?? false,
        subject: record.subject ?? null,
        reverts: reverts.map((found) => (found[1] ?? '').toLowerCase()),
        additions: record.additions ?? null,
        deletions: record.deletions ?? null,
        paths: record.paths ?? null,
        pullRequest: record.pullRequest ?? null,
      })
    } else if (record.type === 'pull_request') {
      input.pullRequests.push({
        source: record.source,
        updatedAt: ms(record.updatedAt),
        number: record.number,
        title: record.title,
        author: author(record.author)?.hash ?? null,
        bot: author(record.author)?.bot ?? false,
        baseBranch: record.baseBranch,
        headBranch: record.headBranch,
        createdAt: at(record.createdAt),
        readyAt: ms(record.readyAt),
        mergedAt: ms(record.mergedAt),
        closedAt: ms(record.closedAt),
        mergeCommitSha: record.mergeCommitSha ?? null,
        commits: record.commits?.map(({ sha, authoredAt }) => ({ sha, authoredAt: at(authoredAt) })) ?? null,
        labels: record.labels ?? [],
        additions: record.additions ?? null,
        deletions: record.deletions ?? null,
        url: record.url ?? null,
      })
    } else if (record.type === 'review') {
      const person = author(record.author)
      input.reviews.push({
        pullRequest: record.pullRequest,
        author: person?.hash ?? '',
        bot: person?.bot ?? false,
        state: record.state,
        submittedAt: at(record.submittedAt),
      })
    } else if (record.type === 'pipeline_run') {
      input.runs.push({
        ...record,
        branch: record.branch ?? null,
        startedAt: ms(record.startedAt),
        finishedAt: ms(record.finishedAt),
        queuedAt: at(record.queuedAt),
        url: record.url ?? null,
      })
    } else if (record.type === 'job') {
      input.jobs.push({
        ...record,
        queuedAt: ms(record.queuedAt),
        startedAt: ms(record.startedAt),
        finishedAt: ms(record.finishedAt),
      })
    } else if (record.type === 'tag') {
      const { source, sha, createdAt } = record
      input.tags.push({
        source,
        sha,
        name: record.name,
        createdAt: at(createdAt),
        publishedAt: ms(record.publishedAt),
        prerelease: record.prerelease ?? false,
        url: record.url ?? null,
      })
    }
  }
  return input
}

export function serviceInput(service: Service): ServiceInput {
  return {
    name: service.name,
    aliases: service.aliases ?? [],
    team: service.team ?? null,
    repository: service.repository,
    configured: true,
    paths: service.paths ?? null,
    productionEnvironments: service.productionEnvironments ?? null,
    rule: service.deployments ?? null,
    incidentRule: service.incidents ?? null,
    active: service.active ?? DEFAULT_ACTIVE,
    hotfix: {
      labels: service.hotfix?.labels ?? DEFAULT_HOTFIX.labels,
      branches: service.hotfix?.branches ?? DEFAULT_HOTFIX.branches,
    },
    incidentWindowSeconds:
      service.incidentWindowHours === undefined ? DEFAULT_INCIDENT_WINDOW_SECONDS : service.incidentWindowHours * 3600,
  }
}

function bare(name: string): Service {
  return { type: 'service', source: 'import', name, repository: name }
}

function incidentInput(record: Extract<SourceRecord, { type: 'incident' }>): IncidentInput {
  return {
    source: record.source,
    id: record.id,
    service: record.service ?? null,
    repository: record.repository ?? null,
    title: record.title,
    severity: record.severity ?? null,
    labels: record.labels ?? [],
    startedAt: at(record.startedAt),
    resolvedAt: ms(record.resolvedAt),
    causedBy: record.causedBy ?? null,
    fixedBy: record.fixedBy ?? null,
    url: record.url ?? null,
  }
}

function correctionInput(record: Extract<SourceRecord, { type: 'correction' }>): CorrectionInput {
  return {
    source: record.source,
    id: record.id,
    deployment: record.deployment ?? null,
    incident: record.incident ?? null,
    service: record.service ?? null,
    repository: record.repository ?? null,
    says: record.says,
    reason: record.reason ?? null,
    at: at(record.at),
  }
}

/** The facts of every measured service, configured or not. */
export function factsOf(
  records: SourceRecord[],
  environment = 'production',
): Map<string, { facts: ServiceFacts; rows: FactRows }> {
  const configured = records.filter((record) => record.type === 'service')
  const taken = new Set(configured.map((service) => service.repository))
  const named = records.flatMap((record) =>
    record.type === 'repository' ? record.name : 'repository' in record ? (record.repository ?? []) : [],
  )
  const services = [...configured, ...[...new Set(named)].filter((name) => !taken.has(name)).map(bare)]
  const incidents = records.filter((record) => record.type === 'incident').map(incidentInput)
  const corrections = records.filter((record) => record.type === 'correction').map(correctionInput)
  const derivations = [...new Set(services.map((service) => service.repository))].flatMap((repository) => {
    const own = services.filter((service) => service.repository === repository)
    const inputs = own.map((service) => ({ ...serviceInput(service), configured: configured.includes(service) }))
    const names = inputs.flatMap((input) => [input.name, ...input.aliases])
    return deriveRepository(repositoryInput(repository, records, names), inputs, environment, mentionsOf(incidents))
  })
  const linked = deriveLinks(derivations, incidents, corrections)
  return new Map(
    derivations.map(({ service, rule, deployments, changes, quality }) => {
      const record = services.find((one) => one.name === service.name) as Service // sound: derivations come from services
      const rows = {
        deployments: deriveOutcomes(
          service.name,
          deployments,
          linked.facts.map((row) => row.fact),
          linked.onDeployments.get(service.name),
        ),
        changes,
        incidents: linked.facts.filter((row) => row.service === service.name).map((row) => row.fact),
      }
      const facts: ServiceFacts = {
        service: {
          name: service.name,
          slug: service.name,
          team: service.team,
          repository: service.repository,
          timeZone: record.timeZone ?? 'UTC',
          active: service.active,
          calendar: record.calendar ?? null,
          slo: record.slo ?? null,
          costPerMinute: record.costPerMinute ?? null,
          rule,
        },
        environment,
        ...factTables(rows, service.active, [...quality, ...(linked.quality.get(service.name) ?? [])]),
      }
      return [service.name, { facts, rows: rowsByKey(rows) }]
    }),
  )
}

/** The four JSON documents of METRICS section 10 for one service. */
export function measureRecords(
  records: SourceRecord[],
  question: Question & { service: string; environment?: string },
) {
  const found = factsOf(records, question.environment).get(question.service)
  if (!found) throw new Error(`no service ${question.service}`)
  const { facts, rows } = found
  return {
    metrics: measureService(facts, question),
    changes: listChanges(facts, question, rows),
    deployments: listDeployments(facts, question, rows),
    incidents: listIncidents(facts, question, rows),
  }
}
