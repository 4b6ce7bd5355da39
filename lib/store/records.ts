// Reads records back as the derivation wants them: one repository at a time, instants as epoch milliseconds.
import { z } from 'zod'
import { pool } from '../db'
import type {
  CommitInput,
  DeploymentInput,
  JobInput,
  PullRequestInput,
  RepositoryInput,
  ReviewInput,
  RunInput,
  TagInput,
} from '../records/loaded'
import { RunStatus } from '../records/schema'

/** Epoch milliseconds of a column. */
export const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

export async function rows<Row>(schema: z.ZodType<Row>, text: string, values: unknown[]): Promise<Row[]> {
  const result = await pool().query(text, values)
  const list = z.array(schema).safeParse(result.rows)
  if (list.success) return list.data
  throw new Error(`A row of the database is not as described: ${z.prettifyError(list.error).slice(0, 500)}`)
}

const REVERTS = /This reverts commit ([0-9a-fA-F]{7,64})/gi

const CommitRow = z
  .object({
    sha: z.string(),
    parents: z.array(z.string()),
    authoredAt: z.number(),
    committedAt: z.number(),
    bot: z.boolean(),
    subject: z.string().nullable(),
    body: z.string().nullable(),
    additions: z.number().nullable(),
    deletions: z.number().nullable(),
    paths: z.array(z.string()).nullable(),
    pullRequest: z.number().nullable(),
  })
  .transform(
    ({ body, ...commit }): CommitInput => ({
      ...commit,
      reverts: body === null ? [] : [...body.matchAll(REVERTS)].map((found) => (found[1] ?? '').toLowerCase()),
    }),
  )

