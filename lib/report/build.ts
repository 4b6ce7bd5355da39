// Makes a report of what is known of a day, a week or a month: the words of the mail, its order, and the points of its charts. Pure.
import { formatRange } from '../format'
import { prepareTrend } from '../insights/chart/prepare'
import type { ReportFigure } from '../insights/report/figures'
import type { ReportMaterial } from '../insights/report/material'
import { heading } from '../insights/service-figures'
import { doubtWords } from './doubts'
import { figureLine, signalNote, valueWords } from './figure-words'
import { named } from './names'
import { aboutWords, leadOf, subjectOf } from './news'
import { comparedWords, periodWords } from './period-words'
import { actionsSection } from './practice-words'
import type { Report, ReportChart, ReportServiceLine } from './report'
import { stoodOut } from './stood-out'

export type BuildAsked = {
  /** Where readers reach the pages; null leaves the link out and says so. */
  url: string | null
}

const CHARTED = ['lead-time', 'deployment-frequency']
const MOST_SERVICES = 20
const LONGEST_NAME = 40

export function buildReport(material: ReportMaterial, { url }: BuildAsked): Report {
  const services = servicesOf(material)
  const retro = actionsSection(material)
  return {
    version: 1,
    subject: subjectOf(material),
    about: aboutWords(material),
    period: periodWords(material.period),
    periodKey: material.period.key,
    when: comparedWords(material.period.kind, material.zones),
    lead: leadOf(material),
    figures: material.figures.map((figure) => figureLine(figure, material.period.kind)),
    signalNote: material.period.kind === 'week' ? signalNote(material.figures) : '',
    charts: material.figures.filter(({ id }) => CHARTED.includes(id)).flatMap((figure) => chartOf(material, figure)),
    services: services.slice(0, MOST_SERVICES),
    servicesMore:
      services.length > MOST_SERVICES
        ? `The first ${MOST_SERVICES} of ${services.length} services that did anything.`
        : null,
    stoodOut: stoodOut(material),
    doubts: doubtWords(material),
    ...(retro ? { retro } : {}),
    link: url === null ? null : `${url}${addressOf(material)}`,
    foot: footOf(material, url),
  }
}

function chartOf({ zones }: ReportMaterial, figure: ReportFigure): ReportChart[] {
  const { id, title, unit, counts, weeks, limits } = figure
  const zone = zones.length === 1 ? (zones[0] ?? 'UTC') : 'UTC'
  const heads = unit === 'per-day' ? `${heading(counts)} a week` : `${title}, weekly median`
  const chart = prepareTrend({ title: heads, unit, counts, weeks, limits, zone, log: false, notes: [] })
  if (!chart) return []
  const points = weeks.map((week) => {
    const few = week.few.length
    const value =
      week.value === null
        ? few > 0
          ? `${few} single ${few === 1 ? 'value' : 'values'}`
          : 'no data'
        : valueWords(unit, week)
    return `${formatRange(week.start, week.end, zone)}: ${value}`
  })
  return [
    {
      id,
      title: heads,
      sentence: chart.sentence,
      alt: `${heads}: ${points.join('; ')}.`,
      unit,
      counts,
      weeks,
      limits,
      zone,
    },
  ]
}

/** Of several services those that did anything, by name: nobody is ranked. */
function servicesOf({ scope, services, figures }: ReportMaterial): ReportServiceLine[] {
  if (scope.kind === 'service' || services.length < 2) return []
  const kindOf = (id: string) => figures.find((figure) => figure.id === id)
  const [lead, deployed] = [kindOf('lead-time'), kindOf('deployment-frequency')]
  if (!lead || !deployed) return []
  return services
    .filter(({ leadTime, deployments, failed }) => leadTime.n + deployments.n + failed.n > 0)
    .map(({ name, leadTime, deployments, failed }) => ({
      name: named(name, LONGEST_NAME),
      leadTime: valueWords(lead.unit, leadTime),
      deployments: deployments.value === null ? 'no data' : String(deployments.n),
      failed: failed.value === null ? 'no data' : `${failed.part ?? 0}\u00a0of\u00a0${failed.n}`,
    }))
}

/** The page that shows the same days of the same services; of a group there is none but that of all. */
function addressOf({ scope, period: { from, to } }: ReportMaterial): string {
  const query = new URLSearchParams({ from, to })
  if (scope.kind === 'service') return `/services/${encodeURIComponent(scope.slug)}?${query}`
  if (scope.kind === 'team') query.set('team', scope.name)
  return `/?${query}`
}

function footOf({ profile, services, scope }: ReportMaterial, url: string | null): string[] {
  const pooled = scope.kind !== 'service' && services.length > 1
  return [
    `Definitions: ${profile.name}, version ${profile.version}.${pooled ? ' Figures are over all changes, deployments and incidents of these services together.' : ''}`,
    ...(url === null
      ? [
          'There is no link to the page of these days: nobody has said at which address Streamgauge is (STREAMGAUGE_URL).',
        ]
      : []),
  ]
}
