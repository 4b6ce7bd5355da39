// What the form of a service's rule holds, as texts: read from an address or a submitted form, checked, written as an address.
import { withQuery } from '../../../../lib/insights/page-window'
import { BY_HAND } from '../../../../lib/records/by-hand'
import type { ServiceInput } from '../../../../lib/records/loaded'
import { DeploymentRule, Service } from '../../../../lib/records/schema'
import { isLocalDate } from '../../../../lib/time'
import type { Query } from '../../../_ui/query'

export const FIELDS = ['name', 'team', 'from', 'match', 'environment', 'production', 'paths'] as const
export type FieldName = (typeof FIELDS)[number]
export type Values = Record<FieldName, string>
/** By field; '' is of none. */
export type Problems = Partial<Record<FieldName | '', string>>

const MOST_LINES = 100
// LIMIT: Node refuses a request whose head is over 16 KiB.
const LONGEST_ADDRESS = 8000

export const EMPTY = Object.fromEntries(FIELDS.map((name) => [name, ''])) as Values // sound: every field is there

export function storedValues(service: ServiceInput, rule: DeploymentRule): Values {
  return {
    name: service.name,
    team: service.team ?? '',
    from: rule.from,
    match: rule.match ?? '',
    environment: rule.environment ?? '',
    production: (service.productionEnvironments ?? []).join('\n'),
    paths: (service.paths ?? []).join('\n'),
  }
}

/** A field that is not given at all has its value of `otherwise`; given and empty, it is empty. */
export function readValues(get: (name: FieldName) => unknown, otherwise: Values): Values {
  const text = (name: FieldName) => {
    const value = get(name)
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : otherwise[name]
  }
  return Object.fromEntries(FIELDS.map((name) => [name, text(name)])) as Values // sound: every field is there
}

/** What a field is called in forms and addresses. NOTE: `from` is where a window begins. */
export function parameterOf(name: FieldName): string {
  return name === 'from' ? 'rule' : name
}

/** A field's text in an address; earlier ones say `from` for the rule. */
export function askedField(query: Query, name: FieldName): string | undefined {
  const first = (parameter: string) => [query[parameter]].flat()[0]
  const before = name === 'from' ? first('from') : undefined
  return first(parameterOf(name)) ?? (before !== undefined && !isLocalDate(before) ? before : undefined)
}

/** Where a preview of the values is, in the same window; null: they are too long for an address. */
export function previewAddress(slug: string, values: Values, window: string): string | null {
  const query = new URLSearchParams(FIELDS.map((name) => [parameterOf(name), values[name]]))
  const address = withQuery(`${ruleAddress(slug)}?${query}`, window)
  return address.length > LONGEST_ADDRESS ? null : address
}

export function ruleAddress(slug: string): string {
  return `/services/${encodeURIComponent(slug)}/rule`
}

export type Read = { record: Service | null; problems: Problems }

/** The service's record that the values say; what is empty is to be cleared. */
export function readRecord(values: Values, repository: string): Read {
  const { from, match, environment } = values
  const optional = {
    team: values.team || undefined,
    productionEnvironments: linesOf(values.production),
    paths: linesOf(values.paths),
  }
  const parsed = Service.safeParse({
    type: 'service',
    source: BY_HAND,
    name: values.name,
    repository,
    ...optional,
    deployments: { from, match: (from !== 'merge' && match) || undefined, environment: environment || undefined },
    unset: Object.entries(optional).flatMap(([field, value]) => (value === undefined ? [field] : [])),
  })
  const problems: Problems = {}
  for (const issue of parsed.error?.issues ?? []) {
    const [top, inner] = issue.path
    const message = inner === 'from' ? `is not one of ${DeploymentRule.shape.from.options.join(', ')}` : issue.message
    problems[fieldOf(top, inner)] ??= typeof inner === 'number' ? `line ${inner + 1} ${message}` : message
  }
  for (const field of ['production', 'paths'] as const) {
    if ((linesOf(values[field])?.length ?? 0) > MOST_LINES) problems[field] = `has more than ${MOST_LINES} lines`
  }
  return { record: Object.keys(problems).length === 0 ? (parsed.data ?? null) : null, problems }
}

function fieldOf(top: PropertyKey | undefined, inner: PropertyKey | undefined): FieldName | '' {
  if (top === 'productionEnvironments') return 'production'
  const name = top === 'deployments' ? inner : top
  return FIELDS.find((field) => field === name) ?? ''
}

function linesOf(text: string): string[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.length === 0 ? undefined : lines
}
