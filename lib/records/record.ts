// What is common to all records: their names, their keys, and how one JSON value becomes one of them.
import { z } from 'zod'
import { readQuickly } from './quick-record'
import * as schema from './schema'

export type SourceRecord =
  | schema.Annotation
  | schema.Commit
  | schema.Correction
  | schema.Deployment
  | schema.Incident
  | schema.Job
  | schema.PipelineRun
  | schema.PullRequest
  | schema.Repository
  | schema.Review
  | schema.Service
  | schema.Tag
  | schema.Team
  | schema.Verification
export type RecordType = SourceRecord['type']
/** What a collector yields or a line says, before defaults: the input side of the schemas. */
export type RecordInput =
  | z.input<typeof schema.Annotation>
  | z.input<typeof schema.Commit>
  | z.input<typeof schema.Correction>
  | z.input<typeof schema.Deployment>
  | z.input<typeof schema.Incident>
  | z.input<typeof schema.Job>
  | z.input<typeof schema.PipelineRun>
  | z.input<typeof schema.PullRequest>
  | z.input<typeof schema.Repository>
  | z.input<typeof schema.Review>
  | z.input<typeof schema.Service>
  | z.input<typeof schema.Tag>
  | z.input<typeof schema.Team>
  | z.input<typeof schema.Verification>
/** A removal carries the key alone. */
export type Removal = { type: RecordType; source: string; deleted: true; updatedAt?: string } & Record<string, unknown>

type Definition = { schema: z.ZodObject; key: readonly string[]; shared: boolean }

/** Every record type: its schema, its key fields in order, and whether it is identified by its key alone. */
export const RECORDS: Record<RecordType, Definition> = {
  annotation: { schema: schema.Annotation, key: ['id'], shared: false },
  commit: { schema: schema.Commit, key: ['repository', 'sha'], shared: true },
  correction: { schema: schema.Correction, key: ['id'], shared: false },
  deployment: { schema: schema.Deployment, key: ['id'], shared: false },
  incident: { schema: schema.Incident, key: ['id'], shared: false },
  job: { schema: schema.Job, key: ['repository', 'run', 'attempt', 'id'], shared: false },
  pipeline_run: { schema: schema.PipelineRun, key: ['repository', 'id', 'attempt'], shared: false },
  pull_request: { schema: schema.PullRequest, key: ['repository', 'number'], shared: false },
  repository: { schema: schema.Repository, key: ['name'], shared: true },
  review: { schema: schema.Review, key: ['repository', 'pullRequest', 'id'], shared: false },
  service: { schema: schema.Service, key: ['name'], shared: true },
  tag: { schema: schema.Tag, key: ['repository', 'name'], shared: true },
  team: { schema: schema.Team, key: ['name'], shared: true },
  verification: { schema: schema.Verification, key: ['deployment', 'name'], shared: false },
}
export const RECORD_TYPES = Object.keys(RECORDS) as RecordType[] // sound: the literal above has no other keys

const CONTROL = ['source', 'updatedAt', 'unset', 'deleted', 'type']

/** The fields that `unset` may name: the optional ones. */
export function optionalFields(type: RecordType): string[] {
  const { schema: definition, key } = RECORDS[type]
  return Object.entries(definition.shape)
    .filter(
      ([field, value]) =>
        !CONTROL.includes(field) && !key.includes(field) && z.safeParse(value as z.ZodType, undefined).success,
    )
    .map(([field]) => field)
}

const removals = new Map<RecordType, z.ZodObject>()
function removalSchema(type: RecordType): z.ZodObject {
  let removal = removals.get(type)
  if (!removal) {
    const { shape } = RECORDS[type].schema
    const fields = ['type', 'source', 'updatedAt', 'deleted', ...RECORDS[type].key]
    removal = z.object(Object.fromEntries(fields.map((field) => [field, shape[field] as z.ZodType])))
    removals.set(type, removal)
  }
  return removal
}

