// What a pipeline reports with one line: a deployment or an incident, with only what it knows, becomes a whole record.
import { z } from 'zod'
import { Id, Instant, Line, Name, Num, Sha, Text } from './fields'
import type { RecordInput } from './record'
import { Reference } from './schema'

type DeploymentStatus = 'pending' | 'running' | 'success' | 'failure' | 'cancelled'

/** The words of delivery systems for the five states; another word is refused. */
const DEPLOYMENT_STATUS: Record<string, DeploymentStatus> = {
  ...{ pending: 'pending', queued: 'pending', created: 'pending' },
  ...{ running: 'running', in_progress: 'running', started: 'running' },
  ...{ success: 'success', succeeded: 'success', successful: 'success', ok: 'success', passed: 'success' },
  ...{ failure: 'failure', failed: 'failure', error: 'failure' },
  ...{ cancelled: 'cancelled', canceled: 'cancelled', aborted: 'cancelled' },
}
const FINAL = new Set<DeploymentStatus>(['success', 'failure', 'cancelled'])

/** A form sends texts only. */
const FormBoolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
const FormNumber = z.preprocess(
  (given) => (typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given),
  Num,
)

function belongs(given: { service?: string; repository?: string }, ctx: z.RefinementCtx): void {
  if (given.service === undefined && given.repository === undefined)
    ctx.addIssue({ code: 'custom', path: ['service'], message: 'or repository is needed: what is it of?' })
}

const ReportedDeployment = z
  .strictObject({
    id: Id.optional(),
    service: Name.optional(),
    repository: Name.optional(),
    environment: Name.default('production'),
    production: FormBoolean.optional(),
    sha: Sha,
    ref: Line.optional(),
    status: z
      .string()
      .default('success')
      .transform((word, ctx) => {
        const status = DEPLOYMENT_STATUS[word.toLowerCase()]
        if (status) return status
        ctx.addIssue(`is none of ${Object.keys(DEPLOYMENT_STATUS).join(', ')}`)
        return z.NEVER
      }),
    createdAt: Instant.optional(),
    startedAt: Instant.optional(),
    finishedAt: Instant.optional(),
    pipelineRun: Id.optional(),
    url: Line.optional(),
  })
  .superRefine(belongs)

const ReportedReference = z.strictObject({ ...Reference.shape, pullRequest: FormNumber.optional() })

const ReportedIncident = z.strictObject({
  id: Id.optional(),
  service: Name.optional(),
  repository: Name.optional(),
  title: Line.optional(),
  severity: Text.optional(),
  status: z.enum(['open', 'acknowledged', 'resolved']).default('open'),
  startedAt: Instant.optional(),
  detectedAt: Instant.optional(),
  acknowledgedAt: Instant.optional(),
  resolvedAt: Instant.optional(),
  causedBy: ReportedReference.optional(),
  fixedBy: ReportedReference.optional(),
  labels: z.union([z.array(Text), Text.transform((one) => [one])]).optional(),
  url: Line.optional(),
})

/** What is known of an incident that is reported again. */
export type KnownIncident = { title: string; startedAt: string; service: string | null; repository: string | null }

export type Reported<Kind extends 'deployment' | 'incident'> =
  | { ok: true; id: string; record: Extract<RecordInput, { type: Kind }> }
  | { ok: false; field: string; reason: string }

/**
 * A deployment that was just reported, at `now` (RFC 3339). Production and success unless it says otherwise; what ended
 * ended now. Without an id each report is a deployment of its own, called `newId`.
 */
export function readDeployment(value: unknown, now: string, newId: string): Reported<'deployment'> {
  const parsed = ReportedDeployment.safeParse(value)
  if (!parsed.success) return refusal(parsed.error)
  const { id = newId, ...given } = parsed.data
  const { status } = given
  const finishedAt = given.finishedAt ?? (FINAL.has(status) ? now : undefined)
  const startedAt = given.startedAt ?? (status === 'running' ? now : undefined)
  const createdAt = given.createdAt ?? (status === 'pending' ? now : undefined)
  return { ok: true, id, record: { type: 'deployment', id, ...given, createdAt, startedAt, finishedAt } }
}

/** The id under which an incident is known already, if the report names one. */
export function incidentIdOf(value: unknown): string | undefined {
  return ReportedIncident.pick({ id: true }).loose().safeParse(value).data?.id
}

/** An incident that was just reported; of one that is `known` only what is new needs to be said. */
export function readIncident(
  value: unknown,
  now: string,
  newId: string,
  known: KnownIncident | null,
): Reported<'incident'> {
  const parsed = ReportedIncident.safeParse(value)
  if (!parsed.success) return refusal(parsed.error)
  const { id = newId, status, ...given } = parsed.data
  const title = given.title ?? known?.title
  if (title === undefined) return { ok: false, field: 'title', reason: 'is needed: no incident with this id is known' }
  const service = given.service ?? known?.service ?? undefined
  const repository = given.repository ?? known?.repository ?? undefined
  const startedAt = given.startedAt ?? known?.startedAt ?? given.detectedAt ?? now
  const acknowledgedAt = given.acknowledgedAt ?? (status === 'acknowledged' ? now : undefined)
  const resolvedAt = given.resolvedAt ?? (status === 'resolved' ? now : undefined)
  const times = { startedAt, acknowledgedAt, resolvedAt }
  return { ok: true, id, record: { type: 'incident', ...given, id, title, service, repository, ...times } }
}

function refusal(error: z.ZodError): { ok: false; field: string; reason: string } {
  const [issue] = error.issues
  if (issue?.code === 'unrecognized_keys') {
    return { ok: false, field: issue.keys[0] ?? '', reason: 'is not a field that is known here' }
  }
  return { ok: false, field: issue?.path.map(String).join('.') ?? '', reason: issue?.message ?? 'is not right' }
}

/** `causedBy.sha=…&labels=a&labels=b` as the object that it stands for. */
export function objectOfForm(form: URLSearchParams): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name)
    const value = values.length === 1 ? values[0] : values
    const [outer = '', inner] = name.split('.', 2)
    if (outer === '__proto__') continue
    if (inner === undefined) found[outer] = value
    else found[outer] = { ...(typeof found[outer] === 'object' ? found[outer] : {}), [inner]: value }
  }
  return found
}
