// The report of the address as it would be sent, or why there is none.
import { readEnv } from '../../../lib/env'
import { StreamgaugeError } from '../../../lib/errors'
import { loadReportMaterial } from '../../../lib/insights/report/material'
import { findReportScope, type ReportScope } from '../../../lib/insights/report/scope'
import { lastWeeks, lastWholeWeek, readReportWeek } from '../../../lib/insights/report/week'
import type { Period } from '../../../lib/period'
import { buildReport } from '../../../lib/report/build'
import type { Report } from '../../../lib/report/report'
import type { ServiceSummary } from '../../../lib/store/services'

export type PreviewAsked = { team?: string | undefined; service?: string | undefined; week?: string | undefined }
export type Preview =
  | { kind: 'missing'; message: string; hint: string }
  | {
      kind: 'problem'
      scope: ReportScope
      weeks: Period[]
      message: string
      hint: string
    }
  | {
      kind: 'shown'
      scope: ReportScope
      weeks: Period[]
      week: Period
      report: Report
    }

/** How many weeks there are to choose from; the address takes any. */
const OFFERED = 26

/** Facts must be up to date with the records. */
export async function loadPreview(all: ServiceSummary[], asked: PreviewAsked, now: number): Promise<Preview> {
  if (asked.team !== undefined && asked.service !== undefined) {
    return { kind: 'missing', message: 'A report is either of a team or of a service.', hint: 'Leave one of them out.' }
  }
  const found = scopeOf(all, asked)
  if ('message' in found) return { kind: 'missing', ...found }
  const { scope, services } = found
  const zones = services.map(({ timeZone }) => timeZone)
  const weeks = lastWeeks(lastWholeWeek(zones, now), OFFERED)
  const read = readReportWeek(asked.week, zones, now)
  if (!read.ok) return { kind: 'problem', scope, weeks, message: read.message, hint: read.hint }
  const material = await loadReportMaterial(scope, services, read.week, now)
  return { kind: 'shown', scope, weeks, week: read.week, report: buildReport(material, { url: readEnv().url ?? null }) }
}

function scopeOf(all: ServiceSummary[], asked: PreviewAsked) {
  try {
    return findReportScope(all, asked)
  } catch (error) {
    if (!(error instanceof StreamgaugeError)) throw error
    return { message: error.message, hint: error.hint ?? '' }
  }
}