const unsettable = new Map<RecordType, Set<string>>()
function canUnset(type: RecordType, field: string): boolean {
  let fields = unsettable.get(type)
  if (!fields) {
    fields = new Set(optionalFields(type))
    unsettable.set(type, fields)
  }
  return fields.has(field)
}

const SHOWN = 40

/** What is wrong in words; a value that is not on a list is named, a value of the wrong kind is not (it may be anyone's name). */
function explain(issue: z.core.$ZodIssue, fields: unknown): string {
  let found: unknown = fields
  for (const step of issue.path) found = (found as Record<PropertyKey, unknown> | undefined)?.[step]
  if (issue.code === 'invalid_value') {
    const list = issue.values.map(String).join(', ')
    return found === undefined ? 'is required' : `is not one of ${list}: ${JSON.stringify(found)?.slice(0, SHOWN)}`
  }
  if (issue.code !== 'invalid_type') return issue.message
  if (found === undefined && issue.path.length === 1) return 'is required'
  return issue.message.startsWith('Invalid input')
    ? `must be ${KINDS[issue.expected] ?? issue.expected}`
    : issue.message
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

export type ParsedRecord = { ok: true; record: SourceRecord | Removal } | { ok: false; field: string; reason: string }

function refuse(field: string, reason: string): ParsedRecord {
  return { ok: false, field, reason }
}

/** No field of a record lies deeper; what does is unknown and dropped, and must not exhaust the stack. */
const DEEPEST = 6

function holdsNull(value: object, depth: number): boolean {
  if (depth > DEEPEST) return false
  for (const field of Array.isArray(value) ? value : Object.values(value)) {
    if (field === null ? !Array.isArray(value) : typeof field === 'object' && holdsNull(field, depth + 1)) return true
  }
  return false
}

/** `null` is the same as absent, at every depth. Most records hold none and are passed on as they are. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || !holdsNull(value, depth)) return value
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1))
  const entries = Object.entries(value).filter(([, field]) => field !== null)
  return Object.fromEntries(entries.map(([name, field]) => [name, withoutNulls(field, depth + 1)]))
}

/** One JSON value as a record; `field` and `reason` say what is wrong with it. Never throws. */
export function parseRecord(value: unknown): ParsedRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('', 'is not a JSON object')
  const type = (value as { type?: unknown }).type
  if (typeof type !== 'string') return refuse('type', 'is missing')
  if (!Object.hasOwn(RECORDS, type)) return refuse('type', `is not a record type: ${JSON.stringify(type).slice(0, 60)}`)
  const known = type as RecordType // sound: hasOwn above
  const quick = readQuickly(RECORDS[known].schema, value)
  if (quick) return { ok: true, record: quick }
  const fields = withoutNulls(value) as Record<string, unknown>
  const definition = fields.deleted === true ? removalSchema(known) : RECORDS[known].schema
  const parsed = definition.safeParse(fields)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.map(String).join('.') ?? ''
    return refuse(field, issue ? explain(issue, fields) : 'is not valid')
  }
  const record = parsed.data as SourceRecord // sound: parsed by that type's schema
  for (const field of record.unset ?? []) {
    if (!canUnset(known, field))
      return refuse('unset', `cannot clear ${JSON.stringify(field).slice(0, 60)}: not an optional field of ${known}`)
    if (fields[field] !== undefined) return refuse('unset', `clears ${field} and sets it at once`)
  }
  return { ok: true, record }
}

/** The record's identity within its type: the key, preceded by the source unless the type is shared. */
export function identityOf(record: SourceRecord | Removal): string {
  const { key, shared } = RECORDS[record.type]
  const fields = record as unknown as Record<string, unknown> // sound: every key field is in the schema
  const parts = key.map((field) => String(fields[field]))
  return JSON.stringify(shared ? parts : [record.source, ...parts])
}
