// GitHub's webhooks: the events that carry a record whole enough, in the same words as the API has for it.
import { verify } from '@octokit/webhooks-methods'
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import type { Delivery, Told, Webhook } from '../contract'
import { placedIn } from '../settled'
import type { Config } from './config'
import { Deployment, DeploymentStatus, deploymentRecord } from './deployment-record'
import { IssueDetails, incidentId, incidentRecord, incidentTest } from './incident-record'
import { PullRequest, pullRequestRecord, Review, reviewRecord } from './pull-request-record'
import { nameOf } from './repositories'
import { jobRecord, runRecord, WorkflowJob, WorkflowRun } from './run-record'
import { givingWay } from './same-second'
import { selectionOf } from './selection'

const FORM = /^application\/x-www-form-urlencoded\b/i
const NOTHING: Told = { records: [], rejected: [], changed: false }
/** Worth a look at the source: what these carry is no whole record, or none at all. */
const LOOKED_AT = new Set(['push', 'create', 'delete', 'release', 'repository'])

export const webhook: Webhook<Config> = {
  secretOf: ({ webhookSecret }) => webhookSecret ?? null,

  async read(headers, body, secret) {
    const signature = headers.get('x-hub-signature-256')
    // Octokit compares in constant time.
    if (!signature || !(await verify(secret, body, signature).catch(() => false))) return null
    const [id, event] = [headers.get('x-github-delivery'), headers.get('x-github-event')]
    if (!id || !event) throw new StreamgaugeError('unexpected', 'The delivery has no id or no event.')
    const text = FORM.test(headers.get('content-type') ?? '') ? new URLSearchParams(body).get('payload') : body
    try {
      return { id, event, body: JSON.parse(text ?? '') }
    } catch (cause) {
      throw new StreamgaugeError('unexpected', 'The delivery is not JSON.', { cause })
    }
  },

  tell(delivery, config, listed) {
    const { data } = Repository.safeParse(delivery.body)
    const read = READERS[delivery.event]
    if (!data || (!read && !LOOKED_AT.has(delivery.event)) || isOfAnother(delivery)) return NOTHING
    const { node_id: id, id: number, full_name } = data.repository
    const selection = selectionOf(config)
    if (selection.excludes(full_name)) return NOTHING
    const repository = nameOf(listed, { id, number })
    // One that is not collected (yet, or any more) has no records; whether it is meant, the listing decides.
    const isMeant = repository !== undefined && [repository, full_name].some(selection.selects)
    if (!isMeant || !read) return { ...NOTHING, changed: true }
    const parsed = read({ repository, home: id, names: [repository, full_name], config }).safeParse(delivery.body)
    if (parsed.success) return { records: parsed.data.map(givingWay), rejected: [], changed: true }
    return { ...NOTHING, rejected: rejectedOf(delivery, repository, parsed.error), changed: true }
  },
}

/** What only the body of another event has, one that shares its subject. */
const FOREIGN: Record<string, string[] | undefined> = {
  issues: ['comment'],
  pull_request: ['review', 'comment', 'thread'],
  deployment: ['deployment_status', 'check_run', 'workflow_job', 'review'],
}

/** NOTE: an event's name is no part of what is signed: "deleted" of a comment, sent again, must not delete its issue. */
function isOfAnother({ event, body }: Delivery): boolean {
  return FOREIGN[event]?.some((key) => Object.hasOwn(Object(body), key)) ?? false
}

function rejectedOf({ id, event, body }: Delivery, repository: string, error: z.ZodError): Told['rejected'] {
  const [issue] = error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const row = rowOf(event, body)
  const position = row === undefined ? `${event} ${id}` : placedIn(repository, `${row}, ${event} ${id}`)
  return [{ position, path, reason: issue?.message ?? 'is not as described' }]
}

const SUBJECTS: Record<string, { called: string; at: string; by: string } | undefined> = {
  pull_request: { called: 'pull request', at: 'pull_request', by: 'number' },
  pull_request_review: { called: 'pull request', at: 'pull_request', by: 'number' },
  workflow_run: { called: 'run', at: 'workflow_run', by: 'id' },
  workflow_job: { called: 'job', at: 'workflow_job', by: 'id' },
  deployment: { called: 'deployment', at: 'deployment', by: 'node_id' },
  deployment_status: { called: 'deployment', at: 'deployment', by: 'node_id' },
  issues: { called: 'issue', at: 'issue', by: 'number' },
}

