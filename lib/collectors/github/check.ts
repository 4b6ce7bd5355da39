// What "Test connection" says: who asks, what is seen, what is missing and why, and what the first collection will cost.
import { z } from 'zod'
import { errorKind, inSentences, StreamgaugeError } from '../../errors'
import type { Check, CollectContext } from '../contract'
import { type Config, floorOf } from './config'
import { type Listed, listRepositories } from './listing'
import { readAnswer } from './paging'
import type { Section, Session } from './session'

type CheckContext = CollectContext<Config, Session>

const Viewer = z.object({ viewer: z.object({ login: z.string() }) })
const Known = z.object({ node: z.object({}).nullable() })
const Total = z.object({ total_count: z.int() })

const SHOWN = 100
/** Runs are counted in so many repositories; the others are taken for alike. */
const COUNTED = 5
const SECONDS_A_REQUEST = 0.8
const NO_PATHS = 'Through the API nothing tells which paths a commit changed: services that are a folder get none.'

const MISSED: Record<Section, string> = {
  pullRequests: 'Pull requests and reviews',
  issues: 'Incidents',
  deployments: 'Deployments',
  releases: 'Releases',
}

export async function check(context: CheckContext): Promise<Check> {
  const { session } = context
  const { viewer } = readAnswer(await session.api.query('query { viewer { login } }', {}), Viewer, 'the account')
  const { found, refused } = await listRepositories(context)
  if (found.size === 0) throw refused[0]?.error ?? nothingSeen(viewer.login)
  const listed = [...found.values()]
  await checkTypes(context, listed)
  const runs = await countRuns(context, listed)
  const warnings = [
    ...refused.map(({ name, error }) => `${name} is not collected: ${inSentences(error)}`),
    ...[...session.lacking].map(([section, error]) => `${MISSED[section]} will be missing: ${inSentences(error)}`),
    ...(runs.error ? [`Workflow runs will be missing: ${inSentences(runs.error)}`] : []),
    ...scopeWarnings(session, listed),
    ...(context.wantPaths && context.config.history === 'api' ? [NO_PATHS] : []),
  ]
  const titles = listed.map(({ nameWithOwner }) => nameWithOwner).sort()
  const summary = `${viewer.login} sees ${listed.length} ${listed.length === 1 ? 'repository' : 'repositories'}`
  return {
    summary,
    warnings,
    sees: { titles: titles.slice(0, SHOWN), total: titles.length },
    volume: volumeOf(context, listed, runs.total),
  }
}

/** Whether this GitHub knows what the rule for incidents asks for. */
async function checkTypes({ session, config }: CheckContext, [first]: Listed[]): Promise<void> {
  if (config.incidents.types.length === 0) return
  const query = 'query ($id: ID!) { node(id: $id) { ... on Issue { issueType { name } } } }'
  readAnswer(await session.api.query(query, { id: first?.id }), Known, 'Incidents by issue type')
}

function nothingSeen(login: string): StreamgaugeError {
  const hint =
    'Is the owner spelled right? Private repositories need the scope repo, or a fine-grained token of their owner; archived ones and forks are left out unless asked for.'
  return new StreamgaugeError('not-found', `${login} sees none of the repositories that are named`, { hint })
}

function scopeWarnings({ api }: Session, listed: Listed[]): string[] {
  const warnings: string[] = []
  const scopes = api.scopes?.split(/,\s*/).filter(Boolean)
  if (scopes && !scopes.includes('repo') && !listed.some(({ isPrivate }) => isPrivate)) {
    warnings.push('The token lacks the scope repo: private repositories are not seen.')
  }
  if (api.hiddenBySso) {
    const organisations = /organizations=([\d,]+)/.exec(api.hiddenBySso)?.[1] ?? 'some'
    warnings.push(
      `Organisations with single sign-on hide what they have until the token is authorised for them (${organisations}).`,
    )
  }
  return warnings
}

async function countRuns(context: CheckContext, listed: Listed[]) {
  const created = `>=${floorOf(context).toISOString().slice(0, 10)}`
  const sample = listed.slice(0, COUNTED)
  let counted = 0
  for (const { nameWithOwner } of sample) {
    const [owner = '', repo = ''] = nameWithOwner.split('/')
    try {
      const parameters = { owner, repo, created, per_page: 1 }
      const { body } = await context.session.api.get('/repos/{owner}/{repo}/actions/runs', parameters)
      counted += Total.safeParse(body).data?.total_count ?? 0
    } catch (error) {
      if (errorKind(error) !== 'auth' && errorKind(error) !== 'not-found') throw error
      return { total: 0, error: error as StreamgaugeError } // errorKind knows it
    }
  }
  return { total: Math.round((counted / sample.length) * listed.length) }
}

/** NOTE: of pull requests, issues and deployments there is only the number of all times, so the cost is rather less. */
function volumeOf({ config }: CheckContext, listed: Listed[], runs: number): NonNullable<Check['volume']> {
  const sum = (section: Section) => listed.reduce((total, one) => total + (one[section]?.total ?? 0), 0)
  const [pulls, deployments, releases] = [sum('pullRequests'), sum('deployments'), sum('releases')]
  const pages = (rows: number, size: number) => Math.ceil(rows / size)
  const jobs = config.jobs === 'all' ? runs : 0
  const requests = pages(listed.length, 50) + listed.length * 2 + pages(pulls, 25) + 2 * pages(deployments, 100)
  const all = requests + pages(releases, 100) + pages(runs, 90) + jobs
  return {
    requests: all,
    records: pulls * 3 + deployments + releases + runs + jobs * 4,
    seconds: Math.ceil(all * SECONDS_A_REQUEST),
  }
}
