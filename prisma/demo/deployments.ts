// How releases are known: deployment records, deploy pipelines, jobs or tags, as each service's rule wants it.
import type { SourceRecord } from '../../lib/records/record'
import type { Deployment } from '../../lib/records/schema'
import { Chance } from './chance'
import { MINUTE } from './office'
import { FORGE, forgeUrl, instant, shaOf } from './record-text'
import type { Release } from './release'
import { type AttemptDraft, type JobDraft, layJobs, type RunDraft } from './runs'

/** Names the releases that pipelines make, and gives their runs. */
export function releaseRuns(releases: Release[]): RunDraft[] {
  return releases.flatMap((release) => {
    const { from } = release.story.rule
    if (from === 'pipeline_run') return [deployRun(release)]
    return from === 'job' ? [jobRun(release)] : []
  })
}

function runOf(release: Release, pipeline: string, attempts: AttemptDraft[], named: (id: string) => void): RunDraft {
  const { repository } = release.story
  const sha = release.change.landing ?? ''
  return { repository, pipeline, event: 'workflow_dispatch', branch: release.change.base, sha, attempts, named }
}

function deployRun(release: Release): RunDraft {
  const { story, startedAt, finishedAt, stumbled } = release
  const layout = [
    { name: 'staging', share: 0.35 },
    { name: 'smoke tests', needs: ['staging'], share: 0.25 },
    { name: 'production', needs: ['smoke tests'], share: 0.4 },
  ]
  const attempts: AttemptDraft[] = []
  if (stumbled) {
    const at = startedAt - 20 * MINUTE
    const jobs = layJobs(layout, at, 200, 'production')
    attempts.push({ queuedAt: at - 8000, startedAt: at, finishedAt: at + 200_000, status: 'failure', jobs })
  }
  const jobs = layJobs(layout, startedAt, (finishedAt - startedAt) / 1000, null)
  attempts.push({ queuedAt: startedAt - 12_000, startedAt, finishedAt, status: 'success', jobs })
  return runOf(release, `Deploy ${story.name}`, attempts, (id) => {
    release.id = `run:${id}/${attempts.length}`
  })
}

function jobRun(release: Release): RunDraft {
  const { startedAt, finishedAt, stagedAt = startedAt - 30 * MINUTE, stumbled } = release
  const staged = stagedAt + 9 * MINUTE
  const attempt = (begun: number, ended: number, status: 'success' | 'failure'): AttemptDraft => {
    const jobs: JobDraft[] = [
      { name: 'package', startedAt: stagedAt, finishedAt: stagedAt + 3 * MINUTE, status: 'success' },
      { name: 'deploy staging', startedAt: stagedAt + 3 * MINUTE, finishedAt: staged, status: 'success' },
      { name: 'deploy production', startedAt: begun, finishedAt: ended, status },
    ]
    for (const [at, job] of jobs.entries()) if (at > 0) job.needs = [jobs[at - 1]?.name ?? '']
    return { queuedAt: stagedAt - 15_000, startedAt: stagedAt, finishedAt: ended, status, jobs }
  }
  const attempts = stumbled ? [attempt(startedAt - 25 * MINUTE, startedAt - 21 * MINUTE, 'failure')] : []
  attempts.push(attempt(startedAt, finishedAt, 'success'))
  return runOf(release, 'Release', attempts, (id) => {
    release.id = `job:${id}/${attempts.length}/${id}-${attempts.length}-3`
  })
}

/** The records of releases that no pipeline names: deployments with their checks, and tags. */
export function* releaseRecords(releases: Release[]): Generator<SourceRecord> {
  const inOrder = [...releases].sort((one, other) => one.startedAt - other.startedAt)
  const { from } = inOrder[0]?.story.rule ?? {}
  if (from === 'tag') yield* tagRecords(inOrder)
  if (from === 'deployment') for (const [at, release] of inOrder.entries()) yield* deploymentRecords(release, 1001 + at)
  if (from === 'pipeline_run') for (const release of inOrder) yield* checks(release)
}

function* deploymentRecords(release: Release, number: number): Generator<SourceRecord> {
  const { story, change, stagedAt, startedAt, finishedAt } = release
  const chance = new Chance(`${story.name} deployment ${number}`)
  const took = finishedAt - startedAt
  const record = (id: string, environment: string, at: number, until: number): Deployment => ({
    type: 'deployment',
    source: FORGE,
    id,
    service: story.name,
    environment,
    production: environment.startsWith('production'),
    sha: change.landing ?? '',
    ref: 'main',
    createdAt: instant(at - chance.whole(20, 400) * 1000),
    startedAt: instant(at),
    finishedAt: instant(until),
    status: 'success',
    url: forgeUrl(story.repository, `/deployments/${id}`),
  })
  if (stagedAt !== undefined) {
    yield record(`${story.name}-${number}-staging`, 'staging', stagedAt, stagedAt + Math.round(took * 0.7))
  }
  let begins = startedAt
  for (const [at, region] of story.regions.entries()) {
    const id = `${story.name}-${number}${story.regions.length > 1 ? region.replace('production', '') : ''}`
    if (at === 0) {
      release.id = id
      if (release.stumbled) {
        const attempt = record(`${id}-first`, region, begins - 25 * MINUTE, begins - 19 * MINUTE)
        yield { ...attempt, status: 'failure' }
      }
    }
    const until = begins + Math.round(took / story.regions.length)
    yield record(id, region, begins, until)
    begins = until + chance.whole(30, 150) * 1000
    release.finishedAt = until
  }
  yield* checks(release)
}

/** Was production looked at after the deployment, and what did it show? */
function* checks(release: Release): Generator<SourceRecord> {
  const chance = new Chance(`check ${release.id}`)
  if (release.kind === 'rollback' || chance.happens(0.06)) return
  yield {
    type: 'verification',
    source: FORGE,
    deployment: release.id,
    name: 'smoke test',
    status: release.wentWrong && chance.happens(0.4) ? 'failure' : 'success',
    at: instant(release.finishedAt + chance.whole(90, 420) * 1000),
  }
}

function* tagRecords(releases: Release[]): Generator<SourceRecord> {
  let [minor, patch] = [17, 0]
  for (const release of releases) {
    const { story, change, finishedAt, stagedAt, kind } = release
    ;[minor, patch] = kind === 'planned' ? [minor + 1, 0] : [minor, patch + 1]
    const name = `v3.${minor}.${patch}`
    release.id = `tag:${name}`
    const sha = change.landing ?? shaOf(story.repository, name)
    const tag = { type: 'tag', source: FORGE, repository: story.repository, sha } as const
    if (stagedAt !== undefined) {
      yield { ...tag, name: `${name}-rc.1`, createdAt: instant(stagedAt), prerelease: true }
    }
    const url = forgeUrl(story.repository, `/releases/tag/${name}`)
    yield { ...tag, name, createdAt: instant(finishedAt - 4 * MINUTE), publishedAt: instant(finishedAt), url }
  }
}
