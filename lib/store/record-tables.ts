// Where every record type is stored: its table, its columns, and how a field becomes columns and back.
import { RECORDS, type RecordType } from '../records/record'
import { formatInstant, parseInstant } from '../time'
import type { ElementType } from './binary-array'

type Kind = 'text' | 'texts' | 'integer' | 'float' | 'boolean' | 'time' | 'json' | 'person'
export type Fields = Record<string, unknown>

/** `text[]` is written as the text of one. */
export type SqlType = ElementType | 'text[]'

export type Column = {
  name: string
  /** What the column is for PostgreSQL. */
  sqlType: SqlType
  /** The column's value; JSON and lists as PostgreSQL reads them from text, undefined for none. */
  read(fields: Fields): unknown
}
export type RecordTable = {
  name: string
  /** The fields in the schema's order. */
  fields: Record<string, Kind>
  key: { field: string; column: string; sqlType: 'text' | 'integer' }[]
  /** One or, for a person, two a field. */
  columns: Column[]
  /** How the fields lie in a row; of a person it is the columns' stem. */
  stored: { field: string; kind: Kind; column: string }[]
  /** The fields that are always carried. */
  required: ReadonlySet<string>
}

const SQL_TYPES: Record<Exclude<Kind, 'person'>, SqlType> = {
  text: 'text',
  texts: 'text[]',
  integer: 'integer',
  float: 'double precision',
  boolean: 'boolean',
  time: 'timestamptz',
  json: 'jsonb',
}

function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function jsonText(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value)
}
function listText(value: unknown): string | undefined {
  return Array.isArray(value) ? arrayLiteral(value) : undefined
}

function columnsOf(field: string, kind: Kind): Column[] {
  const name = snakeCase(field)
  if (kind === 'person') {
    const part = (fields: Fields, of: 'hash' | 'bot') => (fields[field] as Fields | undefined)?.[of]
    return [
      { name: `${name}_hash`, sqlType: 'text', read: (fields) => part(fields, 'hash') },
      { name: `${name}_bot`, sqlType: 'boolean', read: (fields) => part(fields, 'bot') },
    ]
  }
  const text = kind === 'json' ? jsonText : kind === 'texts' ? listText : null
  return [{ name, sqlType: SQL_TYPES[kind], read: text ? (fields) => text(fields[field]) : (fields) => fields[field] }]
}

function define(type: RecordType, name: string, fields: Record<string, Kind>): RecordTable {
  const { key, schema } = RECORDS[type]
  const optional = (field: string) => schema.shape[field]?.safeParse(undefined).success === true
  return {
    name,
    fields,
    key: key.map((field) => ({
      field,
      column: snakeCase(field),
      sqlType: fields[field] === 'integer' ? 'integer' : 'text',
    })),
    columns: Object.entries(fields).flatMap(([field, kind]) => columnsOf(field, kind)),
    stored: Object.entries(fields).map(([field, kind]) => ({ field, kind, column: snakeCase(field) })),
    required: new Set(Object.keys(fields).filter((field) => !optional(field) || key.includes(field))),
  }
}

const times = { startedAt: 'time', finishedAt: 'time' } as const

