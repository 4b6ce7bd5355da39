import { askedWindow, withQuery } from '../../lib/insights/page-window'
import { metricPlaces } from '../../lib/insights/places'
import type { ServiceSummary } from '../../lib/store/services'
import { decoded } from './query'

export type Crumb = { name: string; href: string }

/** Where the page stands: organisation, team, service; or the metric. Its last one is the page itself. */
export type Scope = {
  crumbs: Crumb[]
  /** The team that the page is of, or whose service it is of. */
  team: string | null
  zone: string | null
  /** Query strings of what a reader chose and takes along: the window; with it, on metric pages, whose metric it is. */
  kept: { window: string; metric: string }
}

/** The pages of a service besides its first. */
const PARTS: Record<string, string> = {
  stream: 'Value stream',
  flow: 'Flow',
  future: 'Future states',
  forecast: 'Forecast',
  retros: 'Retros',
  agreements: 'Working agreements',
  deployments: 'Deployments',
  waiting: 'Waiting work',
  pipelines: 'Pipelines',
  path: 'Path to production',
  rule: 'Rule',
}

export function scopeOf(path: string, search: string, services: ServiceSummary[]): Scope {
  if (path === '/sources' || path.startsWith('/sources/')) {
    return { crumbs: crumbsOfSources(path), team: null, zone: 'UTC', kept: { window: '', metric: '' } }
  }
  const query = new URLSearchParams(search)
  const slug = /^\/services\/([^/]+)(?:\/.*)?$/.exec(path)?.[1] ?? query.get('service')
  const service = slug == null ? undefined : services.find((one) => one.slug === decoded(slug))
  const ofTeam = /^\/teams\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(path)
  const asked = (ofTeam ? decoded(ofTeam[1] ?? '') : query.get('team'))?.trim().toLocaleLowerCase('en')
  const team = (service ?? services.find((one) => asked && one.team?.trim().toLocaleLowerCase('en') === asked))?.team
  const window = askedWindow(search)
  const owner = new URLSearchParams(service ? { service: service.slug } : team ? { team } : '')
  const kept = { window, metric: [owner.toString(), window].filter(Boolean).join('&') }
  const crumbs: Crumb[] = [{ name: 'All services', href: withQuery('/', window) }]
  if (team) crumbs.push({ name: team, href: withQuery(`/?${new URLSearchParams({ team })}`, window) })
  if (service) {
    crumbs.push({ name: service.name, href: withQuery(`/services/${encodeURIComponent(service.slug)}`, window) })
  }
  const [, , , part = '', ...record] = path.split('/')
  const title = service && PARTS[part]
  if (service && title) {
    const home = `/services/${encodeURIComponent(service.slug)}/${part}`
    crumbs.push({ name: title, href: withQuery(home, window) })
    const id = record.at(-1)
    if (id) crumbs.push({ name: decoded(id), href: withQuery(path, window) })
  }
  const ofTeamTitle = team && ofTeam && PARTS[ofTeam[2] ?? '']
  if (ofTeamTitle) {
    const [, name = '', page = '', below] = ofTeam
    crumbs.push({ name: ofTeamTitle, href: withQuery(`/teams/${name}/${page}`, window) })
    if (below) crumbs.push({ name: below === 'preview' ? 'Preview' : 'Retro', href: withQuery(path, window) })
  }
  if (path === '/reports' || path.startsWith('/reports/')) crumbs.push(...crumbsOfReports(path, kept.metric))
  if (path === '/quality') crumbs.push({ name: 'Data quality', href: withQuery(path, kept.metric) })
  if (path === '/find') crumbs.push({ name: 'Find', href: withQuery(path, window) })
  if (path === '/annotations') crumbs.push({ name: 'Annotations', href: withQuery(path, kept.metric) })
  const metric = metricPlaces().find(({ href }) => href === path)
  if (metric) crumbs.push({ name: metric.name, href: withQuery(metric.href, kept.metric) })
  const meant = service ? [service] : team ? services.filter((one) => one.team === team) : services
  const zones = new Set(meant.map(({ timeZone }) => timeZone))
  return { crumbs, team: team ?? null, zone: zones.size === 1 ? ([...zones][0] ?? null) : null, kept }
}

const PAGES_OF_REPORTS: Record<string, string> = { preview: 'Weekly report', new: 'Add' }
const PAGES_OF_REPORT: Record<string, string> = { preview: 'Preview', edit: 'Change' }

/** A report's own name is on its page. */
function crumbsOfReports(path: string, query: string): Crumb[] {
  const [id = '', page] = path.split('/').slice(2)
  const crumbs = [{ name: 'Reports', href: withQuery('/reports', query) }]
  if (id !== '') crumbs.push({ name: PAGES_OF_REPORTS[id] ?? 'Report', href: withQuery(`/reports/${id}`, query) })
  if (page) crumbs.push({ name: PAGES_OF_REPORT[page] ?? decoded(page), href: path })
  return crumbs
}

function crumbsOfSources(path: string): Crumb[] {
  const crumbs = [{ name: 'Sources', href: '/sources' }]
  const [name] = path.split('/').slice(2)
  if (name === 'new') crumbs.push({ name: 'Add', href: path })
  else if (name) crumbs.push({ name: decoded(name), href: `/sources/${name}` })
  return crumbs
}
