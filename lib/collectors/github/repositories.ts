// The stream that lists the repositories. A renamed or transferred one keeps its node id, and with it cursors and name.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { defineScopes, type ScopesPage } from '../contract'
import type { Config } from './config'
import { type Listed, listRepositories } from './listing'
import type { Pulse, RepositoryScope, Session } from './session'

/** `number`: its id in REST and in events. */
const Known = z.object({
  name: z.string(),
  url: z.string(),
  defaultBranch: z.string().optional(),
  number: z.int().optional(),
})
type Known = z.infer<typeof Known>
const Since = z.object({ known: z.record(z.string(), Known) })
type Since = z.infer<typeof Since>

const SCOPES_A_PAGE = 100

export const repositories = defineScopes<Config, never, Since, Session, RepositoryScope>({
  id: 'repositories',
  title: 'Repositories',
  resume: z.never(),
  since: Since,
  async *collect(context, { since }) {
    const before = new Map(Object.entries(since?.known ?? {}))
    const names = new Map([...before].map(([id, { name }]) => [id, name]))
    const { found, refused } = await listRepositories(context, names)
    if (found.size === 0 && refused[0]) throw refused[0].error
    const listed = [...found.values()]
    const called = recordNames(listed, before)
    const scopes = listed.map((repository) =>
      scopeOf(repository, called.get(repository.id) ?? repository.nameWithOwner, context.now),
    )
    for (const { name, error } of refused) scopes.push(refusedScope(name, error))
    const known = Object.fromEntries([
      ...before,
      ...listed.map((one): [string, Known] => [one.id, knownOf(one, called)]),
    ])
    const records = listed.flatMap((one): RecordInput[] => {
      const { name, url, defaultBranch } = knownOf(one, called)
      const old = before.get(one.id)
      const same = old && old.name === name && old.url === url && old.defaultBranch === defaultBranch
      return same ? [] : [{ type: 'repository', name, url, defaultBranch }]
    })
    for (let start = 0; start + SCOPES_A_PAGE < scopes.length; start += SCOPES_A_PAGE) {
      yield page(scopes.slice(start, start + SCOPES_A_PAGE), [], since)
    }
    const rest = scopes.slice(Math.floor(Math.max(0, scopes.length - 1) / SCOPES_A_PAGE) * SCOPES_A_PAGE)
    yield page(rest, records, { known })
  },
})

function page(
  scopes: RepositoryScope[],
  records: RecordInput[],
  since: Since | undefined,
): ScopesPage<RepositoryScope, never, Since> {
  return { scopes, records, rejected: [], cursor: { since } }
}

/** The name by which each was first known, unless another repository bears it by now. */
function recordNames(listed: Listed[], before: ReadonlyMap<string, Known>): Map<string, string> {
  const bearers = new Map(listed.map(({ id, nameWithOwner }) => [nameWithOwner.toLowerCase(), id]))
  return new Map(
    listed.map(({ id, nameWithOwner }) => {
      const first = before.get(id)?.name ?? nameWithOwner
      const bearer = bearers.get(first.toLowerCase())
      return [id, bearer === undefined || bearer === id ? first : nameWithOwner]
    }),
  )
}

function knownOf(
  { id, databaseId, nameWithOwner, url, defaultBranchRef }: Listed,
  called: ReadonlyMap<string, string>,
): Known {
  const name = called.get(id) ?? nameWithOwner
  return { name, url, defaultBranch: defaultBranchRef?.name, number: databaseId ?? undefined }
}

function scopeOf(listed: Listed, repository: string, now: Date): RepositoryScope {
  const { id, nameWithOwner, url, pushedAt, defaultBranchRef, pullRequests, issues, deployments, releases } = listed
  const [owner = '', name = ''] = nameWithOwner.split('/')
  return {
    id,
    title: repository === nameWithOwner ? nameWithOwner : `${nameWithOwner} (formerly ${repository})`,
    repository,
    owner,
    name,
    url,
    defaultBranch: defaultBranchRef?.name,
    head: defaultBranchRef?.target?.oid,
    pushedAt: pushedAt ?? undefined,
    pulse: {
      pullRequests: marked(pullRequests, now),
      issues: marked(issues, now),
      deployments: marked(deployments, now),
      releases: marked(releases, now),
    },
  }
}

const YOUNG_MS = 60_000

/**
 * NOTE: GitHub's times have whole seconds, so what was touched just now may be touched again without a trace in the pulse.
 * A young pulse is another one as soon as it is not young any more: what it stands for is asked for once more.
 * By a clock that is behind GitHub's it is young until that has caught up.
 */
function marked(pulse: Pulse | undefined, now: Date): Pulse | undefined {
  const touchedAt = Date.parse(pulse?.newest?.split(' ').at(-1) ?? '')
  const isYoung = now.getTime() - touchedAt < YOUNG_MS
  return pulse && isYoung ? { ...pulse, newest: `${pulse.newest} young` } : pulse
}

function refusedScope(title: string, refusal: RepositoryScope['refusal']): RepositoryScope {
  return { id: title.toLowerCase(), title, repository: title, owner: '', name: '', pulse: {}, refusal }
}

/**
 * What a repository of an event is called in records; undefined: it was not listed.
 * LIMIT: events still name what was made before 2022 by a node id of the former kind, so the number decides, too.
 */
export function nameOf(since: unknown, { id, number }: { id: string; number?: number }): string | undefined {
  const known = Since.safeParse(since).data?.known ?? {}
  return (known[id] ?? Object.values(known).find((one) => number !== undefined && one.number === number))?.name
}