const PullRow: z.ZodType<PullRequestInput> = z.object({
  source: z.string(),
  updatedAt: z.number().nullable(),
  number: z.number(),
  title: z.string(),
  author: z.string().nullable(),
  bot: z.boolean(),
  baseBranch: z.string(),
  headBranch: z.string(),
  createdAt: z.number(),
  readyAt: z.number().nullable(),
  mergedAt: z.number().nullable(),
  closedAt: z.number().nullable(),
  mergeCommitSha: z.string().nullable(),
  commits: z
    .array(z.object({ sha: z.string(), authoredAt: z.string().transform((text) => Date.parse(text)) }))
    .nullable(),
  labels: z.array(z.string()),
  additions: z.number().nullable(),
  deletions: z.number().nullable(),
  url: z.string().nullable(),
})
const ReviewRow: z.ZodType<ReviewInput> = z.object({
  pullRequest: z.number(),
  author: z.string(),
  bot: z.boolean(),
  state: z.string(),
  submittedAt: z.number(),
})
const RunRow: z.ZodType<RunInput> = z.object({
  source: z.string(),
  id: z.string(),
  attempt: z.number(),
  pipeline: z.string(),
  branch: z.string().nullable(),
  sha: z.string(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  queuedAt: z.number(),
  status: RunStatus,
  url: z.string().nullable(),
})
const JobRow: z.ZodType<JobInput> = z.object({
  source: z.string(),
  run: z.string(),
  attempt: z.number(),
  id: z.string(),
  name: z.string(),
  queuedAt: z.number().nullable(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  status: RunStatus,
})
const DeploymentRow: z.ZodType<DeploymentInput> = z.object({
  source: z.string(),
  id: z.string(),
  service: z.string().nullable(),
  environment: z.string(),
  production: z.boolean().nullable(),
  sha: z.string(),
  ref: z.string().nullable(),
  createdAt: z.number().nullable(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  status: z.string(),
  url: z.string().nullable(),
})
const TagRow: z.ZodType<TagInput> = z.object({
  source: z.string(),
  name: z.string(),
  sha: z.string(),
  createdAt: z.number(),
  publishedAt: z.number().nullable(),
  prerelease: z.boolean(),
  url: z.string().nullable(),
})
const RepositoryRow = z.object({
  defaultBranch: z.string().nullable(),
  headSha: z.string().nullable(),
  url: z.string().nullable(),
})

/** All records of a repository, and the deployments that name one of `serviceNames`. Paths are read only where a service needs them. */
export async function loadRepository(
  name: string,
  serviceNames: string[],
  wantPaths: boolean,
): Promise<RepositoryInput> {
  const [repository] = await rows(
    RepositoryRow,
    `select default_branch as "defaultBranch", head_sha as "headSha", url from repositories where name = $1 and not deleted`,
    [name],
  )
  const commits = await rows(
    CommitRow,
    `select sha, parents, ${ms('authored_at')} as "authoredAt", ${ms('committed_at')} as "committedAt", coalesce(author_bot, false) as bot,
       subject, body, additions, deletions, ${wantPaths ? 'paths' : 'null::jsonb as paths'}, pull_request as "pullRequest"
     from commits where repository = $1 and not deleted order by sha`,
    [name],
  )
  const pullRequests = await rows(
    PullRow,
    `select source, ${ms('updated_at')} as "updatedAt", number, title, author_hash as author, coalesce(author_bot, false) as bot,
       base_branch as "baseBranch", head_branch as "headBranch", ${ms('created_at')} as "createdAt", ${ms('ready_at')} as "readyAt",
       ${ms('merged_at')} as "mergedAt", ${ms('closed_at')} as "closedAt", merge_commit_sha as "mergeCommitSha", commits,
       coalesce(labels, '[]'::jsonb) as labels, additions, deletions, url
     from pull_requests where repository = $1 and not deleted order by number, source`,
    [name],
  )
  const reviews = await rows(
    ReviewRow,
    `select pull_request as "pullRequest", author_hash as author, author_bot as bot, state, ${ms('submitted_at')} as "submittedAt"
     from reviews where repository = $1 and not deleted order by submitted_at, source, id`,
    [name],
  )
  const runs = await rows(
    RunRow,
    `select source, id, attempt, pipeline, branch, sha, ${ms('started_at')} as "startedAt", ${ms('finished_at')} as "finishedAt",
       ${ms('queued_at')} as "queuedAt", status, url
     from pipeline_runs where repository = $1 and not deleted order by source, id, attempt`,
    [name],
  )
  const jobs = await rows(
    JobRow,
    `select source, run, attempt, id, name, ${ms('queued_at')} as "queuedAt", ${ms('started_at')} as "startedAt",
       ${ms('finished_at')} as "finishedAt", status
     from jobs where repository = $1 and not deleted order by source, run, attempt, id`,
    [name],
  )
  const deployments = await rows(
    DeploymentRow,
    `select source, id, service, environment, production, sha, ref, ${ms('created_at')} as "createdAt", ${ms('started_at')} as "startedAt",
       ${ms('finished_at')} as "finishedAt", status, url
     from deployments where not deleted and (service = any($2) or (service is null and repository = $1)) order by source, id`,
    [name, serviceNames],
  )
  const tags = await rows(
    TagRow,
    `select sources[1] as source, name, sha, ${ms('created_at')} as "createdAt", ${ms('published_at')} as "publishedAt",
       coalesce(prerelease, false) as prerelease, url
     from tags where repository = $1 and not deleted order by name`,
    [name],
  )
  return {
    name,
    defaultBranch: repository?.defaultBranch ?? 'main',
    headSha: repository?.headSha ?? null,
    url: repository?.url ?? null,
    commits,
    pullRequests,
    reviews,
    runs,
    jobs,
    deployments,
    tags,
  }
}

const RECORD_TABLES = ['commits', 'pull_requests', 'reviews', 'pipeline_runs', 'jobs', 'tags']

/** Those of the names that are repositories with any record. */
export async function existingRepositories(names: string[]): Promise<string[]> {
  if (names.length === 0) return []
  const parts = [...RECORD_TABLES, 'deployments'].map(
    (table) => `exists(select 1 from ${table} where repository = wanted.name)`,
  )
  const found = await rows(
    z.object({ name: z.string() }),
    `select name from unnest($1::text[]) as wanted(name)
     where exists(select 1 from repositories known where known.name = wanted.name) or ${parts.join(' or ')}`,
    [names],
  )
  return found.map((row) => row.name)
}

/** Whether any record is of this repository, so that it is measured although nobody configured it. */
export async function repositoryExists(name: string): Promise<boolean> {
  const parts = [...RECORD_TABLES, 'deployments'].map(
    (table) => `exists(select 1 from ${table} where repository = $1 and not deleted)`,
  )
  const [row] = await rows(
    z.object({ found: z.boolean() }),
    `select exists(select 1 from repositories where name = $1 and not deleted) or ${parts.join(' or ')} as found`,
    [name],
  )
  return row?.found ?? false
}