/** In the order in which ingest takes them, so that two at once never wait for each other in a circle. */
export const RECORD_TABLES: Record<RecordType, RecordTable> = {
  annotation: define('annotation', 'annotations', {
    id: 'text',
    team: 'text',
    service: 'text',
    at: 'time',
    until: 'time',
    kind: 'text',
    text: 'text',
  }),
  commit: define('commit', 'commits', {
    ...{
      repository: 'text',
      sha: 'text',
      parents: 'texts',
      authoredAt: 'time',
      committedAt: 'time',
      author: 'person',
      subject: 'text',
    },
    ...{ body: 'text', additions: 'integer', deletions: 'integer', paths: 'json', pullRequest: 'integer' },
  }),
  correction: define('correction', 'corrections', {
    id: 'text',
    deployment: 'text',
    incident: 'text',
    service: 'text',
    repository: 'text',
    says: 'text',
    reason: 'text',
    at: 'time',
  }),
  deployment: define('deployment', 'deployments', {
    ...{
      id: 'text',
      service: 'text',
      repository: 'text',
      environment: 'text',
      production: 'boolean',
      sha: 'text',
      ref: 'text',
    },
    ...{ createdAt: 'time', ...times, status: 'text', pipelineRun: 'text', url: 'text' },
  }),
  incident: define('incident', 'incidents', {
    ...{
      id: 'text',
      service: 'text',
      repository: 'text',
      title: 'text',
      severity: 'text',
      startedAt: 'time',
      detectedAt: 'time',
    },
    ...{ acknowledgedAt: 'time', resolvedAt: 'time', causedBy: 'json', fixedBy: 'json', labels: 'json', url: 'text' },
  }),
  job: define('job', 'jobs', {
    ...{
      repository: 'text',
      run: 'text',
      attempt: 'integer',
      id: 'text',
      name: 'text',
      needs: 'json',
      queuedAt: 'time',
      ...times,
    },
    ...{ status: 'text', runner: 'text' },
  }),
  pipeline_run: define('pipeline_run', 'pipeline_runs', {
    ...{
      repository: 'text',
      id: 'text',
      attempt: 'integer',
      pipeline: 'text',
      event: 'text',
      branch: 'text',
      sha: 'text',
    },
    ...{ queuedAt: 'time', ...times, status: 'text', url: 'text' },
  }),
  pull_request: define('pull_request', 'pull_requests', {
    ...{
      repository: 'text',
      number: 'integer',
      title: 'text',
      author: 'person',
      baseBranch: 'text',
      headBranch: 'text',
    },
    ...{
      createdAt: 'time',
      readyAt: 'time',
      mergedAt: 'time',
      closedAt: 'time',
      mergeCommitSha: 'text',
      commits: 'json',
    },
    ...{ labels: 'json', additions: 'integer', deletions: 'integer', changedFiles: 'integer', url: 'text' },
  }),
  repository: define('repository', 'repositories', {
    name: 'text',
    url: 'text',
    defaultBranch: 'text',
    headSha: 'text',
  }),
  review: define('review', 'reviews', {
    ...{ repository: 'text', pullRequest: 'integer', id: 'text', author: 'person', state: 'text', submittedAt: 'time' },
  }),
  service: define('service', 'services', {
    ...{
      name: 'text',
      team: 'text',
      repository: 'text',
      paths: 'json',
      productionEnvironments: 'json',
      deployments: 'json',
    },
    ...{
      incidents: 'json',
      active: 'json',
      calendar: 'json',
      timeZone: 'text',
      hotfix: 'json',
      incidentWindowHours: 'float',
    },
    ...{ slo: 'float', costPerMinute: 'float', aliases: 'json' },
  }),
  tag: define('tag', 'tags', {
    ...{
      repository: 'text',
      name: 'text',
      sha: 'text',
      createdAt: 'time',
      publishedAt: 'time',
      prerelease: 'boolean',
      url: 'text',
    },
  }),
  team: define('team', 'teams', { name: 'text', timeZone: 'text', iteration: 'json' }),
  verification: define('verification', 'verifications', {
    deployment: 'text',
    name: 'text',
    status: 'text',
    at: 'time',
    url: 'text',
  }),
}

/** A list of texts as PostgreSQL writes it; much quicker than the driver's own. */
export function arrayLiteral(values: readonly (string | null)[]): string {
  const parts = values.map((value) => {
    if (value === null) return 'NULL'
    return /["\\]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`
  })
  return `{${parts.join(',')}}`
}

/** `timestamptz` as the pool reads it, in the records' canonical form. */
export function decodeTime(printed: string): string {
  if (!printed.includes('.')) return printed
  const at = parseInstant(printed)
  return at === null ? printed : formatInstant(at)
}

/** The fields of a row of the type's table; absent where the column is null. */
export function decodeRow(table: RecordTable, row: Fields): Fields {
  const fields: Fields = {}
  for (const { field, kind, column } of table.stored) {
    if (kind === 'person') {
      const hash = row[`${column}_hash`]
      if (hash !== null) fields[field] = { hash, bot: row[`${column}_bot`] }
      continue
    }
    const value = row[column]
    if (value !== null && value !== undefined) fields[field] = kind === 'time' ? decodeTime(String(value)) : value
  }
  return fields
}

const EMPTY: Record<Kind, unknown> = {
  ...{ text: '', texts: [], integer: 0, float: 0, boolean: false, time: '1970-01-01T00:00:00Z', json: [] },
  person: { hash: '', bot: false },
}

/** What a tombstone holds: the key, and nothing in every column that cannot be null. */
export function emptied(table: RecordTable, fields: Fields): Fields {
  const left: Fields = {}
  for (const field of table.required) left[field] = EMPTY[table.fields[field] ?? 'text']
  for (const { field } of table.key) left[field] = fields[field]
  return left
}
