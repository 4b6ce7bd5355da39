// The single definition of every record: types, JSON Schema and the documentation table are made from it.
import { z } from 'zod'
import { STAGES } from '../facts/stage'
import { CalendarField, Count, Id, Instant, Line, LocalDate, Name, Num, Pattern, Sha, Text, TimeZone } from './fields'

export const StoredPerson = z.object({
  hash: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is not a people hash'),
  bot: z.boolean(),
})
export type StoredPerson = z.infer<typeof StoredPerson>
/** A login, an e-mail or a name, or its stored form. Only the stored form ever reaches the database. */
export const Person = z.union([StoredPerson, Line], { error: 'must be a text or {hash, bot}' })
export type Person = z.infer<typeof Person>

/** A commit's author; `git` when git itself said it, which stands against any other's word. */
export const CommitAuthor = z.union([StoredPerson.extend({ git: z.boolean().optional() }), Line], {
  error: 'must be a text or {hash, bot}',
})
export type CommitAuthor = z.infer<typeof CommitAuthor>

export const DeploymentRule = z.object({
  from: z.enum(['deployment', 'pipeline_run', 'job', 'tag', 'merge']),
  match: Pattern.optional(),
  environment: Name.optional(),
})
export type DeploymentRule = z.infer<typeof DeploymentRule>
export const IncidentRule = z.object({
  match: Pattern.optional(),
  labels: z.array(Text).optional(),
  severities: z.array(Text).optional(),
})
export type IncidentRule = z.infer<typeof IncidentRule>
/** Names a deployment, a commit or a pull request; used in this order. */
export const Reference = z.object({ deployment: Id.optional(), sha: Sha.optional(), pullRequest: Num.optional() })
export type Reference = z.infer<typeof Reference>

const common = {
  source: Name.default('import'),
  updatedAt: Instant.optional(),
  unset: z.array(z.string()).optional(),
  deleted: z.boolean().optional(),
}

export const Team = z.object({
  type: z.literal('team'),
  ...common,
  name: Name,
  timeZone: TimeZone.optional(),
  iteration: z.object({ start: LocalDate, days: Num }).optional(),
})
export type Team = z.infer<typeof Team>

export const Service = z.object({
  type: z.literal('service'),
  ...common,
  name: Name,
  team: Name.optional(),
  repository: Name,
  paths: z.array(Line).min(1).optional(),
  productionEnvironments: z.array(Pattern).min(1).optional(),
  deployments: DeploymentRule.optional(),
  incidents: IncidentRule.optional(),
  active: z.array(z.enum(STAGES)).optional(),
  calendar: CalendarField.optional(),
  timeZone: TimeZone.optional(),
  hotfix: z.object({ labels: z.array(Text).optional(), branches: z.array(Pattern).optional() }).optional(),
  incidentWindowHours: z.number().positive().max(8784).optional(),
  slo: z.number().gt(0).lte(100).optional(),
  costPerMinute: z.number().min(0).optional(),
  aliases: z.array(Name).optional(),
})
export type Service = z.infer<typeof Service>

export const Repository = z.object({
  type: z.literal('repository'),
  ...common,
  name: Name,
  url: Line.optional(),
  defaultBranch: Name.optional(),
  headSha: Sha.optional(),
})
export type Repository = z.infer<typeof Repository>

export const Commit = z
  .object({
    type: z.literal('commit'),
    ...common,
    repository: Name,
    sha: Sha,
    parents: z.array(Sha),
    authoredAt: Instant,
    committedAt: Instant,
    author: CommitAuthor.optional(),
    subject: Text.optional(),
    body: Text.optional(),
    additions: Count.optional(),
    deletions: Count.optional(),
    paths: z.array(Text).optional(),
    pullRequest: Num.optional(),
  })
  .refine((commit) => !commit.parents.includes(commit.sha), {
    path: ['parents'],
    message: 'names the commit itself: a commit cannot be its own parent',
  })
export type Commit = z.infer<typeof Commit>

export const PullRequest = z.object({
  type: z.literal('pull_request'),
  ...common,
  repository: Name,
  number: Num,
  title: Text,
  author: Person.optional(),
  baseBranch: Name,
  headBranch: Name,
  createdAt: Instant,
  readyAt: Instant.optional(),
  mergedAt: Instant.optional(),
  closedAt: Instant.optional(),
  mergeCommitSha: Sha.optional(),
  commits: z.array(z.object({ sha: Sha, authoredAt: Instant })).optional(),
  labels: z.array(Text).optional(),
  additions: Count.optional(),
  deletions: Count.optional(),
  changedFiles: Count.optional(),
  url: Text.optional(),
})
export type PullRequest = z.infer<typeof PullRequest>