/** What the streams call the row that an event is about. */
function rowOf(event: string, body: unknown): string | undefined {
  const subject = SUBJECTS[event]
  const name = subject && (body as Record<string, Record<string, unknown> | undefined>)[subject.at]?.[subject.by]
  return name === undefined ? undefined : `${subject?.called} ${String(name)}`
}

const Repository = z.object({
  repository: z.object({ node_id: z.string(), id: z.int().optional(), full_name: z.string() }),
})

type Place = { repository: string; home: string; names: string[]; config: Config }
type Reader = (place: Place) => z.ZodType<Told['records']>

/** A record without the fields that an event cannot know: what was known of them stays. */
function without<R extends { unset?: string[] }>(record: R, ...fields: (keyof R & string)[]): R {
  const known = { ...record }
  for (const field of fields) delete known[field]
  const unset = record.unset?.filter((field) => !fields.some((one) => one === field))
  return { ...known, unset: unset?.length ? unset : undefined }
}

// What only the stream asks for, to find the commits of a rebased branch.
const UNTOLD = { messageHeadline: '', parents: { totalCount: 0 } }

const PullEvent = z.object({
  action: z.string(),
  pull_request: z
    .object({
      node_id: z.string(),
      number: z.unknown(),
      title: z.unknown(),
      html_url: z.unknown(),
      draft: z.boolean().default(false),
      created_at: z.unknown(),
      updated_at: z.unknown(),
      merged_at: z.unknown(),
      closed_at: z.unknown(),
      user: z.unknown(),
      base: z.object({ ref: z.string() }),
      head: z.object({ ref: z.string() }),
      additions: z.unknown(),
      deletions: z.unknown(),
      changed_files: z.unknown(),
      merge_commit_sha: z.string().nullish(),
      labels: z.array(z.object({ name: z.string() })),
    })
    .transform((pull): unknown => ({
      ...{ id: pull.node_id, number: pull.number, title: pull.title, url: pull.html_url, isDraft: pull.draft },
      ...{ createdAt: pull.created_at, updatedAt: pull.updated_at, author: pull.user },
      ...{ mergedAt: pull.merged_at, closedAt: pull.closed_at },
      ...{ baseRefName: pull.base.ref, headRefName: pull.head.ref },
      ...{ additions: pull.additions, deletions: pull.deletions, changedFiles: pull.changed_files },
      mergeCommit: pull.merge_commit_sha ? { oid: pull.merge_commit_sha, ...UNTOLD } : null,
      labels: { nodes: pull.labels },
      readied: { nodes: [] },
    }))
    .pipe(PullRequest),
})

