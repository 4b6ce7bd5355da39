// A metric's page as data: JSON with everything on it, CSV of one of its tables. Durations in seconds, instants as RFC 3339.
import { PROFILE } from '../metrics/contract'
import { formatInstant } from '../time'
import { batchFigures } from './metric-cuts'
import { distribution, percentileLines, pointId, pointsOf, pointUnit } from './metric-points'
import type { OneView, SeveralView } from './metric-view'

type View = OneView | SeveralView
type Cell = string | number | boolean | null
export type TableName = 'weeks' | 'points' | 'spread' | 'batches' | 'rows' | 'services'

const SHARED: { name: TableName; words: string }[] = [
  { name: 'weeks', words: 'Weeks' },
  { name: 'points', words: 'Each row' },
  { name: 'spread', words: 'How they are spread' },
  { name: 'batches', words: 'By batch size' },
]
export const TABLES: Record<View['kind'], { name: TableName; words: string }[]> = {
  one: [...SHARED, { name: 'rows', words: 'Rows in words' }],
  several: [...SHARED, { name: 'services', words: 'Services' }],
}

const instant = (at: number | null) => (at === null ? null : formatInstant(at))

function weekRows({ page }: View) {
  const signals = new Map(page.limits?.signals.map((signal) => [signal.index, `${signal.rule} ${signal.side}`]))
  return page.weeks.map((week, at) => ({
    week: week.week,
    from: formatInstant(week.start),
    to: formatInstant(week.end),
    whole: !week.partial,
    value: week.value,
    n: week.n,
    part: week.part,
    lowerQuartile: week.middle?.[0] ?? null,
    upperQuartile: week.middle?.[1] ?? null,
    singleValues: week.few.map(({ value }) => value),
    lowerLimit: page.limits?.weeks[at]?.lower ?? null,
    upperLimit: page.limits?.weeks[at]?.upper ?? null,
    signal: signals.get(at) ?? null,
  }))
}

function serviceRows({ page }: SeveralView) {
  return page.services.map(({ name, team, value, n, part, interval, change }) => ({
    service: name,
    team,
    value,
    n,
    part,
    intervalFrom: interval?.[0] ?? null,
    intervalTo: interval?.[1] ?? null,
    change: change.kind,
    changeBy: 'by' in change ? change.by : null,
  }))
}

function behindRows({ behind }: OneView) {
  return behind.rows.map(({ id, title, at, seconds, part, why, url }) => ({
    id,
    title,
    at: formatInstant(at),
    seconds,
    activeSeconds: part,
    note: why,
    url,
  }))
}

/** Every dot of the scatterplot: seconds, a share, or a number of changes. Rows of several services are known by service only. */
function pointRows({ metric, page, kind }: View) {
  return pointsOf(metric, page.samples).map((point) => {
    const facts = page.samples[point.sample]?.facts
    return {
      service: facts?.service.name ?? null,
      ...(kind === 'one' && facts ? { id: pointId(metric, facts, point) } : {}),
      at: formatInstant(point.at),
      value: point.value,
      failed: metric.unit === 'rate' && metric.interval === 'wilson' ? point.counts : null,
    }
  })
}

function spreadRows({ metric, page }: View) {
  const values = pointsOf(metric, page.samples).map(({ value }) => value)
  return distribution(values, pointUnit(metric)).map(({ upTo, ...bin }) => ({ ...bin, cumulativeShare: upTo }))
}

function batchRows({ metric, page }: View) {
  return batchFigures(metric, page.samples).map(({ words, n, part, value, interval }) => ({
    changesInDeployment: words,
    n,
    part,
    value,
    intervalFrom: interval?.[0] ?? null,
    intervalTo: interval?.[1] ?? null,
  }))
}

/** Everything that the page shows. */
export function metricJson(view: View) {
  const { metric, page, annotations } = view
  const { from, to, timeZone } = page.window
  const shown = view.kind === 'one' ? view.page.figure : view.page.pooled
  const { value, n, part, interval, change } = shown
  return {
    metric: metric.id,
    title: metric.title,
    definition: metric.definition,
    profile: PROFILE,
    ...(view.kind === 'one' ? { service: view.service.name } : { team: view.team, pooled: true }),
    from: formatInstant(from),
    to: formatInstant(to),
    timeZone,
    settings: Object.fromEntries(
      page.settings.map(({ label, words, pattern }) => [label, `${words}${pattern == null ? '' : ` ${pattern}`}`]),
    ),
    clock: view.reading.clock,
    unit: metric.unit,
    value,
    n,
    part,
    interval,
    band: view.kind === 'one' ? view.page.figure.band : null,
    benchmark: view.kind === 'one' ? view.page.figure.benchmark : null,
    change,
    limits: page.limits && { mean: page.limits.centre, signals: page.limits.signals.length },
    weeks: weekRows(view),
    percentiles: percentileLines(pointsOf(metric, page.samples).map(({ value: height }) => height)),
    spread: spreadRows(view),
    byBatchSize: batchRows(view),
    ...(view.kind === 'one'
      ? { rows: behindRows(view), rowsInAll: view.behind.total }
      : { services: serviceRows(view) }),
    leftOut: page.leftOut,
    annotations: annotations.map(({ at, until, text, kind, service, team }) => ({
      at: formatInstant(at),
      until: instant(until),
      kind,
      text,
      service,
      team,
    })),
  }
}

/** One of the page's tables; null where it has no such table. */
export function metricCsv(view: View, table: string): string | null {
  if (table === 'weeks') {
    return csv(weekRows(view).map(({ singleValues, ...row }) => ({ ...row, singleValues: singleValues.join(' ') })))
  }
  if (table === 'points') return csv(pointRows(view))
  if (table === 'spread') return csv(spreadRows(view))
  if (table === 'batches') return csv(batchRows(view))
  if (table === 'services' && view.kind === 'several') return csv(serviceRows(view))
  return table === 'rows' && view.kind === 'one' ? csv(behindRows(view)) : null
}

/** RFC 4180. `rows` share their keys; no rows give an empty file. */
export function csv(rows: Record<string, Cell>[]): string {
  const names = Object.keys(rows[0] ?? {})
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? null))]
    .map((cells) => `${cells.map(cellText).join(',')}\r\n`)
    .join('')
}

/** LIMIT: spreadsheets read a text that begins with one of these as a formula; an apostrophe makes it text (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
