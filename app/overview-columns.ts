// The overview's columns: their words, and how a service's or a team's figures read in them.
import { formatCount, formatDuration, formatMiddleCount, formatPerWeek, formatRate } from '../lib/format'
import type { Comparison } from '../lib/insights/comparison'
import type { Changes } from '../lib/insights/overview'
import type { Figures } from '../lib/insights/overview-figures'
import type { OverviewColumn } from '../lib/insights/overview-view'
import type { Judged } from '../lib/insights/signals'

export type Shown = {
  /** Null: no data. */
  value: string | null
  below: string | null
  change: Comparison
  /** Why there is no value although there are events. */
  unseen: boolean
}

export type Column = {
  id: OverviewColumn
  label: string
  /** Where there is room for it. */
  name: string
  unit: string
  title: string
  /** The figure whose metric's page it leads to; null: it has no metric of its own. */
  figure: Judged | null
  show: (figures: Figures, changes: Changes) => Shown
}

export const COLUMNS: Column[] = [
  {
    id: 'lead-time',
    label: 'Lead time',
    name: 'Lead time',
    unit: 'median',
    title: 'From the first commit of a change to the end of the deployment that delivered it',
    figure: 'leadTime',
    show: ({ leadTime: { value, n } }, { leadTime: change }) =>
      shown(value === null ? null : formatDuration(value), n > 0 ? counted(n, 'change') : null, change),
  },
  {
    id: 'deployments',
    label: 'Deployments',
    name: 'Deployments',
    unit: 'successful',
    title: 'Successful production deployments',
    figure: 'deployments',
    show: ({ deployments: { value, n } }, { deployments: change }) =>
      shown(value === null ? null : formatPerWeek(value), `${formatCount(n)} in all`, change),
  },
  {
    id: 'failed',
    label: 'Failed',
    name: 'Failed',
    unit: 'of deployments',
    title: 'Deployments that an incident, rollback, revert or hotfix marks as failed',
    figure: 'failed',
    show: ({ failed: { value, n, failed } }, { failed: change }) =>
      shown(
        value === null ? null : formatRate(value),
        n > 0 ? `${formatCount(failed)} of ${formatCount(n)}` : null,
        change,
      ),
  },
  {
    id: 'recovery',
    label: 'Recovery',
    name: 'Recovery',
    unit: 'median',
    title: 'From a failed deployment to its recovery',
    figure: 'recovery',
    show: ({ recovery: { value, n, open } }, { recovery: change }) =>
      shown(value === null ? null : formatDuration(value), openOr(n, open, 'failure'), change),
  },
  {
    id: 'restore',
    label: 'MTTR',
    name: 'Time to restore',
    unit: 'median',
    title: 'Time to restore: from the start of an incident to its resolution',
    figure: 'restore',
    show: ({ restore: { value, n, open } }, { restore: change }) =>
      shown(value === null ? null : formatDuration(value), openOr(n, open, 'incident'), change),
  },
  {
    id: 'flow',
    label: 'Flow',
    name: 'Flow efficiency',
    unit: 'efficiency',
    title: 'Flow efficiency: the share of lead time in which a change was worked on',
    figure: 'flow',
    show: ({ flow: { value, n, unseen } }, { flow: change }) => ({
      ...shown(value === null ? null : formatRate(value), n > 0 ? counted(n, 'change') : null, change),
      unseen: value === null && unseen > 0,
    }),
  },
  {
    id: 'batch',
    label: 'Batch',
    name: 'Batch size',
    unit: 'changes',
    title: 'Batch size: changes in one deployment, the median of those that brought any',
    figure: null,
    show: ({ batch: { value, n } }, { batch: change }) =>
      shown(value === null ? null : formatMiddleCount(value), n > 0 ? counted(n, 'batch', 'batches') : null, change),
  },
  {
    id: 'waiting',
    label: 'Waiting',
    name: 'Waiting',
    unit: 'oldest',
    title: 'Open pull requests and merged changes that are not delivered',
    figure: null,
    show: ({ waiting: { count, oldestSeconds } }) =>
      shown(formatCount(count), oldestSeconds === null ? null : formatDuration(oldestSeconds), { kind: 'none' }),
  },
]

function shown(value: string | null, below: string | null, change: Comparison): Shown {
  return { value, below, change, unseen: false }
}

function counted(n: number, one: string, more = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : more}`
}

function openOr(n: number, open: number, one: string): string | null {
  if (n === 0 && open === 0) return null
  if (open === 0) return counted(n, one)
  return n === 0 ? `${formatCount(open)} open` : `${formatCount(n)} + ${formatCount(open)} open`
}
