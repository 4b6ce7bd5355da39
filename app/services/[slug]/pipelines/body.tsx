import { resolveWindow } from '../../../../lib/insights/page-window'
import { loadPipelinesView } from '../../../../lib/insights/pipeline-view'
import { pipelinesHeadline } from '../../../../lib/insights/pipeline-words'
import { windowWords } from '../../../../lib/insights/window-words'
import { loadAnnotations } from '../../../../lib/store/annotations'
import { knownRuns } from '../../../../lib/store/pipelines'
import { loadConfiguredByName, type ServiceSummary } from '../../../../lib/store/services'
import { Notice } from '../../../_ui/notice'
import { PageHeadline } from '../../../_ui/page-head'
import { When } from '../../../_ui/when'
import type { View } from '../service-view'
import { Figures } from './figures'
import { Flaky } from './flaky'
import { RunList } from './run-list'
import { JobsTable, LoadsTable, PipelinesTable } from './tables'
import { Trends } from './trends'

/** Everything that the runs and jobs of the service's repository tell of the window. */
export async function Body({ summary, choice, query, path, now }: View) {
  const { repository, timeZone: zone, name } = summary
  const known = await knownRuns(repository)
  if (known === null) return <NothingKnown repository={repository} />
  const { window } = resolveWindow(choice, zone, now, known.from)
  const teams = summary.team === null ? [] : [summary.team]
  const [view, [configured], annotations] = await Promise.all([
    loadPipelinesView(repository, { ...window, now, timeZone: zone }),
    loadConfiguredByName([name]),
    loadAnnotations({ services: [name], teams }, window),
  ])
  const words = windowWords(choice).name
  const place = { path, query, zone, now }
  if (view.all.runs === 0) {
    return (
      <Notice title="No pipeline ran in this window">
        <p>
          Runs of {repository} are known from <When at={known.from} zone={zone} now={now} /> to{' '}
          <When at={known.to} zone={zone} now={now} />.
        </p>
        <p>
          <a href={`${path}?window=all`}>Show all of them</a>
        </p>
      </Notice>
    )
  }
  return (
    <>
      <PageHeadline>{pipelinesHeadline(view)}</PageHeadline>
      <p className="quiet">
        Runs that were queued in {words}; each attempt is a run.{' '}
        <Whose summary={summary} paths={configured?.input.paths ?? null} />
      </p>
      <Figures view={view} place={place} />
      <Trends view={view} annotations={annotations} zone={zone} />
      <PipelinesTable view={view} place={place} />
      <JobsTable view={view} place={place} />
      <LoadsTable view={view} place={place} />
      <Flaky view={view} place={place} />
      <RunList view={view} place={place} asked={{ repository, ...window }} />
    </>
  )
}

function Whose({ summary, paths }: { summary: ServiceSummary; paths: string[] | null }) {
  if (paths === null) {
    return (
      <>
        They are those of the repository <bdi>{summary.repository}</bdi>.
      </>
    )
  }
  return (
    <>
      They are those of the whole repository <bdi>{summary.repository}</bdi>, of which this service is a part: a run
      does not tell which paths it was for.
    </>
  )
}

function NothingKnown({ repository }: { repository: string }) {
  return (
    <Notice title="No pipeline run is known">
      <p>
        This page is made of the records <code>pipeline_run</code> and <code>job</code>, and there is none of{' '}
        <bdi>{repository}</bdi>. GitHub (Actions), GitLab (CI) and Jenkins bring them as sources; any other system can
        send them, or have them imported from a file.
      </p>
      <p>
        <a href="/sources">See the sources</a>
      </p>
    </Notice>
  )
}
