// The first sentence of a page, in plain words.
import { formatCount, formatDuration } from '../format'
import type { Comparison } from './comparison'
import type { OverviewRow } from './overview'
import type { ServiceFigure } from './service-figures'

/** What moved across the services shown, and whose failures rose the most. */
export function overviewHeadline(rows: OverviewRow[], before: string | null): string {
  const deployments = rows.reduce((sum, row) => sum + row.deployments.n, 0)
  if (deployments === 0) return `Nothing was deployed in this window by the ${count(rows.length, 'service')} shown.`
  const total = `${count(deployments, 'deployment')} of ${count(rows.length, 'service')}`
  if (before === null) return `${total} since each one’s first.`
  const compared = rows.filter(
    (row) =>
      row.leadTime.change.kind === 'rise' || row.leadTime.change.kind === 'fall' || row.leadTime.change.kind === 'same',
  )
  const sentences = [
    compared.length === 0 ? `${total}; too few changes to compare lead time with ${before}.` : leadSentence(compared),
  ]
  const worse = rows
    .filter((row) => row.failed.change.kind === 'rise')
    .sort((a, b) => size(b.failed.change) - size(a.failed.change))[0]
  if (worse)
    sentences.push(
      `Failures are up at ${worse.name}: ${formatCount(worse.failed.failed)} of ${count(worse.failed.n, 'deployment')}.`,
    )
  return sentences.join(' ')
}

function leadSentence(rows: OverviewRow[]): string {
  const shorter = rows.filter((row) => row.leadTime.change.kind === 'fall').length
  const longer = rows.filter((row) => row.leadTime.change.kind === 'rise').length
  if (rows.length === 1) {
    const [only] = rows
    const state = shorter ? 'fell' : longer ? 'rose' : 'stayed about the same'
    return `Lead time ${state} at ${only?.name ?? 'the one service'}.`
  }
  if (shorter === 0 && longer === 0)
    return `Lead time stayed about the same in all ${rows.length} services that can be compared.`
  if (longer === 0) return `Lead time fell in ${shorter} of ${rows.length} services.`
  if (shorter === 0) return `Lead time rose in ${longer} of ${rows.length} services.`
  return `Lead time fell in ${shorter} of ${rows.length} services and rose in ${longer}.`
}

function size(change: Comparison): number {
  return 'by' in change ? change.by : 0
}

/** What one service's lead time did, then what failed. */
export function serviceHeadline(figures: ServiceFigure[], earlier: number | null): string {
  const lead = figures.find((figure) => figure.id === 'lead-time')
  const failed = figures.find((figure) => figure.id === 'change-failure-rate')
  const sentences: string[] = []
  if (lead?.value == null) sentences.push('No change was delivered in this window.')
  else {
    const now = formatDuration(lead.value)
    const { kind } = lead.change
    if ((kind === 'rise' || kind === 'fall') && earlier !== null) {
      sentences.push(`Median lead time ${kind === 'rise' ? 'rose' : 'fell'} from ${formatDuration(earlier)} to ${now}.`)
    } else if (kind === 'same') sentences.push(`Median lead time is ${now}, about the same as before.`)
    else sentences.push(`Median lead time is ${now}.`)
  }
  if (failed && failed.n > 0) {
    const none = failed.part === 0
    const all = count(failed.n, 'deployment')
    sentences.push(none ? `None of ${all} failed.` : `${formatCount(failed.part ?? 0)} of ${all} failed.`)
  }
  return sentences.join(' ')
}

function count(n: number, word: string): string {
  return `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`
}
