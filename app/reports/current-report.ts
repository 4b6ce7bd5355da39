// What a report says of a period by what is known now.
import { readEnv } from '../../lib/env'
import { StreamgaugeError } from '../../lib/errors'
import { loadReportMaterial } from '../../lib/insights/report/material'
import { servicesOfScope } from '../../lib/insights/report/scope-services'
import type { Period } from '../../lib/period'
import { buildReport } from '../../lib/report/build'
import type { Report } from '../../lib/report/report'
import type { SubscriptionScope } from '../../lib/store/report-subscriptions'
import { measuredServices } from '../_ui/fresh-facts'

export type CurrentReport = { ok: true; report: Report; unknown: string[] } | { ok: false; message: string }

/** `periodOf`: which one, where it is measured in these zones. */
export async function currentReport(
  scope: SubscriptionScope,
  periodOf: (zones: string[]) => Period,
  now: number,
): Promise<CurrentReport> {
  try {
    const { scope: about, services, unknown } = servicesOfScope(await measuredServices(), scope)
    const period = periodOf(services.map(({ timeZone }) => timeZone))
    const material = await loadReportMaterial(about, services, period, now)
    return { ok: true, report: buildReport(material, { url: readEnv().url ?? null }), unknown }
  } catch (error) {
    if (!(error instanceof StreamgaugeError) || error.kind !== 'not-found') throw error
    return { ok: false, message: [error.message, error.hint].filter(Boolean).join(' ') }
  }
}
