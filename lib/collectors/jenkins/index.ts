// Jenkins: the builds of freestyle, pipeline and multibranch jobs in any depth of folders, with the stages of pipelines.
import { type Check, type CollectContext, defineScopedSource } from '../contract'
import { builds } from './builds'
import { Config } from './config'
import { type Job, jobs, listJobs, openSession, type Session } from './jobs'

const SHOWN = 100
const SECONDS_A_REQUEST = 0.2

export const jenkins = defineScopedSource<Config, Session, Job>({
  id: 'jenkins',
  title: 'Jenkins',
  config: Config,
  // NOTE: not the patterns: a job that joins is read from its own beginning, and one that leaves keeps its records.
  identity: ({ token: _, user: __, jobs: ___, ...rest }) => rest,
  open: openSession,
  check,
  scopes: jobs,
  streams: [builds],
  atOnce: 3,
})

async function check(context: CollectContext<Config, Session>): Promise<Check> {
  const { url, stages } = context.config
  const { found, version } = await listJobs(context.session.client, context)
  const warnings: string[] = []
  if (found.length === 0) warnings.push('The patterns select no job that the user can see.')
  if (url.startsWith('http:')) warnings.push('The address is http: whoever is on the way can read the token.')
  // LIMIT: build numbers only tell how many there were at most; old builds are deleted as the job says.
  const count = found.reduce((sum, { lastBuild }) => sum + (lastBuild ?? 0), 0)
  const staged = found.reduce((sum, { lastBuild, hasStages }) => sum + (hasStages ? (lastBuild ?? 0) : 0), 0)
  const requests = found.length + Math.ceil(count / 100) + (stages === 'none' ? 0 : staged)
  return {
    summary: `Jenkins${version ? ` ${version}` : ''}, ${found.length} ${found.length === 1 ? 'job' : 'jobs'}`,
    warnings,
    sees: { titles: found.slice(0, SHOWN).map(({ title }) => title), total: found.length },
    volume: {
      requests,
      records: count + (stages === 'none' ? 0 : staged * 5),
      seconds: Math.ceil(requests * SECONDS_A_REQUEST),
    },
  }
}
