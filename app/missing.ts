// Which addresses name a service, team or metric that there is not: asked before a page is drawn, because a page cannot
// choose its status, and the one of Next for it (notFound() in a page) is blank without JavaScript.
import { deriveStale } from '../lib/insights/derive-stale'
import { metricList } from '../lib/insights/metric-list'
import { currentServices } from '../lib/store/measured'
import type { ServiceSummary } from '../lib/store/services'

/** The request header that tells a page that its answer has the status 404 already. */
export const MISSING = 'x-streamgauge-missing'

/** Where it cannot be told, false: then the page finds out itself. */
export async function isMissing(pathname: string, query: URLSearchParams): Promise<boolean> {
  const [, area, name, ...more] = pathname.split('/')
  const isPage = more.length === 0 || (area === 'services' && more.length === 1)
  if (!name || !isPage) return false
  const holds = area === 'services' ? ofService(decodeURIComponent(name)) : area === 'metrics' ? ofMetric(query) : null
  if (!holds) return false
  if (area === 'metrics' && !metricList().some(({ id }) => id === name)) return true
  try {
    if (holds(await currentServices())) return false
    // It may be in records whose facts are not derived yet.
    await deriveStale()
    return !holds(await currentServices())
  } catch {
    return false
  }
}

type Holds = (services: ServiceSummary[]) => boolean

function ofService(wanted: string): Holds {
  return (services) => services.some(({ slug }) => slug === wanted)
}

function ofMetric(query: URLSearchParams): Holds {
  const [service, team] = [query.get('service'), query.get('team')]
  const inTeam = team?.trim().toLocaleLowerCase('en')
  return (services) =>
    services.length === 0 ||
    Boolean(service) === Boolean(team) ||
    services.some((one) =>
      service ? one.slug === service || one.name === service : one.team?.trim().toLocaleLowerCase('en') === inTeam,
    )
}