export const Review = z.object({
  type: z.literal('review'),
  ...common,
  repository: Name,
  pullRequest: Num,
  id: Id,
  author: Person,
  state: z.enum(['approved', 'changes_requested', 'commented', 'dismissed']),
  submittedAt: Instant,
})
export type Review = z.infer<typeof Review>

export const RunStatus = z.enum([
  'queued',
  'running',
  'success',
  'failure',
  'cancelled',
  'timed_out',
  'skipped',
  'error',
])
export type RunStatus = z.infer<typeof RunStatus>

export const PipelineRun = z.object({
  type: z.literal('pipeline_run'),
  ...common,
  repository: Name,
  id: Id,
  attempt: Num.default(1),
  pipeline: Line,
  event: Text.optional(),
  branch: Text.optional(),
  sha: Sha,
  queuedAt: Instant,
  startedAt: Instant.optional(),
  finishedAt: Instant.optional(),
  status: RunStatus,
  url: Text.optional(),
})
export type PipelineRun = z.infer<typeof PipelineRun>

export const Job = z.object({
  type: z.literal('job'),
  ...common,
  repository: Name,
  run: Id,
  attempt: Num.default(1),
  id: Id,
  name: Line,
  needs: z.array(Text).optional(),
  queuedAt: Instant.optional(),
  startedAt: Instant.optional(),
  finishedAt: Instant.optional(),
  status: RunStatus,
  runner: Text.optional(),
})
export type Job = z.infer<typeof Job>

export const Deployment = z
  .object({
    type: z.literal('deployment'),
    ...common,
    id: Id,
    service: Name.optional(),
    /** Beside a service it is kept and says nothing about what was deployed. */
    repository: Name.optional(),
    environment: Name,
    production: z.boolean().optional(),
    sha: Sha,
    ref: Text.optional(),
    createdAt: Instant.optional(),
    startedAt: Instant.optional(),
    finishedAt: Instant.optional(),
    status: z.enum(['pending', 'running', 'success', 'failure', 'cancelled']),
    pipelineRun: Id.optional(),
    url: Text.optional(),
  })
  .refine((deployment) => deployment.service !== undefined || deployment.repository !== undefined, {
    path: ['service'],
    message: 'or repository is required',
  })
export type Deployment = z.infer<typeof Deployment>

export const Tag = z.object({
  type: z.literal('tag'),
  ...common,
  repository: Name,
  name: Name,
  sha: Sha,
  createdAt: Instant,
  publishedAt: Instant.optional(),
  prerelease: z.boolean().optional(),
  url: Text.optional(),
})
export type Tag = z.infer<typeof Tag>

export const Incident = z.object({
  type: z.literal('incident'),
  ...common,
  id: Id,
  service: Name.optional(),
  repository: Name.optional(),
  title: Text,
  severity: Text.optional(),
  startedAt: Instant,
  detectedAt: Instant.optional(),
  acknowledgedAt: Instant.optional(),
  resolvedAt: Instant.optional(),
  causedBy: Reference.optional(),
  fixedBy: Reference.optional(),
  labels: z.array(Text).optional(),
  url: Text.optional(),
})
export type Incident = z.infer<typeof Incident>

export const Verification = z.object({
  type: z.literal('verification'),
  ...common,
  deployment: Id,
  name: Name,
  status: z.enum(['success', 'failure']),
  at: Instant,
  url: Text.optional(),
})
export type Verification = z.infer<typeof Verification>

export const Annotation = z.object({
  type: z.literal('annotation'),
  ...common,
  id: Id,
  team: Name.optional(),
  service: Name.optional(),
  at: Instant,
  until: Instant.optional(),
  kind: Text.optional(),
  text: Text,
})
export type Annotation = z.infer<typeof Annotation>

export const Correction = z
  .object({
    type: z.literal('correction'),
    ...common,
    id: Id,
    deployment: Id.optional(),
    incident: Id.optional(),
    service: Name.optional(),
    repository: Name.optional(),
    says: z.enum(['confirm', 'add', 'strike']),
    reason: Text.optional(),
    at: Instant,
  })
  .refine((correction) => correction.deployment !== undefined || correction.incident !== undefined, {
    path: ['deployment'],
    message: 'or incident is required',
  })
  .refine((correction) => correction.says !== 'add' || correction.deployment !== undefined, {
    path: ['deployment'],
    message: 'is required: a link is added to a deployment',
  })
export type Correction = z.infer<typeof Correction>
