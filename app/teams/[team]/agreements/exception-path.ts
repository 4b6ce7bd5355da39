import type { AgreementId, Held } from '../../../../lib/insights/agreements'
import { dayAfter, type RetroDays } from '../../../../lib/insights/retro-days'
import { dayKey } from '../../../../lib/time'
import { ROWS } from '../../../_ui/flow/links'
import { href } from '../../../_ui/query'
import { deploymentAddress } from '../../../services/[slug]/deployments/address'
import { rowHref } from '../../../services/[slug]/frame'
import { runsHref } from '../../../services/[slug]/pipelines/place'
import { changePath } from '../retros/address'

/** What exceptions lead to: of a team whose agreements were read over these days. */
export type Places = {
  team: string
  days: RetroDays
  services: readonly { name: string; slug: string; timeZone: string }[]
  /** Of each repository a service, whose page has its runs. */
  repositories: readonly { repository: string; slug: string }[]
}

/** The page that shows what an exception speaks of; null where the team no longer has its service. */
export function exceptionPath(id: AgreementId, held: Held, places: Places): string | null {
  const { days, services, repositories } = places
  const { at, value, service, source, what } = held
  // NOTE: what is looked at when a day ends bears that day's last millisecond, so the window ends with this day.
  const untilThen = (zone: string) => ({ from: days.from, to: dayAfter(dayKey(at, zone), 1) })
  if (id === 'in-progress') {
    const path = `/teams/${encodeURIComponent(places.team)}/flow`
    return href(path, untilThen(services[0]?.timeZone ?? 'UTC'), { show: 'progress' }, ROWS)
  }
  const runner = repositories.find(({ repository }) => repository === service)
  const known = services.find(({ name, slug }) => (id === 'red-mainline' ? slug === runner?.slug : name === service))
  if (!known || what === null) return null
  const { slug, timeZone } = known
  const path = `/services/${encodeURIComponent(slug)}`
  if (id === 'first-review') return changePath({ slug, id: what }, days)
  if (id === 'open-age') return rowHref({ path, query: untilThen(timeZone) }, 'waiting', what)
  if (id === 'batch') {
    return source === undefined
      ? `/deployments/${encodeURIComponent(what)}`
      : deploymentAddress(slug, { source, id: what })
  }
  // Runs are listed by when they were queued, which may be the day before the first one failed.
  const from = dayAfter(dayKey(at, timeZone), -1)
  const to = dayAfter(dayKey(at + value * 60_000, timeZone), 1)
  return runsHref({ path: `${path}/pipelines`, query: { from, to } }, { show: 'failed', pipeline: what })
}
