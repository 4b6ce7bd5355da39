// What drift is told of: where production was, where the default branch is, and which change a commit is of.
import { z } from 'zod'
import { ms, rows } from './records'

/** Commits that were in production, the latest first. LIMIT: the newest ones say enough, an older one is behind them. */
const MOST_SHAS = 200

export async function productionShas(service: string): Promise<string[]> {
  const found = await rows(
    z.object({ sha: z.string() }),
    `select fact->>'sha' as sha from deployment_facts where service = $1 and (fact->>'succeeded')::boolean and fact->>'sha' is not null
     group by 1 order by max((fact->>'finishedAt')::float8) desc limit $2`,
    [service, MOST_SHAS],
  )
  return found.map(({ sha }) => sha)
}

export async function repositoryHead(repository: string): Promise<{ branch: string; sha: string | null } | null> {
  const found = await rows(
    z.object({ branch: z.string(), sha: z.string().nullable() }),
    `select coalesce(default_branch, 'main') as branch, head_sha as sha from repositories where name = $1 and not deleted`,
    [repository],
  )
  return found[0] ?? null
}

const Ahead = z.object({
  sha: z.string(),
  isMerge: z.boolean(),
  subject: z.string().nullable(),
  authoredAt: z.number(),
  bot: z.boolean(),
  pull: z.object({ number: z.number(), title: z.string(), url: z.string().nullable() }).nullable(),
})

/** Commits with the merged pull request that each belongs to: the one that the source names on it, else whose landing it is. */
export async function loadDrift(repository: string, shas: string[]): Promise<z.infer<typeof Ahead>[]> {
  if (shas.length === 0) return []
  return rows(
    Ahead,
    `with wanted as (select * from commits where repository = $1 and sha = any($2) and not deleted),
     merged as (select * from pull_requests where repository = $1 and not deleted and merged_at is not null),
     owning as (
       select wanted.sha as landed, 1 as rank, merged.* from wanted join merged on merged.number = wanted.pull_request
       union all
       select merge_commit_sha, 2, merged.* from merged where merge_commit_sha = any($2)
       union all
       select listed.sha, 3, merged.* from merged cross join lateral jsonb_to_recordset(merged.commits) as listed (sha text)
       where listed.sha = any($2)
     ), owner as (select distinct on (landed) * from owning order by landed, rank, merged_at, number)
     select wanted.sha, cardinality(wanted.parents) > 1 as "isMerge", subject, ${ms('wanted.authored_at')} as "authoredAt",
       coalesce(wanted.author_bot, false) as bot,
       case when owner.number is not null then jsonb_build_object('number', owner.number, 'title', owner.title, 'url', owner.url) end as pull
     from wanted left join owner on owner.landed = wanted.sha`,
    [repository, shas],
  )
}
