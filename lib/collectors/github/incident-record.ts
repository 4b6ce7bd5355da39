// When an issue is an incident, and what its texts say of cause and repair. Pure: also for webhooks.
import { z } from 'zod'
import { compilePattern } from '../../patterns'
import type { RecordInput } from '../../records/record'
import type { Config } from './config'
import { unsetting } from './unset'

type IncidentInput = Extract<RecordInput, { type: 'incident' }>
type Reference = NonNullable<IncidentInput['causedBy']>

const Labels = z
  .object({ nodes: z.array(z.object({ name: z.string() }).nullable()) })
  .nullish()
  .transform((labels) => labels?.nodes.flatMap((label) => label?.name ?? []) ?? [])

export const Issue = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  stateReason: z.string().nullish(),
  labels: Labels,
  /** Asked for only where a rule names types; null: it has none. */
  issueType: z.object({ name: z.string() }).nullish(),
})
export type Issue = z.infer<typeof Issue>

const Closer = z
  .object({
    __typename: z.string(),
    oid: z.string().optional(),
    number: z.int().optional(),
    mergeCommit: z.object({ oid: z.string() }).nullish(),
    repository: z.object({ id: z.string() }).optional(),
  })
  .nullish()

export const IssueDetails = Issue.extend({
  url: z.string(),
  closedAt: z.string().nullable(),
  body: z.string(),
  comments: z.object({ nodes: z.array(z.object({ body: z.string() }).nullable()) }),
  closed: z.object({ nodes: z.array(z.object({ closer: Closer.optional() }).nullable()) }),
})
export type IssueDetails = z.infer<typeof IssueDetails>

export type IncidentTest = (issue: Pick<Issue, 'title' | 'labels' | 'stateReason' | 'issueType'>) => boolean

/** A duplicate is told by the issue that it repeats. */
export function incidentTest({ labels, types, title }: Config['incidents']): IncidentTest {
  const wanted = new Set(labels.map((label) => label.toLowerCase()))
  const wantedTypes = new Set(types.map((type) => type.toLowerCase()))
  const pattern = title === undefined ? undefined : compilePattern(title)
  return (issue) =>
    issue.stateReason !== 'DUPLICATE' &&
    (issue.labels.some((label) => wanted.has(label.toLowerCase())) ||
      (issue.issueType != null && wantedTypes.has(issue.issueType.name.toLowerCase())) ||
      (pattern?.ok === true && pattern.test(issue.title)))
}

export function incidentId(repository: string, number: number): string {
  return `${repository}#${number}`
}

/** What may be true of an incident no more. */
export const CHANGING = ['severity', 'resolvedAt', 'causedBy', 'fixedBy'] as const

/** A `sha` may be short, as it was written. `home`: the node id of the issue's repository; `names`: what it is or was called. */
export function incidentRecord(repository: string, issue: IssueDetails, home: string, names: string[]): IncidentInput {
  const texts = [issue.body, ...issue.comments.nodes.flatMap((comment) => comment?.body ?? [])]
  const record: IncidentInput = {
    type: 'incident',
    id: incidentId(repository, issue.number),
    repository,
    title: issue.title,
    severity: issue.labels.find((label) => SEVERITY.test(label)),
    startedAt: issue.createdAt,
    resolvedAt: issue.closedAt ?? undefined,
    causedBy: lastReference(texts, CAUSE, names),
    fixedBy: lastReference(texts, REPAIR, names) ?? repairOf(issue, home),
    labels: issue.labels,
    url: issue.url,
    updatedAt: issue.updatedAt,
  }
  return unsetting(record, CHANGING)
}

const SEVERITY = /^(sev(erity)?[\s:/_-]*\d|p[0-5]$|severity[\s:/_-]+\w+|prio(rity)?[\s:/_-]+\w+)/i

/** "caused by: #12", "... PR acme/shop#12", "... https://github.com/acme/shop/pull/12", "... <sha>". */
function after(words: string): RegExp {
  const target = '(#|[\\w.:/-]+[/#@])?([\\da-f]{7,40}|\\d{1,9})\\b'
  return new RegExp(`\\b(?:${words})\\b:?\\s+(?:pull request\\s+|pr\\s+|commit\\s+)?\`?${target}`, 'gi')
}

const CAUSE = after('caused by|introduced (?:by|in)|broken (?:by|in)')
const REPAIR = after('fixed (?:by|in|with)|resolved by|reverted (?:by|in)|repaired by')

/** Of several the last one that was said. A name before it must be the repository's own: numbers of others mean others. */
function lastReference(texts: string[], pattern: RegExp, names: string[]): Reference | undefined {
  let found: Reference | undefined
  for (const [, before = '', target = ''] of texts.flatMap((text) => [...text.matchAll(pattern)])) {
    if (isOwn(before, names)) found = { pullRequest: Number(target) }
    else if (target.length === 40 || /[a-f]/i.test(target)) found = { sha: target.toLowerCase() }
  }
  return found
}

function isOwn(before: string, names: string[]): boolean {
  if (before === '#') return true
  const path = /(?:^|\/\/[^/]+\/)([\w.-]+\/[\w.-]+)(?:#|\/pull\/)$/.exec(before)?.[1]
  return path !== undefined && names.some((name) => name.toLowerCase() === path.toLowerCase())
}

/** What closed it; of a pull request elsewhere the commit that it became. */
function repairOf({ closedAt, closed }: IssueDetails, home: string): Reference | undefined {
  const closer = closed.nodes.at(-1)?.closer
  if (!closedAt || !closer) return undefined
  if (closer.oid) return { sha: closer.oid }
  if (closer.number && closer.repository?.id === home) return { pullRequest: closer.number }
  return closer.mergeCommit ? { sha: closer.mergeCommit.oid } : undefined
}
