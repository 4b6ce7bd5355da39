// Addresses of metric pages: the scope and the window live in the query.
import type { MetricView, OneView } from '../../lib/insights/metric-view'
import { type WindowChoice, windowAsked, windowQuery } from '../../lib/insights/page-window'
import { readingAsked, readingQuery } from '../../lib/insights/reading'
import { one, type Query } from '../_ui/query'

/** Whose figures, and how they are read. */
export type Scope = { service?: string; team?: string; clock?: string; bands?: string }

export function metricAddress(
  id: string,
  scope: Scope,
  choice: WindowChoice | null,
  more: Record<string, string> = {},
) {
  const query = new URLSearchParams({ ...scope, ...more })
  const window = choice === null ? '' : windowQuery(choice)
  const text = [query.toString(), window].filter((part) => part !== '').join('&')
  return `/metrics/${id}${text === '' ? '' : `?${text}`}`
}

/** What a query string asks of a metric. */
export function askedOf(query: Query) {
  return {
    service: one(query, 'service'),
    team: one(query, 'team'),
    ...windowAsked((name) => one(query, name)),
    ...readingAsked((name) => one(query, name)),
  }
}

export function scopeOf(view: Extract<MetricView, { kind: 'one' | 'several' }>): Scope {
  if (view.kind === 'one') return { service: view.service.slug, ...readingQuery(view.reading) }
  return { ...(view.team === null ? {} : { team: view.team }), ...readingQuery(view.reading) }
}

/** What of the reading stays on the way to others; working hours are each service's own. */
export function sharedQuery({ reading }: Pick<OneView, 'reading'>): { bands?: string } {
  return readingQuery({ bands: reading.bands })
}

/** What the service's own page is to be asked to show the same. */
export function serviceQuery({ choice, reading }: Pick<OneView, 'choice' | 'reading'>): Query {
  return { ...Object.fromEntries(new URLSearchParams(windowQuery(choice))), ...readingQuery(reading) }
}