const READERS: Record<string, Reader | undefined> = {
  pull_request: ({ repository }) =>
    PullEvent.transform(({ action, pull_request: pull }) => {
      const record = without(pullRequestRecord(repository, pull, []), 'commits')
      if (pull.isDraft) return [record]
      // When it left draft is told by the one event that says so.
      if (action === 'ready_for_review') return [{ ...without(record, 'readyAt'), readyAt: pull.updatedAt }]
      return [without(record, 'readyAt')]
    }),

  pull_request_review: ({ repository }) =>
    z
      .object({
        pull_request: z.object({ number: z.int(), updated_at: z.string() }),
        review: z
          .object({ node_id: z.string(), user: z.unknown(), state: z.string(), submitted_at: z.string().nullish() })
          .transform(({ node_id, user, state, submitted_at }): unknown => ({
            ...{ id: node_id, author: user, state: state.toUpperCase(), submittedAt: submitted_at ?? null },
          }))
          .pipe(Review),
      })
      .transform(({ pull_request: { number, updated_at }, review }) => {
        // Only that it was dismissed comes after it was submitted.
        const updatedAt = review.state === 'DISMISSED' ? updated_at : review.submittedAt
        const record = reviewRecord(repository, number, { ...review, updatedAt })
        return record ? [record] : []
      }),

  workflow_run: ({ repository }) =>
    z.object({ workflow_run: WorkflowRun }).transform(({ workflow_run }) => [runRecord(repository, workflow_run)]),

  workflow_job: ({ repository, config }) =>
    z
      .object({ workflow_job: WorkflowJob })
      .transform(({ workflow_job }) => (config.jobs === 'none' ? [] : [jobRecord(repository, workflow_job)])),

  deployment: ({ repository }) =>
    DeploymentEvent.transform(({ deployment }) => [
      told(deploymentRecord(repository, deployment, [], deployment.word)),
    ]),

  deployment_status: ({ repository }) =>
    DeploymentEvent.extend({ deployment_status: StatusOfEvent }).transform(({ deployment, deployment_status }) => {
      // Another one came later: that says nothing of this one.
      if (deployment_status.state === 'inactive') return []
      return [told(deploymentRecord(repository, deployment, [deployment_status], deployment.word))]
    }),

  issues: ({ repository, home, names, config }) =>
    IssueEvent.transform(({ action, issue }) => {
      const id = incidentId(repository, issue.number)
      const isIncident = incidentTest(config.incidents)(issue)
      const { updatedAt } = issue
      if (GONE.has(action))
        return [{ type: 'incident' as const, id, deleted: true as const, updatedAt: after(updatedAt) }]
      if (!isIncident && UNMADE.has(action))
        return [{ type: 'incident' as const, id, deleted: true as const, updatedAt }]
      if (!isIncident) return []
      const record = incidentRecord(repository, issue, home, names)
      // Comments may say what the body does not.
      const unsaid = (['causedBy', 'fixedBy'] as const).filter((field) => record[field] === undefined)
      return [without(record, ...unsaid)]
    }),
}

/** Later than anything that was said of it. */
function after(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString()
}

const GONE = new Set(['deleted', 'transferred'])
/** After these an issue may be an incident no more. */
const UNMADE = new Set(['unlabeled', 'untyped', 'typed', 'edited', 'closed'])

/** One status is not all of them: what others have told stays. */
function told(record: ReturnType<typeof deploymentRecord>): ReturnType<typeof deploymentRecord> {
  return { ...record, unset: undefined }
}

const DeploymentEvent = z.object({
  deployment: z
    .object({
      node_id: z.string(),
      created_at: z.string(),
      updated_at: z.string(),
      sha: z.string(),
      environment: z.string().nullish(),
      ref: z.string(),
      production_environment: z.boolean().nullish(),
    })
    .transform(({ node_id, created_at, updated_at, sha, environment, ref, production_environment }): unknown => ({
      ...{ id: node_id, createdAt: created_at, updatedAt: updated_at, commitOid: sha },
      ...{ environment: environment ?? null, ref: { name: ref } },
      word: { production: production_environment === true, ref },
    }))
    .pipe(Deployment.extend({ word: z.object({ production: z.boolean(), ref: z.string() }) })),
})

const StatusOfEvent = z
  .object({
    state: z.string(),
    created_at: z.string(),
    log_url: z.string().nullish(),
    target_url: z.string().nullish(),
    environment_url: z.string().nullish(),
  })
  .transform(({ state, created_at, log_url, target_url, environment_url }): unknown => ({
    ...{ state, createdAt: created_at, logUrl: log_url || target_url, environmentUrl: environment_url },
  }))
  .pipe(DeploymentStatus)

const IssueEvent = z.object({
  action: z.string(),
  issue: z
    .object({
      node_id: z.string(),
      number: z.int(),
      title: z.string(),
      created_at: z.string(),
      updated_at: z.string(),
      closed_at: z.string().nullish(),
      state_reason: z.string().nullish(),
      html_url: z.string(),
      body: z.string().nullish(),
      labels: z.array(z.object({ name: z.string() })).default([]),
      type: z.object({ name: z.string() }).nullish(),
    })
    .transform((issue): unknown => ({
      ...{ id: issue.node_id, number: issue.number, title: issue.title, url: issue.html_url },
      ...{ createdAt: issue.created_at, updatedAt: issue.updated_at, closedAt: issue.closed_at ?? null },
      ...{ stateReason: issue.state_reason?.toUpperCase(), body: issue.body ?? '', labels: { nodes: issue.labels } },
      ...{ issueType: issue.type, comments: { nodes: [] }, closed: { nodes: [] } },
    }))
    .pipe(IssueDetails),
})
