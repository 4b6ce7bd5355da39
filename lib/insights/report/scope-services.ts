// Whom a subscription is about, as services: the organisation, a team, a service, or a group of its own.
import { StreamgaugeError } from '../../errors'
import type { SubscriptionScope } from '../../store/report-subscriptions'
import type { ServiceSummary } from '../../store/services'
import { findReportScope, type ReportScope } from './scope'

export type ScopeServices = {
  scope: ReportScope
  services: ServiceSummary[]
  /** Of a group, those that nobody knows (any more). */
  unknown: string[]
}

/** Throws `not-found` where nothing of it is known. */
export function servicesOfScope(all: ServiceSummary[], scope: SubscriptionScope): ScopeServices {
  if (scope.kind === 'team') return { ...findReportScope(all, { team: scope.name }), unknown: [] }
  if (scope.kind === 'service') return { ...findReportScope(all, { service: scope.name }), unknown: [] }
  if (scope.kind === 'organisation') return { ...findReportScope(all, {}), unknown: [] }
  const wanted = new Set(scope.services)
  const services = all.filter(({ name, slug }) => wanted.has(name) || wanted.has(slug))
  if (services.length === 0)
    throw new StreamgaugeError('not-found', `None of the services of ${scope.name} is known.`, {
      hint: `It names: ${scope.services.slice(0, 10).join(', ')}.`,
    })
  const known = new Set(services.flatMap(({ name, slug }) => [name, slug]))
  const unknown = scope.services.filter((name) => !known.has(name))
  return { scope: { kind: 'group', name: scope.name, slugs: services.map(({ slug }) => slug) }, services, unknown }
}
