// The REST half of a fake GitHub; what it is asked and what it answers is held against GitHub's published description.
import { z } from 'zod'
import { reachable } from './graph'
import { type FakeRepository, type FakeRun, later, sha } from './model'
import published from './rest-operations.json'

export type RestAnswer = { status: number; body: unknown }

type Operation = (typeof published.operations)[number]
type Asked = { repository: FakeRepository | undefined; names: Record<string, string>; query: URLSearchParams }

const LIMIT = 1_000

/** By operation id; undefined is 404. */
const ANSWERS: Record<string, (asked: Asked) => unknown> = {
  'actions/list-workflow-runs-for-repo': ({ repository, query }) => {
    const created = query.get('created')
    const all = repository?.runs.filter((run) => isWithin(run.created_at, created)) ?? []
    const newest = all.toSorted((a, b) =>
      a.created_at === b.created_at ? b.id - a.id : a.created_at < b.created_at ? 1 : -1,
    )
    const listed = created ? newest.slice(0, LIMIT) : newest
    return { total_count: all.length, workflow_runs: pageOf(listed, query).map((run) => runBody(run)) }
  },
  'actions/get-workflow-run': ({ repository, names }) => {
    const run = repository?.runs.find(({ id }) => String(id) === names.run_id)
    return run && runBody(run)
  },
  'actions/get-workflow-run-attempt': ({ repository, names }) => {
    const run = repository?.runs.find(({ id }) => String(id) === names.run_id)
    return run?.attempts[Number(names.attempt_number) - 1] && runBody(run, Number(names.attempt_number))
  },
  'actions/list-jobs-for-workflow-run': ({ repository, names, query }) => {
    const run = repository?.runs.find(({ id }) => String(id) === names.run_id)
    if (!run) return undefined
    const jobs = run.jobs.filter((job) => query.get('filter') === 'all' || job.run_attempt === run.attempts.length)
    const bodies = pageOf(jobs, query).map((job) => ({
      ...{ node_id: `CR_${job.id}`, run_id: run.id, head_sha: run.head_sha },
      ...job,
    }))
    return { total_count: jobs.length, jobs: bodies }
  },
  'repos/list-deployments': ({ repository, query }) => {
    const newest = repository?.deployments.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) ?? []
    return pageOf(newest, query).map((one) => ({
      ...{ id: one.databaseId, node_id: one.id, sha: one.commitOid, ref: one.ref, task: 'deploy' },
      ...{ environment: one.environment, created_at: one.createdAt, updated_at: one.updatedAt },
      production_environment: one.production,
    }))
  },
  'repos/get-content': ({ repository, names, query }) => {
    const text = repository?.files.get(`${query.get('ref')} ${names.path}`) ?? repository?.files.get(names.path ?? '')
    if (text === undefined) return undefined
    const content = Buffer.from(text)
      .toString('base64')
      .replace(/(.{60})/g, '$1\n')
    const [name = '', path = ''] = [names.path?.split('/').at(-1), names.path]
    return { type: 'file', encoding: 'base64', size: text.length, name, path, content, sha: sha(text) }
  },
  'repos/compare-commits': ({ repository, names, query }) => {
    const [base = '', head = ''] = names.basehead?.split('...') ?? []
    if (!repository?.commits.has(base) || !repository.commits.has(head)) return undefined
    const [before, after] = [reachable(repository, base), reachable(repository, head)]
    const ahead = after.filter((commit) => !before.includes(commit)).reverse()
    const behind = before.filter((commit) => !after.includes(commit))
    const status =
      behind.length > 0 ? (ahead.length > 0 ? 'diverged' : 'behind') : ahead.length > 0 ? 'ahead' : 'identical'
    const numbers = { ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length }
    return { status, ...numbers, commits: pageOf(ahead, query).map(({ oid }) => ({ sha: oid })) }
  },
  'apps/create-installation-access-token': ({ names }) => ({
    token: `installation-${names.installation_id}`,
    expires_at: later(new Date().toISOString(), 3600),
  }),
}

/** Throws where the request or the answer is not as GitHub describes it. */
export function answerRest(
  method: string,
  url: URL,
  find: (fullName: string) => FakeRepository | undefined,
): RestAnswer {
  for (const operation of published.operations) {
    const names = operation.method === method ? match(operation.path, url.pathname) : undefined
    if (!names) continue
    checkQuery(operation, url)
    const repository = names.owner ? find(`${names.owner}/${names.repo}`) : undefined
    const body =
      names.owner && !repository
        ? undefined
        : ANSWERS[operation.operation]?.({ repository, names, query: url.searchParams })
    if (body === undefined)
      return { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' } }
    schemaOf(operation).parse(body)
    return { status: operation.status, body }
  }
  throw new Error(`No operation of GitHub's is ${method} ${url.pathname}`)
}

const schemas = new Map<string, z.ZodType>()

function schemaOf({ operation, answer }: Operation): z.ZodType {
  const known = schemas.get(operation)
  if (known) return known
  const schema = z.fromJSONSchema(answer as never, { defaultTarget: 'openapi-3.0' }) // cut from OpenAPI 3.0
  schemas.set(operation, schema)
  return schema
}

function checkQuery({ query, path }: Operation, { searchParams }: URL): void {
  for (const name of searchParams.keys()) {
    if (!(name in query.properties)) throw new Error(`${path} knows no ${name}`)
  }
  if (Number(searchParams.get('per_page') ?? 30) > 100) throw new Error(`${path}: per_page is at most 100`)
}

function match(template: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [template.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const names: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    if (part.startsWith('{')) names[part.slice(1, -1)] = decodeURIComponent(given[at] ?? '')
    else if (part !== given[at]) return undefined
  }
  return names
}

function pageOf<T>(rows: readonly T[], query: URLSearchParams): T[] {
  const [size, page] = [Number(query.get('per_page') ?? 30), Number(query.get('page') ?? 1)]
  return rows.slice((page - 1) * size, page * size)
}

function isWithin(at: string, created: string | null): boolean {
  if (!created) return true
  const time = Date.parse(at)
  if (created.startsWith('>=')) return time >= Date.parse(created.slice(2))
  const [from = '', to = ''] = created.split('..')
  return time >= Date.parse(from) && time <= Date.parse(to)
}

function runBody(run: FakeRun, number = run.attempts.length) {
  const attempt = run.attempts[number - 1]
  const { id, name, event, head_branch, head_sha, created_at } = run
  return {
    ...{ id, name, event, head_branch, head_sha, created_at, ...attempt, run_attempt: number },
    ...{ node_id: `WFR_${id}`, path: '.github/workflows/build.yml' },
    html_url: `https://github.com/acme/shop/actions/runs/${id}`,
  }
}
