// The answers of sg as text for a terminal; every figure is the one of the JSON.
import type { FactRows } from '../../lib/facts/rows'
import type { ServiceFacts } from '../../lib/facts/service'
import { formatDuration, formatInstantIn, formatRate } from '../../lib/format'
import { measureService, type Question, windowOf } from '../../lib/insights/measure'
import { listChanges, listDeployments, listIncidents } from '../../lib/insights/rows'
import { formatFigure, serviceFigures } from '../../lib/insights/service-figures'
import { METRICS, type Registry } from '../../lib/metrics/registry'
import { parseInstant } from '../../lib/time'

/** Columns as wide as their widest cell; the first left, the others right. */
export function table(head: string[], body: string[][]): string {
  const widths = head.map((title, at) => Math.max(title.length, ...body.map((row) => (row[at] ?? '').length)))
  const line = (row: string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  return `${[head, ...body].map((row) => line(row).trimEnd()).join('\n')}\n`
}

export function describeMetrics(facts: ServiceFacts, question: Question, registry: Registry = METRICS): string {
  const figures = measureService(facts, question, registry)
  const window = windowOf(facts, question)
  const body = serviceFigures(facts, window, null, registry).flatMap((figure) => {
    const { title, unit, value, n, part, open, attemptsFailed, medianWithWaiting } = figure
    const counted = [part === null ? `n ${n}` : `${part} of ${n}`]
    if (open > 0) counted.push(`${open} open`)
    if (attemptsFailed > 0) counted.push(`${attemptsFailed} failed besides`)
    const line = [title, value === null ? 'no data' : formatFigure(unit, value), counted.join(', '), figure.band ?? '']
    if (medianWithWaiting === null) return [line]
    return [line, ['  with waiting work', formatFigure(unit, medianWithWaiting), '', '']]
  })
  const stages = figures.stages.map((stage) => [
    stage.name,
    stage.active ? 'active' : 'wait',
    formatDuration(stage.median),
    formatDuration(stage.p90),
    formatRate(stage.share),
    String(stage.n),
  ])
  const quality = Object.entries(figures.quality).filter(([, count]) => (count ?? 0) > 0)
  const doubts =
    quality.length === 0
      ? ''
      : `\nLeft out or in doubt: ${quality.map(([code, count]) => `${count} ${code}`).join(', ')}\n`
  return `${figures.service} in ${figures.environment}, ${figures.from} to ${figures.to} (${figures.timeZone})\n\n${table(
    ['', 'value', '', `band ${window.bandYear}`],
    body,
  )}\n${table(['stage', '', 'median', 'p90', 'share', 'n'], stages)}${doubts}`
}

function when(facts: ServiceFacts, text: string | null): string {
  const at = text === null ? null : parseInstant(text)
  return at === null ? 'unknown' : formatInstantIn(at, facts.service.timeZone)
}

export function describeChanges(facts: ServiceFacts, question: Question, rows: FactRows): string {
  const { changes, excluded, waiting } = listChanges(facts, question, rows)
  const delivered = table(
    ['change', 'lead time', 'deployed', 'deployment', ''],
    changes.map((change) => [
      change.id,
      formatDuration(change.leadTime),
      when(facts, change.deployedAt),
      change.deployment ?? '',
      change.bot ? 'bot' : '',
    ]),
  )
  const left = excluded.map(({ id, reason, deployment }) => [id, reason, deployment ?? ''])
  const waits = waiting.map(({ id, since, age }) => [id, formatDuration(age), when(facts, since)])
  return `${delivered}\n${table(['left out', 'reason', 'deployment'], left)}\n${table(['waiting', 'age', 'since'], waits)}`
}

export function describeDeployments(facts: ServiceFacts, question: Question, rows: FactRows): string {
  const { deployments, attemptsFailed } = listDeployments(facts, question, rows)
  const all = [
    ...deployments.map((row) => ({ ...row, attempt: false })),
    ...attemptsFailed.map((row) => ({ ...row, attempt: true })),
  ]
  return table(
    ['deployment', 'finished', 'changes', 'outcome', 'recovery'],
    all.map((row) => {
      const reasons = row.reasons.map(({ kind, confidence }) => `${kind} (${confidence})`).join(', ')
      const outcome = row.failed
        ? `failed: ${reasons}`
        : row.attempt
          ? 'never reached production'
          : row.rework
            ? 'repair'
            : 'ok'
      return [
        row.id,
        when(facts, row.finishedAt),
        String(row.changes),
        outcome + (row.provisional ? ', provisional' : ''),
        row.failed ? formatDuration(row.recoveryTime) : '',
      ]
    }),
  )
}

export function describeIncidents(facts: ServiceFacts, question: Question, rows: FactRows): string {
  return table(
    ['incident', 'started', 'to restore', 'deployment', 'link'],
    listIncidents(facts, question, rows).incidents.map((row) => [
      row.id,
      when(facts, row.startedAt),
      row.resolvedAt === null ? 'open' : formatDuration(row.timeToRestore),
      row.deployment ?? 'none',
      row.link ?? 'unlinked',
    ]),
  )
}
