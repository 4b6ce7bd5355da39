import { formatDuration } from '../../../../lib/format'
import { STATUS_WORDS } from '../../../../lib/insights/pipeline-words'
import { shortSha } from '../../../../lib/insights/service-rows'
import { RecordLink } from '../../../_ui/record-link'
import table from '../../../_ui/table.module.css'
import { When } from '../../../_ui/when'
import { type Place, runsHref } from './place'

export type ListedRun = {
  key: string
  run: string
  attempt: number
  pipeline: string
  branch: string | null
  sha: string
  status: keyof typeof STATUS_WORDS
  superseded: boolean
  at: number
  queueSeconds: number | null
  seconds: number | null
  url: string | null
}

type Props = {
  rows: ListedRun[]
  sort: string
  place: Place
  show: string
  pipeline: string | null
  job: string | null
}

/** Runs, or tries of a job, one a row. */
export function RunsTable({ rows, sort, place, show, pipeline, job }: Props) {
  const head = (title: string, by: string, from = '') => (
    <th
      scope="col"
      className={`${table.end} ${from}`}
      aria-sort={job === null && sort === by ? 'descending' : undefined}
    >
      {job === null ? (
        <a
          href={runsHref(place, { show, sort: by, ...(pipeline === null ? {} : { pipeline }) })}
          className={table.sort}
        >
          {title}
          <span aria-hidden="true">{sort === by ? ' ↓' : ''}</span>
        </a>
      ) : (
        title
      )}
    </th>
  )
  return (
    <table className={table.table}>
      <caption className="visually-hidden">The runs, each attempt by itself</caption>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col" className={table.wide}>
            Branch
          </th>
          <th scope="col" className={table.wide}>
            Commit
          </th>
          <th scope="col">Result</th>
          {head('Queued', 'queued', table.wide)}
          {head('In queue', 'queue', table.wide)}
          {head('Took', 'duration')}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <bdi>{row.pipeline}</bdi>{' '}
              <RecordLink url={row.url}>
                <bdi>{row.run}</bdi>
              </RecordLink>
              {row.attempt > 1 && <span className="quiet"> attempt {row.attempt}</span>}
            </th>
            <td className={table.wide}>{row.branch === null ? '–' : <bdi>{row.branch}</bdi>}</td>
            <td className={`${table.fit} ${table.wide}`}>
              <code title={row.sha}>{shortSha(row.sha)}</code>
            </td>
            <td>
              {STATUS_WORDS[row.status]}
              {row.superseded && <span className={table.tag}>superseded</span>}
            </td>
            <td className={`${table.end} ${table.fit} ${table.wide}`}>
              <When at={row.at} zone={place.zone} now={place.now} />
            </td>
            <td className={`${table.end} ${table.fit} ${table.wide}`}>{formatDuration(row.queueSeconds)}</td>
            <td className={`${table.end} ${table.fit}`}>{formatDuration(row.seconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
