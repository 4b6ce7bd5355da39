// "Test connection": what the token may do, what it sees, and what a first collection will cost.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { Check, CollectContext } from '../contract'
import type { Config } from './config'
import { readsByApi } from './history'
import { listProjects, type Project, projectOf, type Session } from './projects'

const Token = z.object({ scopes: z.array(z.string()).optional(), expires_at: z.string().nullish() })
const Version = z.object({ version: z.string() })

const SHOWN = 100
/** Projects that are counted; the rest is taken to be like them. */
const COUNTED = 3
// What one request takes, with a few under way at a time.
const SECONDS_A_REQUEST = 0.1
const DAY = 86_400_000

type Context = CollectContext<Config, Session>

export async function check(context: Context): Promise<Check> {
  const { api } = context.session
  const warnings: string[] = []
  const scopes = await tokenScopes(context, warnings)
  const found: Project[] = []
  for await (const { listed } of listProjects(api, context)) found.push(...listed.map(projectOf))
  if (found.length === 0) warnings.push('The patterns select no project that the token can see.')
  const first = found[0]
  if (first && (await readsByApi({ ...context, scope: first }))) {
    if (context.config.history === 'auto')
      warnings.push('git cannot be used: commits come from the API, without paths.')
  } else if (scopes && !scopes.some((scope) => ['read_repository', 'write_repository', 'api'].includes(scope))) {
    warnings.push('Commits cannot be read: the token lacks the scope read_repository.')
  }
  return {
    summary: `GitLab${await version(context)}, ${found.length} ${found.length === 1 ? 'project' : 'projects'}`,
    warnings,
    sees: { titles: found.slice(0, SHOWN).map(({ title }) => title), total: found.length },
    volume: await volume(context, found),
  }
}

/** Undefined where the token is none of a person, group or project, or GitLab is older than this question. */
async function tokenScopes({ session, now }: Context, warnings: string[]): Promise<string[] | undefined> {
  let answer: unknown
  try {
    answer = await session.api.get('personal_access_tokens/self')
  } catch (error) {
    const kind = error instanceof StreamgaugeError ? error.kind : 'bug'
    if (kind === 'not-found') return undefined
    throw error
  }
  const { scopes, expires_at } = Token.parse(answer)
  if (scopes && !scopes.some((scope) => ['api', 'read_api'].includes(scope))) {
    throw new StreamgaugeError('auth', `The token has the scopes ${scopes.join(', ') || 'none'}.`, {
      hint: 'It needs the scope read_api.',
    })
  }
  if (expires_at && Date.parse(expires_at) - now.getTime() < 14 * DAY)
    warnings.push(`The token expires on ${expires_at}.`)
  return scopes
}

async function version({ session }: Context): Promise<string> {
  try {
    return ` ${Version.parse(await session.api.get('version')).version}`
  } catch {
    return '' // a group's or project's token need not be allowed to ask
  }
}

async function volume({ session, config }: Context, found: Project[]): Promise<Check['volume']> {
  const counted = found.slice(0, COUNTED)
  if (counted.length === 0) return undefined
  let [requests, records] = [0, 0]
  for (const { number, off } of counted) {
    const path = `projects/${number}`
    const count = async (list: string, feature: Project['off'][number], query = {}) =>
      // LIMIT: beyond 10,000 GitLab does not count.
      off.includes(feature) ? 0 : ((await session.api.count(`${path}/${list}`, query)) ?? 10_000)
    const requested = await count('merge_requests', 'merge_requests', { scope: 'all', state: 'all' })
    const ran = await count('pipelines', 'builds')
    const deployed = await count('deployments', 'environments')
    requests += 10 + 2.02 * requested + (config.jobs === 'all' ? 2.02 : 1.02) * ran + 0.01 * deployed
    records += 5 * requested + (config.jobs === 'all' ? 10 : 1) * ran + deployed
  }
  const share = found.length / counted.length
  const rounded = Math.ceil(requests * share)
  return { requests: rounded, records: Math.ceil(records * share), seconds: Math.ceil(rounded * SECONDS_A_REQUEST) }
}
