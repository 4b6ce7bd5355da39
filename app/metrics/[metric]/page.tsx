import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { permit } from '../../../lib/auth/permit'
import { readServiceSort } from '../../../lib/insights/metric-services'
import { oneZone } from '../../../lib/insights/metric-settings'
import { loadMetricView, type MetricView } from '../../../lib/insights/metric-view'
import { OWN_PARAMETERS } from '../../../lib/insights/reading'
import { freshFacts } from '../../_ui/fresh-facts'
import { sharedIteration } from '../../_ui/iterations'
import { Notice } from '../../_ui/notice'
import { PageHead } from '../../_ui/page-head'
import { one, type Query } from '../../_ui/query'
import { UnreadSources } from '../../_ui/unread-sources'
import { WindowPicker } from '../../_ui/window-picker'
import { MISSING } from '../../missing'
import { NothingYet } from '../../overview-empty'
import { askedOf, metricAddress, scopeOf } from '../address'
import { Behind } from './behind'
import { ByBatchSize, ByStage } from './cuts'
import { Exports } from './exports'
import styles from './metric.module.css'
import NotFound from './not-found'
import { OtherMetrics } from './other-metrics'
import { Points } from './points'
import { OtherScopes, ScopeName } from './scope'
import { ServicesTable } from './services-table'
import { Summary } from './summary'
import { Trend } from './trend'

/** What stays when the window changes. */
const KEPT = ['service', 'team', 'scale', ...OWN_PARAMETERS]

type Props = { params: Promise<{ metric: string }>; searchParams: Promise<Query> }

/** Page and title ask the same; keys are texts so that React knows it. */
const load = cache(async (id: string, asked: string): Promise<MetricView> => {
  await freshFacts()
  return await loadMetricView(id, JSON.parse(asked), Date.now())
})

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const view = await load((await params).metric, JSON.stringify(askedOf(await searchParams)))
  if (view.kind === 'no-metric') return { title: 'No such metric' }
  if (view.kind === 'nothing') return { title: view.title }
  if (!('metric' in view)) return { title: 'No such service or team' }
  const about = view.kind === 'one' ? view.service.name : view.kind === 'several' ? (view.team ?? 'all services') : null
  return { title: about === null ? view.metric.title : `${view.metric.title} of ${about}` }
}

export default async function MetricRoute({ params, searchParams }: Props) {
  if (!(await permit('read-metric'))) notFound()
  const query = await searchParams
  const { metric: id } = await params
  const view = await load(id, JSON.stringify(askedOf(query)))
  if (view.kind === 'nothing') return <NothingYet title={view.title} />
  if (!('metric' in view)) {
    if ((await headers()).has(MISSING)) return <NotFound />
    notFound()
  }

  const { metric } = view
  const choice = view.kind === 'problem' ? null : view.choice
  const head = (
    <PageHead
      beside={
        <WindowPicker
          path={`/metrics/${id}`}
          query={query}
          choice={choice}
          keep={KEPT}
          iteration={await sharedIteration(teamsOf(view))}
          zone={view.kind === 'problem' ? undefined : oneZone(view.page.samples.map(({ window }) => window))}
          compares
        />
      }
    >
      <h1>
        {metric.title} <ScopeName view={view} />
      </h1>
      <p className={styles.question}>{metric.question}</p>
      <OtherScopes view={view} />
    </PageHead>
  )
  if (view.kind === 'problem') {
    return (
      <>
        {head}
        <Notice title="This view cannot be shown" alert>
          <p>{view.message}</p>
          <p>
            <a href={metricAddress(id, {}, null)}>Show all services in the last 12 weeks</a>
          </p>
        </Notice>
      </>
    )
  }
  const log = one(query, 'scale') === 'log'
  return (
    <>
      {head}
      <OtherMetrics current={id} scope={scopeOf(view)} choice={view.choice} />
      {view.refused.map((sentence) => (
        <p key={sentence} role="status" className={styles.refused}>
          {sentence}
        </p>
      ))}
      <UnreadSources
        now={view.page.window.now}
        zone={oneZone(view.page.samples.map(({ window }) => window))}
        of={view.kind === 'one' ? view.service : null}
      />
      <Summary view={view} />
      <Trend view={view} log={log} />
      <Points view={view} log={log} />
      <ByBatchSize view={view} />
      {view.kind === 'one' && <ByStage view={view} />}
      {view.kind === 'one' ? (
        <Behind view={view} />
      ) : (
        <ServicesTable view={view} sort={readServiceSort(one(query, 'sort'))} />
      )}
      <Exports view={view} log={log} />
    </>
  )
}

function teamsOf(view: Extract<MetricView, { metric: unknown }>): (string | null)[] {
  if (view.kind === 'problem') return []
  return view.kind === 'one' ? [view.service.team] : view.page.services.map(({ team }) => team)
}
