// In which order the overview shows services, and what is on one page of it.
import type { Figures } from './overview-figures'

export const SORT_COLUMNS = [
  'name',
  'lead-time',
  'deployments',
  'failed',
  'recovery',
  'restore',
  'flow',
  'batch',
  'waiting',
] as const
export type SortColumn = (typeof SORT_COLUMNS)[number]
export type Sort = { column: SortColumn; descending: boolean }

export type Named = { name: string; team: string | null }

const collator = new Intl.Collator('en', { numeric: true })

export function byName(a: Named, b: Named): number {
  return collator.compare(a.name, b.name) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

/** Teams by name; what belongs to none comes last. */
export function byTeamAndName(a: Named, b: Named): number {
  if ((a.team === null) !== (b.team === null)) return a.team === null ? 1 : -1
  const [team, other] = [a.team ?? '', b.team ?? '']
  return collator.compare(team, other) || (team < other ? -1 : team > other ? 1 : byName(a, b))
}

const VALUES: Record<Exclude<SortColumn, 'name'>, (figures: Figures) => number | null> = {
  'lead-time': (figures) => figures.leadTime.value,
  deployments: (figures) => figures.deployments.value,
  failed: (figures) => figures.failed.value,
  recovery: (figures) => figures.recovery.value,
  restore: (figures) => figures.restore.value,
  flow: (figures) => figures.flow.value,
  batch: (figures) => figures.batch.value,
  waiting: (figures) => figures.waiting.count,
}

/** A sorted copy: what has no value comes last in both directions, equals are in the order of their names. */
export function inOrder<Row extends Named & { current: Figures }>(rows: Row[], sort: Sort, grouped: boolean): Row[] {
  const { column } = sort
  const direction = sort.descending ? -1 : 1
  const within = (a: Row, b: Row) => {
    if (column === 'name') return direction * byName(a, b)
    const [one, other] = [VALUES[column](a.current), VALUES[column](b.current)]
    if (one === null || other === null) return one === other ? byName(a, b) : one === null ? 1 : -1
    return direction * (one - other) || byName(a, b)
  }
  const teams = new Map<string | null, number>()
  if (grouped) for (const { team } of [...rows].sort(byTeamAndName)) if (!teams.has(team)) teams.set(team, teams.size)
  const place = ({ team }: Row) => teams.get(team) ?? 0
  return [...rows].sort((a, b) => place(a) - place(b) || within(a, b))
}

/** A team's services on this page; it may have begun on an earlier one or go on on a later one. */
export type Group<Row> = { team: string | null; rows: Row[]; services: number; begun: boolean; goesOn: boolean }

/** `rows` in their order; without grouping all are one group without a name. */
export function pageOf<Row extends Named>(rows: Row[], page: number, size: number, grouped: boolean): Group<Row>[] {
  const [from, to] = [(page - 1) * size, page * size]
  const groups: Group<Row>[] = []
  for (let start = 0; start < rows.length; ) {
    const team = grouped ? (rows[start]?.team ?? null) : null
    let end = grouped ? start : rows.length
    while (end < rows.length && (rows[end]?.team ?? null) === team) end += 1
    if (end > from && start < to) {
      const shown = rows.slice(Math.max(start, from), Math.min(end, to))
      groups.push({ team, rows: shown, services: end - start, begun: start < from, goesOn: end > to })
    }
    start = end
  }
  return groups
}
