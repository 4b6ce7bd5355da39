// The latest events of one kind in a repository, and as much of its history as they need: for trying a deployment rule.
import { z } from 'zod'
import type { CommitInput, JobInput, RepositoryInput, RunInput } from '../records/loaded'
import type { DeploymentRule } from '../records/schema'
import {
  COMMIT_COLUMNS,
  CommitRow,
  DEPLOYMENT_COLUMNS,
  DeploymentRow,
  JOB_COLUMNS,
  JobRow,
  PULL_COLUMNS,
  PullRow,
  RepositoryRow,
  RUN_COLUMNS,
  RunRow,
  rows,
  TAG_COLUMNS,
  TagRow,
} from './records'

type Kind = DeploymentRule['from']
type Events = Pick<RepositoryInput, 'deployments' | 'runs' | 'jobs' | 'tags' | 'pullRequests'>

const NONE: Events = { deployments: [], runs: [], jobs: [], tags: [], pullRequests: [] }

/** Deployments are those of the repository and of its services, whatever service they name. */
export type RecentAsked = { repository: string; services: string[]; kind: Kind; limit: number }

/** The latest `limit` events of the kind, newest first, without any commit. */
export async function loadRecentEvents(asked: RecentAsked): Promise<RepositoryInput> {
  const { repository: name } = asked
  const [repository] = await rows(
    RepositoryRow,
    `select default_branch as "defaultBranch", head_sha as "headSha", url from repositories where name = $1 and not deleted`,
    [name],
  )
  return {
    name,
    defaultBranch: repository?.defaultBranch ?? 'main',
    headSha: repository?.headSha ?? null,
    url: repository?.url ?? null,
    commits: [],
    reviews: [],
    ...NONE,
    ...(await eventsOf(asked)),
  }
}

async function eventsOf({ repository, services, kind, limit }: RecentAsked): Promise<Partial<Events>> {
  switch (kind) {
    case 'deployment':
      return {
        deployments: await rows(
          DeploymentRow,
          `select ${DEPLOYMENT_COLUMNS} from deployments where not deleted and (repository = $1 or service = any($2))
           order by coalesce(finished_at, started_at, created_at, changed_at) desc, source, id limit $3`,
          [repository, services, limit],
        ),
      }
    case 'pipeline_run':
      return {
        runs: await rows(
          RunRow,
          `select ${RUN_COLUMNS} from pipeline_runs where repository = $1 and not deleted order by queued_at desc limit $2`,
          [repository, limit],
        ),
      }
    case 'job':
      return jobsOf(repository, limit)
    case 'tag':
      return {
        tags: await rows(
          TagRow,
          `select ${TAG_COLUMNS} from tags where repository = $1 and not deleted
           order by coalesce(published_at, created_at) desc, name limit $2`,
          [repository, limit],
        ),
      }
    case 'merge':
      return {
        // Of several sources each has its version of a pull request, and any of them may know the merge.
        pullRequests: await rows(
          PullRow,
          `select ${PULL_COLUMNS} from pull_requests where repository = $1 and not deleted and number in (
             select number from pull_requests where repository = $1 and not deleted and merged_at is not null
             order by merged_at desc limit $2)
           order by max(merged_at) over (partition by number) desc, number desc, source`,
          [repository, limit],
        ),
      }
  }
}

async function jobsOf(repository: string, limit: number): Promise<{ jobs: JobInput[]; runs: RunInput[] }> {
  const jobs = await rows(
    JobRow,
    `select ${JOB_COLUMNS} from jobs where repository = $1 and not deleted
     order by coalesce(started_at, queued_at) desc nulls last limit $2`,
    [repository, limit],
  )
  const runs = await rows(
    RunRow,
    `select ${RUN_COLUMNS} from pipeline_runs where repository = $1 and id = any($2) and not deleted`,
    [repository, [...new Set(jobs.map(({ run }) => run))]],
  )
  return { jobs, runs }
}

/** What is reachable from the shas, the nearest first, at most `limit` commits; with their paths. */
export async function loadHistory(repository: string, shas: string[], limit: number): Promise<CommitInput[]> {
  return rows(
    CommitRow,
    // NOTE: PostgreSQL stops a recursion at the limit of whoever reads it; "offset 0" keeps it to one look-up a parent.
    `with recursive reached (sha, parents) as (
       select sha, parents from commits where repository = $1 and sha = any($2) and not deleted
       union
       select parent.sha, parent.parents from reached cross join lateral unnest(reached.parents) as of_it (sha)
       cross join lateral (
         select sha, parents from commits where repository = $1 and sha = of_it.sha and not deleted offset 0) as parent
     )
     select ${COMMIT_COLUMNS}, paths, pull_request as "pullRequest"
     from commits where repository = $1 and sha in (select sha from reached limit $3)`,
    [repository, shas, limit],
  )
}

const TABLES: Record<Exclude<Kind, 'deployment'>, string> = {
  pipeline_run: 'pipeline_runs where repository = $1 and not deleted',
  job: 'jobs where repository = $1 and not deleted',
  tag: 'tags where repository = $1 and not deleted',
  merge: 'pull_requests where repository = $1 and not deleted and merged_at is not null',
}

/** The kinds of events that the repository has any of. */
export async function kindsOfEvents({ repository, services }: Omit<RecentAsked, 'kind' | 'limit'>): Promise<Kind[]> {
  const selects = Object.entries(TABLES).map(
    ([kind, table]) => `select '${kind}' as kind where exists (select 1 from ${table})`,
  )
  const found = await rows(
    z.object({ kind: z.enum(['deployment', 'pipeline_run', 'job', 'tag', 'merge']) }),
    `select 'deployment' as kind where exists (
       select 1 from deployments where not deleted and (repository = $1 or service = any($2)))
     union all ${selects.join(' union all ')}`,
    [repository, services],
  )
  return found.map(({ kind }) => kind)
}
