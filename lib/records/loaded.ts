// Records as they are loaded for derivation: one repository at a time, instants as epoch milliseconds, people as hashes.
import type { Stage } from '../facts/stage'
import type { DeploymentRule, IncidentRule, Reference, RunStatus } from './schema'

export type CommitInput = {
  sha: string
  parents: string[]
  authoredAt: number
  committedAt: number
  bot: boolean
  subject: string | null
  /** Commits that the body says it reverts, 7 or more digits each. */
  reverts: string[]
  additions: number | null
  deletions: number | null
  paths: string[] | null
  pullRequest: number | null
}

export type PullRequestInput = {
  source: string
  updatedAt: number | null
  number: number
  title: string
  author: string | null
  bot: boolean
  baseBranch: string
  headBranch: string
  createdAt: number
  readyAt: number | null
  mergedAt: number | null
  closedAt: number | null
  mergeCommitSha: string | null
  commits: { sha: string; authoredAt: number }[] | null
  labels: string[]
  additions: number | null
  deletions: number | null
  url: string | null
}

export type ReviewInput = { pullRequest: number; author: string; bot: boolean; state: string; submittedAt: number }

export type RunInput = {
  source: string
  id: string
  attempt: number
  pipeline: string
  branch: string | null
  sha: string
  startedAt: number | null
  finishedAt: number | null
  queuedAt: number
  status: RunStatus
  url: string | null
}

export type JobInput = {
  source: string
  run: string
  attempt: number
  id: string
  name: string
  queuedAt: number | null
  startedAt: number | null
  finishedAt: number | null
  status: RunStatus
}

export type DeploymentInput = {
  source: string
  id: string
  service: string | null
  environment: string
  production: boolean | null
  sha: string
  ref: string | null
  createdAt: number | null
  startedAt: number | null
  finishedAt: number | null
  status: string
  url: string | null
}

export type TagInput = {
  source: string
  name: string
  sha: string
  createdAt: number
  publishedAt: number | null
  prerelease: boolean
  url: string | null
}

/** One repository: all that its services' deployments and changes are derived from. */
export type RepositoryInput = {
  name: string
  defaultBranch: string
  headSha: string | null
  url: string | null
  commits: CommitInput[]
  pullRequests: PullRequestInput[]
  reviews: ReviewInput[]
  runs: RunInput[]
  jobs: JobInput[]
  /** Of the repository, and those that name one of its services. */
  deployments: DeploymentInput[]
  tags: TagInput[]
}

/** A service as configured, or one that stands for a repository nobody configured (`rule` null: to be found). */
export type ServiceInput = {
  name: string
  aliases: string[]
  team: string | null
  repository: string
  configured: boolean
  paths: string[] | null
  productionEnvironments: string[] | null
  rule: DeploymentRule | null
  incidentRule: IncidentRule | null
  active: readonly Stage[]
  hotfix: { labels: string[]; branches: string[] }
  incidentWindowSeconds: number
}

export type IncidentInput = {
  source: string
  id: string
  service: string | null
  repository: string | null
  title: string
  severity: string | null
  labels: string[]
  startedAt: number
  resolvedAt: number | null
  causedBy: Reference | null
  fixedBy: Reference | null
  url: string | null
}

export type CorrectionInput = {
  source: string
  id: string
  deployment: string | null
  incident: string | null
  /** Whose deployment is meant, where several have the id. */
  service: string | null
  repository: string | null
  says: 'confirm' | 'add' | 'strike'
  reason: string | null
  at: number
}

export const DEFAULT_HOTFIX = { labels: ['hotfix'], branches: ['^hotfix/'] }
export const DEFAULT_INCIDENT_WINDOW_SECONDS = 24 * 3600
