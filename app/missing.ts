// Which addresses name a service, team or metric that there is not: asked before a page is drawn, because a page cannot
// choose its status, and the one of Next for it (notFound() in a page) is blank without JavaScript.
import { hasDeployment } from '../lib/insights/deployment-page'
import { deriveStale } from '../lib/insights/derive-stale'
import { metricList } from '../lib/insights/metric-list'
import { deploymentsNamed } from '../lib/store/deployment-records'
import { currentServices } from '../lib/store/measured'
import { findSubscription } from '../lib/store/report-subscriptions'
import { hasRetro, nameByRetros } from '../lib/store/retros'
import type { ServiceSummary } from '../lib/store/services'
import { hasSent } from './reports/find-sent'

/** The request header that tells a page that its answer has the status 404 already. */
export const MISSING = 'x-streamgauge-missing'

/** Where it cannot be told, false: then the page finds out itself. */
export async function isMissing(pathname: string, query: URLSearchParams): Promise<boolean> {
  const [, area, name, ...more] = pathname.split('/')
  const isPage = more.length === 0 || area === 'services' || area === 'teams' || area === 'reports'
  if (!name || !isPage) return false
  if (area === 'reports' && !PAGES_OF_REPORTS.includes(name)) return isNoReport(name, more, query)
  if (area === 'deployments') return isNotDeployed(decodeURIComponent(name))
  const named = decodeURIComponent(name)
  const holds =
    area === 'services'
      ? ofService(named)
      : area === 'teams'
        ? ofTeam(named)
        : area === 'metrics' || area === 'reports'
          ? ofMetric(query)
          : null
  if (!holds) return false
  if (area === 'metrics' && !metricList().some(({ id }) => id === name)) return true
  try {
    if (area === 'teams' && isRetro(more)) return !(await hasRetro(named, decodeURIComponent(more[1] ?? '')))
    const deployment = area === 'services' && more.length === 3 && more[0] === 'deployments' ? more : null
    if (area === 'teams' && isRetroList(more) && (await nameByRetros(named)) !== null) return false
    if (holds(await currentServices())) return deployment ? lacks(named, deployment) : false
    // It may be in records whose facts are not derived yet.
    await deriveStale()
    return !holds(await currentServices())
  } catch {
    return false
  }
}

/** Below `/reports` what is no subscription; the one to unsubscribe answers for itself. */
const PAGES_OF_REPORTS = ['preview', 'new', 'unsubscribe']
const PAGES_OF_REPORT = ['preview', 'edit']

/** Whether there is no such subscription, or nothing was sent of the period that follows. What was removed keeps what it sent. */
async function isNoReport(name: string, [page]: string[], query: URLSearchParams): Promise<boolean> {
  try {
    const id = decodeURIComponent(name)
    if (page && !PAGES_OF_REPORT.includes(page))
      return !(await hasSent(id, decodeURIComponent(page), query.get('copy')))
    return (await findSubscription(id)) === null
  } catch {
    return false
  }
}

/** The address of one retro, or of a file of it; its preview is none. */
function isRetro([page, id]: string[]): boolean {
  return page === 'retros' && id !== undefined && id !== '' && id !== 'preview'
}

/** A team that lost its services still has its retros. */
function isRetroList([page, ...below]: string[]): boolean {
  return page === 'retros' && below.length === 0
}

async function isNotDeployed(id: string): Promise<boolean> {
  try {
    if ((await deploymentsNamed(id)).length > 0) return false
    await deriveStale()
    return (await deploymentsNamed(id)).length === 0
  } catch {
    return false
  }
}

/** Whether a service has no deployment of the source and id that the rest of the address names. */
async function lacks(slug: string, [, source = '', id = '']: string[]): Promise<boolean> {
  await deriveStale()
  const service = (await currentServices()).find((one) => one.slug === slug)
  if (!service) return true
  return !(await hasDeployment(service, { source: decodeURIComponent(source), id: decodeURIComponent(id) }))
}

type Holds = (services: ServiceSummary[]) => boolean

function ofService(wanted: string): Holds {
  return (services) => services.some(({ slug }) => slug === wanted)
}

function ofTeam(name: string): Holds {
  const wanted = name.trim().toLocaleLowerCase('en')
  return (services) => services.some(({ team }) => team?.trim().toLocaleLowerCase('en') === wanted)
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
