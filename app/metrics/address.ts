// Addresses of metric pages: the scope and the window live in the query.
import type { MetricView } from '../../lib/insights/metric-view'
import { type WindowChoice, windowAsked, windowQuery } from '../../lib/insights/page-window'
import { one, type Query } from '../_ui/query'

export type Scope = { service?: string; team?: string }

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
  }
}

export function scopeOf(view: Extract<MetricView, { kind: 'one' | 'several' }>): Scope {
  if (view.kind === 'one') return { service: view.service.slug }
  return view.team === null ? {} : { team: view.team }
}
