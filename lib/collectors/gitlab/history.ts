// The commits of a project: by a mirror where git is there, else the default branch by the API.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import { type Cursor, defineStream, type Page } from '../contract'
import { collectHistory } from '../mirror/collect'
import { type Location, parseUrl } from '../mirror/location'
import * as mirror from '../mirror/schema'
import { mirrorDirOf } from '../workdir'
import { PER_PAGE, parseRows } from './api'
import type { GitlabContext } from './changed'
import { Commit, commitRecord } from './commit'
import type { Config } from './config'
import type { Project, Session } from './projects'

const Head = z.object({ repository: z.string(), headSha: z.string().nullable() })
const Paged = z.object({
  repository: z.string(),
  base: z.string().nullable(),
  headSha: z.string(),
  page: z.number().int(),
})
type Paged = z.infer<typeof Paged>

const Since = z.union([z.object({ mirror: mirror.Since, paths: z.boolean() }), z.object({ api: Head })])
type Since = z.infer<typeof Since>
const Resume = z.union([z.object({ mirror: mirror.Resume, paths: z.boolean() }), z.object({ api: Paged })])
type Resume = z.infer<typeof Resume>
type HistoryPage = Page<Resume, Since>

export const history = defineStream<Config, Resume, Since, Session, Project>({
  id: 'history',
  title: 'Commits',
  resume: Resume,
  since: Since,
  async *collect(context, cursor, held) {
    const { scope, config } = context
    if (scope.off.includes('repository')) {
      const since = cursor.since ?? { api: { repository: scope.title, headSha: null } }
      return yield { records: [], rejected: [], cursor: { since } }
    }
    const location = (await readsByApi(context)) ? undefined : cloneOf(scope, config)
    if (!location) return yield* byApi(context, cursor)
    // Commits that were told without their paths are told again when a service needs them.
    const paths = context.wantPaths
    const own: Cursor<mirror.Resume, mirror.Since> = {
      since: cursor.since && 'mirror' in cursor.since && cursor.since.paths === paths ? cursor.since.mirror : undefined,
      resume:
        cursor.resume && 'mirror' in cursor.resume && cursor.resume.paths === paths ? cursor.resume.mirror : undefined,
    }
    const there = { ...context, workdir: mirrorDirOf(context.workdir, scope.id) }
    for await (const page of collectHistory(there, { location, repository: scope.title }, own, held)) {
      const { since, resume } = page.cursor
      yield {
        ...page,
        cursor: { since: since && { mirror: since, paths }, resume: resume && { mirror: resume, paths } },
      }
    }
  },
})

/** Whether commits and tags are asked of the API: by choice, without git, or where the address for clones is no https. */
export async function readsByApi({ config, scope, session, environment }: GitlabContext): Promise<boolean> {
  if (config.history === 'api' || !cloneOf(scope, config)) return true
  session.hasGit ??= promisify(execFile)('git', ['--version'], { env: environment as NodeJS.ProcessEnv }).then(
    () => true,
    () => false,
  )
  return !(await session.hasGit)
}

/** NOTE: only on the host that the token is meant for. */
function cloneOf({ clone }: Project, { baseUrl, token }: Config): Location | undefined {
  const parsed = clone === undefined ? undefined : parseUrl(clone)
  if (!parsed?.ok || parsed.location.kind !== 'https') return undefined
  if (new URL(parsed.location.address).hostname !== new URL(baseUrl).hostname) return undefined
  return { ...parsed.location, credentials: { username: 'oauth2', password: token } }
}

const Branch = z.object({ commit: z.object({ id: z.string() }) })

/** LIMIT: the default branch alone, and no changed paths: those would cost a request for each commit. */
async function* byApi(context: GitlabContext, cursor: Cursor<Resume, Since>): AsyncGenerator<HistoryPage> {
  const { scope, session } = context
  const repository = scope.title
  const known = cursor.since && 'api' in cursor.since ? cursor.since.api : undefined
  const base = known?.repository === repository ? known.headSha : null
  const stood = cursor.resume && 'api' in cursor.resume ? cursor.resume.api : undefined
  let paged: Paged
  if (stood?.repository === repository) paged = stood
  else {
    const headSha = await headOf(context)
    if (headSha === base)
      return yield { records: [], rejected: [], cursor: { since: { api: { repository, headSha } } } }
    paged = { repository, base, headSha, page: 1 }
  }
  const { headSha } = paged
  for (;;) {
    const range = paged.base ? `${paged.base}..${headSha}` : headSha
    const query = { ref_name: range, with_stats: true, per_page: PER_PAGE, page: paged.page }
    let rows: unknown[]
    try {
      rows = await session.api.list(`projects/${scope.number}/repository/commits`, query)
    } catch (error) {
      // A base that was rewritten away is gone some day: then everything is said again.
      const lost = error instanceof StreamgaugeError && error.kind === 'not-found' && paged.base !== null
      if (!lost) throw error
      paged = { ...paged, base: null, page: 1 }
      continue
    }
    const { parsed, rejected } = parseRows(Commit, rows, 'commit')
    const records: HistoryPage['records'] = parsed.map((commit) => commitRecord(commit, repository))
    const names = [...new Set(parsed.flatMap(({ author_name }) => author_name ?? []))]
    const reached = parsed.at(-1) && new Date(parsed.at(-1)?.committed_date ?? 0)
    if (rows.length < PER_PAGE) {
      // The head comes after its commits.
      records.push({ type: 'repository', name: repository, defaultBranch: scope.defaultBranch, headSha })
      return yield { records, rejected, names, reached, cursor: { since: { api: { repository, headSha } } } }
    }
    paged = { ...paged, page: paged.page + 1 }
    yield { records, rejected, names, reached, cursor: { since: cursor.since, resume: { api: paged } } }
  }
}

async function headOf({ scope, session }: GitlabContext): Promise<string> {
  const branch = encodeURIComponent(scope.defaultBranch ?? 'main')
  const answer = Branch.safeParse(await session.api.get(`projects/${scope.number}/repository/branches/${branch}`))
  if (answer.success) return answer.data.commit.id
  throw new StreamgaugeError('unexpected', `GitLab tells no commit of the default branch of ${scope.title}.`)
}
