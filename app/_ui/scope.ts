import { metricPlaces } from '../../lib/insights/places'
import type { ServiceSummary } from '../../lib/store/services'

export type Crumb = { name: string; href: string }

/** Where the page stands: organisation, team, service; or the metric. Its last one is the page itself. */
export type Scope = { crumbs: Crumb[]; zone: string | null }

const ALL: Crumb = { name: 'All services', href: '/' }

export function scopeOf(path: string, search: string, services: ServiceSummary[]): Scope {
  if (path === '/sources' || path.startsWith('/sources/')) return { crumbs: crumbsOfSources(path), zone: 'UTC' }
  const query = new URLSearchParams(search)
  const slug = /^\/services\/([^/]+)(?:\/rule)?$/.exec(path)?.[1] ?? query.get('service')
  const service = slug == null ? undefined : services.find((one) => one.slug === decoded(slug))
  const team = service ? service.team : query.get('team')
  const crumbs = [ALL]
  if (team && services.some((one) => one.team === team)) {
    crumbs.push({ name: team, href: `/?${new URLSearchParams({ team })}` })
  }
  if (service) crumbs.push({ name: service.name, href: `/services/${encodeURIComponent(service.slug)}` })
  if (service && path.endsWith('/rule')) crumbs.push({ name: 'Rule', href: path })
  const metric = metricPlaces().find(({ href }) => href === path)
  if (metric) crumbs.push({ name: metric.name, href: metric.href })
  const zones = new Set((service ? [service] : services).map(({ timeZone }) => timeZone))
  return { crumbs, zone: zones.size === 1 ? ([...zones][0] ?? null) : null }
}

function crumbsOfSources(path: string): Crumb[] {
  const crumbs = [{ name: 'Sources', href: '/sources' }]
  const [name] = path.split('/').slice(2)
  if (name === 'new') crumbs.push({ name: 'Add', href: path })
  else if (name) crumbs.push({ name: decoded(name), href: `/sources/${name}` })
  return crumbs
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
