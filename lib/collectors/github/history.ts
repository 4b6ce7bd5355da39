// The stream of commits: through git where it is installed, else through the API.
import { z } from 'zod'
import { errorKind } from '../../errors'
import { defineStream, type Held, type Page } from '../contract'
import { collectHistory } from '../mirror/collect'
import { checkGitVersion } from '../mirror/command'
import { type Location, parseUrl } from '../mirror/location'
import * as mirror from '../mirror/schema'
import { mirrorDirOf } from '../workdir'
import type { Config } from './config'
import { ApiResume, ApiSince, collectByApi } from './history-api'
import type { RepositoryContext, RepositoryScope, Session } from './session'

/** `pushedAt`: while it stays the same there is nothing to fetch. */
const Since = z.union([
  z.object({ by: z.literal('git'), pushedAt: z.string().optional(), wantPaths: z.boolean(), stood: mirror.Since }),
  z.object({ by: z.literal('api'), stood: ApiSince }),
  z.object({ by: z.literal('nothing'), repository: z.string() }),
])
const Resume = z.union([
  z.object({ by: z.literal('git'), wantPaths: z.boolean(), stood: mirror.Resume }),
  z.object({ by: z.literal('api'), stood: ApiResume }),
])
type Since = z.infer<typeof Since>
type Resume = z.infer<typeof Resume>
type Given = { resume?: Resume; since?: Since }
type Pages = AsyncGenerator<Page<Resume, Since>>

export const history = defineStream<Config, Resume, Since, Session, RepositoryScope>({
  id: 'history',
  title: 'Commits and tags',
  resume: Resume,
  since: Since,
  async *collect(context, given, held) {
    const { scope } = context
    if (scope.refusal) throw scope.refusal
    if (!scope.head) {
      // A repository without a commit. What it had before stays until it has one again.
      if (!given.since)
        yield { records: [], rejected: [], cursor: { since: { by: 'nothing', repository: scope.repository } } }
      return
    }
    const location = await cloneLocation(context)
    yield* location ? byGit(context, location, given, held) : byApi(context, given)
  },
})

/** undefined: through the API. */
async function cloneLocation({ config, scope, session, environment, signal }: RepositoryContext) {
  if (config.history === 'api' || !scope.url) return undefined
  const parsed = parseUrl(`${scope.url}.git`)
  if (!parsed.ok || parsed.location.kind !== 'https' || !isHome(parsed.location.address, config)) return undefined
  try {
    await checkGitVersion({ environment: { PATH: environment.PATH ?? '' }, signal, location: parsed.location })
  } catch (error) {
    if (errorKind(error) !== 'config') throw error
    return undefined
  }
  const credentials = { username: 'x-access-token', password: await session.api.token() }
  return { ...parsed.location, credentials } satisfies Location
}

/** The token goes to the host that it is for, whatever an answer says. */
function isHome(address: string, { baseUrl }: Config): boolean {
  const api = new URL(baseUrl).hostname
  return [api, api.replace(/^api\./, '')].includes(new URL(address).hostname)
}

async function* byGit(context: RepositoryContext, location: Location, given: Given, held: Held): Pages {
  const { scope, wantPaths } = context
  const { repository, pushedAt, head } = scope
  const known = given.since?.by === 'git' && given.since.wantPaths === wantPaths ? given.since : undefined
  const begun = given.resume?.by === 'git' && given.resume.wantPaths === wantPaths ? given.resume : undefined
  const stood = known?.stood.repository === repository ? known.stood : undefined
  if (!begun && stood && pushedAt && known?.pushedAt === pushedAt && stood.headSha === head) return
  const own = { ...context, workdir: mirrorDirOf(context.workdir, scope.id) }
  const cursor = { since: known?.stood, resume: begun?.stood }
  const mirrored = { location, repository }
  for await (const { cursor: at, ...page } of collectHistory(own, mirrored, cursor, held)) {
    const moved = at.since !== undefined && at.since !== cursor.since
    const since: Since | undefined =
      moved && at.since ? { by: 'git', pushedAt, wantPaths, stood: at.since } : given.since
    yield { ...page, cursor: { since, resume: at.resume && { by: 'git', wantPaths, stood: at.resume } } }
  }
}

async function* byApi(context: RepositoryContext, given: Given): Pages {
  const cursor = {
    since: given.since?.by === 'api' ? given.since.stood : undefined,
    resume: given.resume?.by === 'api' ? given.resume.stood : undefined,
  }
  for await (const { cursor: at, ...page } of collectByApi(context, cursor)) {
    const moved = at.since !== undefined && at.since !== cursor.since
    const since: Since | undefined = moved && at.since ? { by: 'api', stood: at.since } : given.since
    yield { ...page, cursor: { since, resume: at.resume && { by: 'api', stood: at.resume } } }
  }
}
