import { notFound } from 'next/navigation'
import { formatDuration } from '../../../../lib/format'
import { measureService } from '../../../../lib/insights/measure'
import { nameWords } from '../../../../lib/insights/name-words'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { hasEdits, loadPathsView, type PathsView, readPathEdits } from '../../../../lib/insights/path-view'
import { pathHeadline, shapeWords } from '../../../../lib/insights/path-words'
import { joined } from '../../../../lib/insights/stream-words'
import { windowWords } from '../../../../lib/insights/window-words'
import { loadFacts } from '../../../../lib/store/measured'
import { Notice } from '../../../_ui/notice'
import { PageHeadline } from '../../../_ui/page-head'
import { href, one } from '../../../_ui/query'
import page from '../page.module.css'
import type { View } from '../service-view'
import { all, pathHref } from './address'
import { Jobs } from './jobs'
import styles from './path.module.css'

/** What a merged change must at least wait for before it is in production, job by job. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { repository, timeZone: zone, name, rule } = summary
  const { window: range } = resolveWindow(choice, zone, now, summary.deployed.firstAt)
  const wanted = one(query, 'pipeline') ?? null
  const edits = readPathEdits((parameter) => all(query, parameter))
  const [{ pipelines, view }, found] = await Promise.all([
    loadPathsView({ repository, ...range }, wanted, edits),
    loadFacts([summary], range.from, 'details'),
  ])
  const facts = found.get(name)
  if (!facts) notFound()
  if (view === null || view.runs === 0) {
    return (
      <NoPath pipelines={pipelines} wanted={wanted} path={path} pathTo={(one) => pathHref(path, query, one, null)} />
    )
  }
  const isJob = rule.from === 'job' || rule.from === 'pipeline_run'
  const deploy = measureService(facts, { ...range, now }).stages.find((stage) => stage.name === 'deploy')
  const deploySeconds = isJob ? null : (deploy?.median ?? null)
  const pipeline = wanted ?? undefined
  return (
    <>
      <PageHeadline>{pathHeadline(view, deploySeconds)}</PageHeadline>
      <p className="quiet">
        {shapeWords(view)}
        {deploySeconds === null
          ? isJob
            ? ' The deployment is itself a job or a run of a pipeline here; nothing is added for it.'
            : ' No start of a deployment is known, so nothing is added for it.'
          : ' The deployment is the median of the stage deploy.'}{' '}
        Durations are medians in {windowWords(choice).name}, as on the page of pipelines.
      </p>
      {pipelines.length > 1 && (
        <nav className={`${styles.pipelines} screen-only`} aria-label="Pipelines">
          {pipelines.map((other) => (
            <a
              key={`${other.source} ${other.pipeline}`}
              href={pathHref(path, query, other.pipeline, null)}
              aria-current={other === view.pipeline ? 'true' : undefined}
            >
              <bdi>{other.pipeline}</bdi>
            </a>
          ))}
        </nav>
      )}
      <Jobs view={view} hrefOf={(next) => pathHref(path, query, pipeline, next)} />
      {hasEdits(edits) && (
        <p className={`${styles.back} screen-only`}>
          <a href={pathHref(path, query, pipeline, null)}>As it is today</a>
        </p>
      )}
      {view.rare.length > 0 && (
        <p className="quiet">
          Left out, because fewer than half of these runs had them: {joined(view.rare.map(nameWords))}.
        </p>
      )}
      {view.untimed.length > 0 && (
        <p className="quiet">
          Counted as {formatDuration(0)}, because no duration is known: {joined(view.untimed.map(nameWords))}.
        </p>
      )}
      <section className={`${page.section} screen-only`} aria-labelledby="reading">
        <h2 id="reading">How this is read</h2>
        <p>
          The path is the longest chain of jobs that must wait for each other: with runners enough, a run takes at least
          as long, and only a shorter job on it makes a run shorter. It supposes that every job takes its median and
          that a job begins when everything it needs is done.
        </p>
        <p>
          A job that is taken off hands on what it needs to those that needed it. One that is run in parallel begins
          together with the job it waited for the longest. Whether that is possible is for you to know.
        </p>
      </section>
    </>
  )
}

type NoPathProps = {
  pipelines: PathsView['pipelines']
  wanted: string | null
  path: string
  pathTo: (pipeline: string | undefined) => string
}

function NoPath({ pipelines, wanted, path, pathTo }: NoPathProps) {
  if (pipelines.length === 0) {
    return (
      <Notice title="No job of a pipeline is known in this window">
        <p>
          The path is made of the records <code>job</code>. GitHub (Actions), GitLab (CI) and Jenkins bring them where
          they are asked for.
        </p>
        <p>
          <a href={href(path, {}, { window: 'all' })}>Look at all time</a>
        </p>
      </Notice>
    )
  }
  return (
    <Notice title="There is no path to show">
      <p>
        {wanted === null ? 'The pipeline' : <bdi>{wanted.slice(0, 80)}</bdi>} has no successful run with jobs in this
        window. There are:
      </p>
      <ul>
        {pipelines.map(({ source, pipeline }) => (
          <li key={`${source} ${pipeline}`}>
            <a href={pathTo(pipeline)}>
              <bdi>{pipeline}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
