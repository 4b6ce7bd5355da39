import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { permit } from '../../../../../../lib/auth/permit'
import { deploymentPage } from '../../../../../../lib/insights/deployment-page'
import { readList } from '../../../../../../lib/insights/list-query'
import { readWindow, windowAsked, windowQuery, withQuery } from '../../../../../../lib/insights/page-window'
import { measuredServices } from '../../../../../_ui/fresh-facts'
import { Notice } from '../../../../../_ui/notice'
import { decoded, one, type Query } from '../../../../../_ui/query'
import { MISSING } from '../../../../../missing'
import { findService } from '../../../find-service'
import type { Frame } from '../../../frame'
import { Head } from '../../../head'
import NoSuchService from '../../../not-found'
import { Counted } from './counted'
import { Other } from './other'

type Segments = { slug: string; source: string; id: string }
type Props = { params: Promise<Segments>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug, id } = await params
  const service = await findService(slug)
  return { title: service ? `${decoded(id)} of ${service.name}` : 'No such service' }
}

/** One deployment: what it held, what came of it, and what people say of it. */
export default async function DeploymentRoute({ params, searchParams }: Props) {
  if (!(await permit('read-service'))) notFound()
  const { slug, source, id } = await params
  const summary = await findService(slug)
  if (!summary) {
    if ((await headers()).has(MISSING)) return <NoSuchService />
    notFound()
  }
  const query = await searchParams
  const now = Date.now()
  const asked = readWindow(windowAsked((name) => one(query, name)))
  const choice = asked.ok ? asked.choice : null
  const home = `/services/${encodeURIComponent(summary.slug)}`
  const name = { source: decoded(source), id: decoded(id) }
  const page = await deploymentPage(summary, name, now)
  const read = readList({ tab: 'deployments' })
  const slugs = new Map((await measuredServices()).map((service) => [service.name, service.slug]))
  const common = { service: summary.name, zone: summary.timeZone, now, slugs }
  const frame: Frame | null = read.ok ? { ...common, path: home, query, list: read.list } : null
  const all = withQuery(`${home}/deployments`, choice ? windowQuery(choice) : '')
  return (
    <>
      <Head summary={summary} picker={null} section="deployments" home={home} choice={choice} />
      {page === null || frame === null ? (
        <Notice title={`${summary.name} has no such deployment`}>
          <p>
            No deployment “<bdi>{name.id}</bdi>” from <bdi>{name.source}</bdi> is known. It may have been removed at its
            source, or the rule that found it was changed.
          </p>
          <p>
            <a href={all}>All deployments of {summary.name}</a>
          </p>
        </Notice>
      ) : page.kind === 'counted' ? (
        <Counted page={page} summary={summary} frame={frame} all={all} />
      ) : (
        <Other page={page} summary={summary} frame={frame} all={all} />
      )}
    </>
  )
}
