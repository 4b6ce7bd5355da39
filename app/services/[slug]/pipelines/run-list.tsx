import { formatCount } from '../../../../lib/format'
import { pageOfRows } from '../../../../lib/insights/page-of-rows'
import {
  type PipelinesView,
  RUN_SHOWS,
  RUN_SORTS,
  type RunShow,
  type RunSort,
  runValue,
  shownRuns,
} from '../../../../lib/insights/pipeline-view'
import { SHOW_NAMES } from '../../../../lib/insights/pipeline-words'
import { loadFailedJobs, loadRunRows, type RunsAsked } from '../../../../lib/store/pipelines'
import { Notice } from '../../../_ui/notice'
import { Pager } from '../../../_ui/pager'
import { one, pageNumber } from '../../../_ui/query'
import segments from '../../../_ui/segment.module.css'
import styles from './pipelines.module.css'
import { type Place, RUNS, runsHref } from './place'
import { type ListedRun, RunsTable } from './runs-table'

type Props = { view: PipelinesView; place: Place; asked: RunsAsked }
const SIZE = 50

/** The rows behind the figures: runs of a kind, of one pipeline, or the failed ones of a job. */
export async function RunList({ view, place, asked }: Props) {
  const { query, path } = place
  const [show, sort] = [one(query, 'show') ?? 'all', one(query, 'sort') ?? 'queued']
  const [pipeline, job] = [one(query, 'pipeline') ?? null, one(query, 'job') ?? null]
  const page = pageNumber(query, 'page')
  if (!isOneOf(RUN_SHOWS, show) || !isOneOf(RUN_SORTS, sort) || page === null) {
    return (
      <Notice title="This list cannot be shown" alert>
        <p>There are no runs like that, no such order, or no such page.</p>
        <p>
          <a href={runsHref(place, {})}>Show all runs</a>
        </p>
      </Notice>
    )
  }
  const list =
    job === null || pipeline === null
      ? await runsOf(view, asked, { show, sort, pipeline, page })
      : await jobsOf(view, asked, { pipeline, job, page })
  return (
    <section className={styles.section} id={RUNS} aria-labelledby="runs-title">
      <h2 id="runs-title">
        {job === null ? 'Runs' : 'Failed tries of '}
        <bdi>{job}</bdi>
        {pipeline !== null && (
          <>
            {' '}
            of <bdi>{pipeline}</bdi>
          </>
        )}
      </h2>
      {(pipeline !== null || job !== null) && (
        <p>
          <a href={runsHref(place, {})}>Show the runs of every pipeline</a>
        </p>
      )}
      {job === null && <Shows view={view} show={show} pipeline={pipeline} place={place} />}
      {list.rows.length === 0 ? (
        <p className="quiet">{list.total === 0 ? 'There are none.' : 'There is no such page.'}</p>
      ) : (
        <RunsTable rows={list.rows} sort={sort} place={place} show={show} pipeline={pipeline} job={job} />
      )}
      <Pager
        path={path}
        query={query}
        name="page"
        page={page}
        pages={Math.ceil(list.total / SIZE)}
        total={list.total}
        size={SIZE}
        hash={RUNS}
        what="runs"
      />
    </section>
  )
}

function isOneOf<One extends string>(known: readonly One[], text: string): text is One {
  return (known as readonly string[]).includes(text)
}

type List = { rows: ListedRun[]; total: number }

async function runsOf(
  view: PipelinesView,
  { repository }: RunsAsked,
  { show, sort, pipeline, page }: { show: RunShow; sort: RunSort; pipeline: string | null; page: number },
): Promise<List> {
  const { table, superseded } = view
  const rows = shownRuns(view, show, pipeline)
  const slice = pageOfRows(rows, runValue(table, sort), { descending: true, page, size: SIZE })
  const names = slice.rows.map((row) => ({
    source: table.source[row] ?? '',
    id: table.id[row] ?? '',
    attempt: table.attempt[row] ?? 1,
  }))
  const inVain = new Set(slice.rows.filter((row) => superseded.has(row)).map((row) => table.id[row]))
  const runs = await loadRunRows(repository, names)
  return {
    total: rows.length,
    rows: runs.map((run) => ({
      key: JSON.stringify([run.source, run.id, run.attempt]),
      ...run,
      run: run.id,
      at: run.queuedAt,
      superseded: run.status === 'cancelled' && inVain.has(run.id),
      queueSeconds: between(run.queuedAt, run.startedAt),
      seconds: between(run.startedAt, run.finishedAt),
    })),
  }
}

async function jobsOf(
  view: PipelinesView,
  asked: RunsAsked,
  { pipeline, job, page }: { pipeline: string; job: string; page: number },
): Promise<List> {
  const known = view.jobs.filter((one) => one.pipeline === pipeline && one.name === job)
  const total = known.reduce((sum, { failed }) => sum + failed, 0)
  const jobs = await loadFailedJobs(asked, { pipeline, name: job }, { limit: SIZE, offset: (page - 1) * SIZE })
  return {
    total,
    rows: jobs.map((one, at) => ({ key: String(at), ...one, superseded: false, queueSeconds: null })),
  }
}

function between(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : (to - from) / 1000
}

/** Which runs: each a link with its count. */
function Shows({
  view,
  show,
  pipeline,
  place,
}: {
  view: PipelinesView
  show: RunShow
  pipeline: string | null
  place: Place
}) {
  return (
    <ul className={`${styles.shows} screen-only`} aria-label="Which runs">
      {RUN_SHOWS.map((each) => {
        const { length } = shownRuns(view, each, pipeline)
        if (length === 0 && each !== show && each !== 'all') return null
        return (
          <li key={each}>
            <a
              className={segments.segment}
              href={runsHref(place, { show: each, ...(pipeline === null ? {} : { pipeline }) })}
              aria-current={each === show ? 'true' : undefined}
            >
              {SHOW_NAMES[each]} <span className="number">{formatCount(length)}</span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}
