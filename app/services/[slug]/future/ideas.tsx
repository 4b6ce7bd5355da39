import { EDIT_PARAMETERS, futureQuery } from '../../../../lib/insights/future-edits'
import type { FutureView } from '../../../../lib/insights/future-view'
import { href, type Query } from '../../../_ui/query'
import styles from './future.module.css'

/** One click each: what is most worth trying here. */
export function Ideas({ view, path, query }: { view: FutureView; path: string; query: Query }) {
  const { stages, asked, flow } = view
  const edits = futureQuery(asked)
  const none = Object.fromEntries(EDIT_PARAMETERS.map((name) => [name, undefined]))
  const to = (more: Record<string, string>) => href(path, query, { ...none, ...edits, ...more })
  const [longest, next] = stages
    .filter(({ active, mean }) => !active && (mean.today ?? 0) > 0)
    .sort((a, b) => (b.mean.today ?? 0) - (a.mean.today ?? 0))
  const builds = stages.find(({ name, n }) => name === 'build' && n > 0)
  const few = flow && Math.max(1, Math.ceil(flow.inProgress))
  const ideas: [words: string, more: Record<string, string>][] = [
    ...(longest
      ? [[`Halve ${longest.name}`, { [`keep-${longest.name}`]: '50' }] as [string, Record<string, string>]]
      : []),
    ...(next ? [[`No ${next.name}`, { [`keep-${next.name}`]: '0' }] as [string, Record<string, string>]] : []),
    ...(builds ? [['Builds twice as fast', { 'keep-build': '50' }] as [string, Record<string, string>]] : []),
    ['Half the batch', { batch: '50' }],
    ...(few ? [[`At most ${few} in progress`, { limit: String(few) }] as [string, Record<string, string>]] : []),
  ]
  return (
    <ul className={`${styles.ideas} screen-only`} aria-label="Changes to try">
      {ideas.map(([words, more]) => (
        <li key={words}>
          <a href={to(more)}>{words}</a>
        </li>
      ))}
      {Object.keys(edits).length > 0 && (
        <li>
          <a href={href(path, query, none)}>As it is today</a>
        </li>
      )}
    </ul>
  )
}
