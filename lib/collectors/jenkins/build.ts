// A build as Jenkins tells it, and the run that it is: whose repository, which revision, when.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { formatInstant } from '../../time'
import type { Rejected, WantedService } from '../contract'
import { nameOfAddress } from '../mirror/location'
import { type Config, repositoryByRule } from './config'
import type { Job } from './jobs'

type Status = Extract<RecordInput, { type: 'pipeline_run' }>['status']

/** Unstable is what Jenkins calls a build whose tests have failed. */
export const RESULT: Record<string, Status> = {
  SUCCESS: 'success',
  UNSTABLE: 'failure',
  FAILURE: 'failure',
  ABORTED: 'cancelled',
  NOT_BUILT: 'skipped',
}

export const BUILD_TREE = [
  'number,url,building,result,timestamp,duration',
  'actions[_class,lastBuiltRevision[SHA1,branch[name]],remoteUrls,queuingDurationMillis,causes[_class]]',
].join(',')

const LAST_INSTANT = 253_402_300_799_000
const Millis = z.number().min(0).max(LAST_INSTANT)

const Action = z.object({
  lastBuiltRevision: z
    .object({ SHA1: z.string().min(1), branch: z.array(z.object({ name: z.string() })).optional() })
    .nullish(),
  remoteUrls: z.array(z.string()).nullish(),
  queuingDurationMillis: Millis.nullish(),
  causes: z.array(z.object({ _class: z.string().optional() })).nullish(),
})

export const Build = z.object({
  number: z.number().int().min(1),
  url: z.string().optional(),
  building: z.boolean().optional(),
  result: z
    .string()
    .nullish()
    .transform((text, ctx) => {
      if (text === null || text === undefined) return undefined
      const status = RESULT[text]
      if (status) return status
      ctx.addIssue(`is a result that is not known: ${text.slice(0, 40)}`)
      return z.NEVER
    }),
  timestamp: Millis,
  duration: z.number(),
  // An action that tells nothing is an empty object, and of some plugins null.
  actions: z.array(Action.nullable().catch(null)).default([]),
})
export type Build = z.infer<typeof Build>

export type Run = Extract<RecordInput, { type: 'pipeline_run' }>

/** LIMIT: while Jenkins ends a build it may have its result already and still be building. */
export function isRunning({ building, result }: Build): boolean {
  return building === true || result === undefined
}

/** The run; undefined for a build that runs and has checked out nothing yet. */
export function runOf(
  build: Build,
  job: Job,
  config: Config,
  services: readonly WantedService[],
): { run: Run } | { rejected: Rejected } | undefined {
  const position = `build ${runId(job, build.number)}`
  const found = checkoutOf(build, repositoryByRule(config, job.title), services)
  if ('reason' in found) return isRunning(build) ? undefined : { rejected: { position, ...found } }
  const queuing = build.actions.find((action) => typeof action?.queuingDurationMillis === 'number')
  const finishedAt = isRunning(build) ? undefined : formatInstant(build.timestamp + Math.max(0, build.duration))
  const run: Run = {
    type: 'pipeline_run',
    repository: found.repository,
    id: runId(job, build.number),
    pipeline: job.pipeline,
    event: eventOf(build),
    branch: job.branch ?? found.branch,
    sha: found.sha,
    // NOTE: a build's own time is when it left the queue; only the metrics plugin tells how long it was in there.
    queuedAt: formatInstant(build.timestamp - (queuing?.queuingDurationMillis ?? 0)),
    startedAt: formatInstant(build.timestamp),
    finishedAt,
    status: finishedAt === undefined ? 'running' : (build.result ?? 'running'),
    url: build.url,
  }
  return { run }
}

export function runId(job: Job, number: number): string {
  return `${job.title}#${number}`
}

type Checkout = { repository: string; sha: string; branch?: string }
type NoCheckout = { path: string; reason: string }

/** A build that uses a shared library has checked that out too: which one is meant must be known, not guessed. */
function checkoutOf(build: Build, rule: string | undefined, services: readonly WantedService[]): Checkout | NoCheckout {
  const checkouts = build.actions.flatMap((action) => {
    if (!action?.lastBuiltRevision) return []
    const { SHA1, branch } = action.lastBuiltRevision
    const names = (action.remoteUrls ?? []).flatMap((url) => nameOfAddress(url) ?? [])
    return [{ names, sha: SHA1, branch: branchOf(branch?.[0]?.name) }]
  })
  const [first] = checkouts
  if (!first) return { path: 'sha', reason: 'names no git revision' }
  const of = (repository: string) => checkouts.find(({ names }) => names.includes(repository))
  // The rule may give the repository another name than its address has.
  if (rule) return { ...(of(rule) ?? (sameOrigin(checkouts) ? first : (checkouts.at(-1) ?? first))), repository: rule }
  const names = new Set(checkouts.flatMap((checkout) => checkout.names[0] ?? []))
  const known = [...names].filter((name) => services.some(({ repository }) => repository === name))
  const [only] = known.length === 1 ? known : [...names]
  if (!only) return { path: 'repository', reason: 'tells no address of its repository; name it under repositories' }
  if (known.length !== 1 && names.size > 1) {
    return { path: 'repository', reason: `checks out ${[...names].join(' and ')}; name its own under repositories` }
  }
  return { ...(of(only) ?? first), repository: only }
}

function sameOrigin(checkouts: { names: string[] }[]): boolean {
  return new Set(checkouts.map(({ names }) => names[0])).size === 1
}

/** `refs/remotes/origin/main` and `origin/main` are main; a checkout of a commit is of no branch. */
function branchOf(name: string | undefined): string | undefined {
  const branch = name?.replace(/^refs\/(heads|remotes\/[^/]+)\//, '').replace(/^origin\//, '')
  return branch && branch !== 'detached' ? branch : undefined
}

const EVENTS: [RegExp, string][] = [
  [/TimerTrigger/, 'schedule'],
  [/BranchEvent|BranchIndexing|SCMTrigger|Push|Webhook/i, 'push'],
  [/UserId/, 'manual'],
  [/Upstream/, 'upstream'],
  [/Replay|Rebuild|Restart/, 'again'],
]

function eventOf({ actions }: Build): string | undefined {
  const causes = actions.flatMap((action) => action?.causes?.map(({ _class = '' }) => _class) ?? [])
  return EVENTS.find(([pattern]) => causes.some((cause) => pattern.test(cause)))?.[1]
}
