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
  return parseRows(schema, (await pool().query(text, values)).rows)
}

function parseRows<Row>(schema: z.ZodType<Row>, given: unknown[]): Row[] {
  const list = z.array(schema).safeParse(given)
  if (list.success) return list.data
  throw new Error(`A row of the database is not as described: ${z.prettifyError(list.error).slice(0, 500)}`)
}

const REVERTS = /This reverts commit ([0-9a-fA-F]{7,64})/gi

export const CommitRow = z
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

export const PullRow: z.ZodType<PullRequestInput> = z.object({
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
export const ReviewRow: z.ZodType<ReviewInput> = z.object({
  pullRequest: z.number(),
  author: z.string(),
  bot: z.boolean(),
  state: z.string(),
  submittedAt: z.number(),
})
export const RunRow: z.ZodType<RunInput> = z.object({
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
export const JobRow: z.ZodType<JobInput> = z.object({
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
export const DeploymentRow: z.ZodType<DeploymentInput> = z.object({
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
export const TagRow: z.ZodType<TagInput> = z.object({
  source: z.string(),
  name: z.string(),
  sha: z.string(),
  createdAt: z.number(),
  publishedAt: z.number().nullable(),
  prerelease: z.boolean(),
  url: z.string().nullable(),
})
export const RepositoryRow = z.object({
  defaultBranch: z.string().nullable(),
  headSha: z.string().nullable(),
  url: z.string().nullable(),
})

export const PULL_COLUMNS = `source, ${ms('updated_at')} as "updatedAt", number, title, author_hash as author, coalesce(author_bot, false) as bot,
  base_branch as "baseBranch", head_branch as "headBranch", ${ms('created_at')} as "createdAt", ${ms('ready_at')} as "readyAt",
  ${ms('merged_at')} as "mergedAt", ${ms('closed_at')} as "closedAt", merge_commit_sha as "mergeCommitSha", commits,
  coalesce(labels, '[]'::jsonb) as labels, additions, deletions, url`
export const RUN_COLUMNS = `source, id, attempt, pipeline, branch, sha, ${ms('started_at')} as "startedAt", ${ms('finished_at')} as "finishedAt",
  ${ms('queued_at')} as "queuedAt", status, url`
export const JOB_COLUMNS = `source, run, attempt, id, name, ${ms('queued_at')} as "queuedAt", ${ms('started_at')} as "startedAt",
  ${ms('finished_at')} as "finishedAt", status`
export const REVIEW_COLUMNS = `pull_request as "pullRequest", author_hash as author, author_bot as bot, state, ${ms('submitted_at')} as "submittedAt"`
export const TAG_COLUMNS = `sources[1] as source, name, sha, ${ms('created_at')} as "createdAt", ${ms('published_at')} as "publishedAt",
  coalesce(prerelease, false) as prerelease, url`
export const COMMIT_COLUMNS = `sha, parents, ${ms('authored_at')} as "authoredAt", ${ms('committed_at')} as "committedAt", coalesce(author_bot, false) as bot,
  subject, body, additions, deletions`
export const DEPLOYMENT_COLUMNS = `source, id, service, repository, environment, production, sha, ref, ${ms('created_at')} as "createdAt", ${ms('started_at')} as "startedAt",
  ${ms('finished_at')} as "finishedAt", status, url`

/** A repository to be read, with the deployments that name one of `serviceNames`; paths only where a service needs them. */
export type RepositoryAsked = { name: string; serviceNames: string[]; wantPaths: boolean }

/** The rows of each repository, in the order of the statement, which has them by `repository`. */
async function rowsByRepository<Row>(
  schema: z.ZodType<Row>,
  names: string[],
  text: string,
  values: unknown[] = [],
): Promise<Map<string, Row[]>> {
  const result = await pool().query<{ repository: string }>(text, [names, ...values])
  const given = new Map<string, unknown[]>(names.map((name) => [name, []]))
  for (const row of result.rows) given.get(row.repository)?.push(row)
  return new Map([...given].map(([name, list]) => [name, parseRows(schema, list)]))
}

/** All records of these repositories, each with the deployments that it is asked for. */
export async function loadRepositories(asked: RepositoryAsked[]): Promise<RepositoryInput[]> {
  const names = asked.map(({ name }) => name)
  const pathsOf = asked.filter(({ wantPaths }) => wantPaths).map(({ name }) => name)
  const repositories = await rowsByRepository(
    RepositoryRow,
    names,
    `select name as repository, default_branch as "defaultBranch", head_sha as "headSha", url from repositories where name = any($1) and not deleted`,
  )
  const commits = await rowsByRepository(
    CommitRow,
    names,
    `select repository, ${COMMIT_COLUMNS}, case when repository = any($2) then paths end as paths, pull_request as "pullRequest"
     from commits where repository = any($1) and not deleted order by sha`,
    [pathsOf],
  )
  const pullRequests = await rowsByRepository(
    PullRow,
    names,
    `select repository, ${PULL_COLUMNS}
     from pull_requests where repository = any($1) and not deleted order by number, source`,
  )
  const reviews = await rowsByRepository(
    ReviewRow,
    names,
    `select repository, ${REVIEW_COLUMNS}
     from reviews where repository = any($1) and not deleted order by submitted_at, source, id`,
  )
  const runs = await rowsByRepository(
    RunRow,
    names,
    `select repository, ${RUN_COLUMNS}
     from pipeline_runs where repository = any($1) and not deleted order by source, id, attempt`,
  )
  const jobs = await rowsByRepository(
    JobRow,
    names,
    `select repository, ${JOB_COLUMNS}
     from jobs where repository = any($1) and not deleted order by source, run, attempt, id`,
  )
  const tags = await rowsByRepository(
    TagRow,
    names,
    `select repository, ${TAG_COLUMNS}
     from tags where repository = any($1) and not deleted order by name`,
  )
  const deployments = await loadDeployments(asked)
  return names.map((name): RepositoryInput => {
    const [repository] = repositories.get(name) ?? []
    return {
      name,
      defaultBranch: repository?.defaultBranch ?? 'main',
      headSha: repository?.headSha ?? null,
      url: repository?.url ?? null,
      commits: commits.get(name) ?? [],
      pullRequests: pullRequests.get(name) ?? [],
      reviews: reviews.get(name) ?? [],
      runs: runs.get(name) ?? [],
      jobs: jobs.get(name) ?? [],
      deployments: deployments.get(name) ?? [],
      tags: tags.get(name) ?? [],
    }
  })
}

/** A deployment is of the repository that asks for its service or, where it names none, of its own. */
async function loadDeployments(asked: RepositoryAsked[]): Promise<Map<string, DeploymentInput[]>> {
  const found = await rows(
    DeploymentRow.and(z.object({ repository: z.string().nullable() })),
    `select ${DEPLOYMENT_COLUMNS}
     from deployments where not deleted and (service = any($2) or (service is null and repository = any($1))) order by source, id`,
    [asked.map(({ name }) => name), asked.flatMap(({ serviceNames }) => serviceNames)],
  )
  const byService = new Map<string, string[]>()
  for (const { name, serviceNames } of asked) {
    for (const service of serviceNames) byService.set(service, [...(byService.get(service) ?? []), name])
  }
  const deployments = new Map<string, DeploymentInput[]>(asked.map(({ name }) => [name, []]))
  for (const { repository, ...deployment } of found) {
    const names = deployment.service === null ? [repository ?? ''] : (byService.get(deployment.service) ?? [])
    for (const name of new Set(names)) deployments.get(name)?.push(deployment)
  }
  return deployments
}

/** How many commits and jobs each of these repositories has: about a third of its records. */
export async function countRecords(names: string[]): Promise<Map<string, number>> {
  const found = await rows(
    z.object({ repository: z.string(), count: z.number() }),
    `select repository, count(*)::int as count from (
       select repository from commits where repository = any($1) union all select repository from jobs where repository = any($1)) counted
     group by repository`,
    [names],
  )
  return new Map(found.map(({ repository, count }) => [repository, count]))
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
