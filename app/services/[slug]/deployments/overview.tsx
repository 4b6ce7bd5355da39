import { notFound } from 'next/navigation'
import { formatCount } from '../../../../lib/format'
import { ownerOf } from '../../../../lib/insights/deployment-page'
import { batchesWords } from '../../../../lib/insights/deployment-words'
import { deploymentTimeline, timelineWords } from '../../../../lib/insights/deployments-page'
import { driftOf } from '../../../../lib/insights/drift'
import { readList } from '../../../../lib/insights/list-query'
import { windowOf } from '../../../../lib/insights/measure'
import { resolveWindow } from '../../../../lib/insights/page-window'
import { windowWords } from '../../../../lib/insights/window-words'
import { loadFacts } from '../../../../lib/store/measured'
import { loadConfiguredByName, unconfigured } from '../../../../lib/store/services'
import { measuredServices } from '../../../_ui/fresh-facts'
import { Notice } from '../../../_ui/notice'
import { PageHeadline } from '../../../_ui/page-head'
import { one } from '../../../_ui/query'
import { SoftLinks } from '../../../_ui/soft-links'
import { Deployments } from '../deployments'
import { type Frame, LIST } from '../frame'
import { loadList } from '../load-list'
import { NothingHere, nothingHere } from '../nothing-here'
import page from '../page.module.css'
import type { View } from '../service-view'
import { Choose } from '../tabs'
import { DriftOf } from './drift'
import { Timeline } from './timeline'

const ASKED = ['sort', 'dir', 'show', 'q', 'page', 'open'] as const

export async function Overview({ summary, choice, query, path, now }: View) {
  const { name, repository, timeZone: zone, slug, team } = summary
  const { window: range } = resolveWindow(choice, zone, now, summary.deployed.firstAt)
  const facts = (await loadFacts([summary], range.from, 'details')).get(name)
  if (!facts) notFound()
  const [configured] = summary.configured ? await loadConfiguredByName([name]) : []
  const { input } = configured ?? unconfigured(repository, name)
  const owner = await ownerOf(summary)
  const [timeline, drift] = await Promise.all([
    deploymentTimeline(facts, { input, owner, team }, range, now),
    driftOf(input, owner),
  ])
  const home = `/services/${encodeURIComponent(slug)}`
  const read = readList({
    ...Object.fromEntries(ASKED.map((field) => [field, one(query, field)])),
    tab: 'deployments',
  })
  const empty = nothingHere(summary, range, now)
  const words = windowWords(choice).name
  const sizes = batchesWords(timeline.batches)
  return (
    <>
      <PageHeadline>{timelineWords(timeline.lanes[0]?.events ?? [], words)}</PageHeadline>
      {sizes !== null && <p className="quiet">{sizes}</p>}
      {empty !== null && empty !== 'once' && <NothingHere state={empty} summary={summary} path={path} now={now} />}
      <Timeline timeline={timeline} range={range} zone={zone} now={now} slug={slug} path={path} />
      <DriftOf found={drift} summary={summary} hasPaths={input.paths !== null} now={now} />
      <SoftLinks id={LIST} className={page.section ?? ''} label="Production deployments as a table">
        <h2>As a table</h2>
        {read.ok && read.list.tab === 'deployments' ? (
          await rows(read.list)
        ) : (
          <Unknown message={read.ok ? '' : read.message} path={path} />
        )}
      </SoftLinks>
    </>
  )

  async function rows(list: Extract<Frame['list'], { tab: 'deployments' }>) {
    if (!facts) return null
    const slugs = new Map((await measuredServices()).map((service) => [service.name, service.slug]))
    const frame: Frame = { service: name, path, home, query, zone, now, list, slugs }
    const loaded = await loadList(facts, windowOf(facts, { ...range, now }), list)
    if (loaded.tab !== 'deployments') return null
    const { pages, page: shown } = loaded.rows
    if (shown > pages)
      return <Unknown message={`The list has no page ${shown}: it has ${formatCount(pages)}.`} path={path} />
    return (
      <>
        <Choose frame={frame} counts={loaded.rows.counts} found={loaded.rows.total} />
        <Deployments rows={loaded.rows} frame={frame} details={loaded.details} />
      </>
    )
  }
}

function Unknown({ message, path }: { message: string; path: string }) {
  return (
    <Notice title="This list cannot be shown" alert>
      <p>{message}</p>
      <p>
        <a href={`${path}#${LIST}`}>Show the deployments of the last 12 weeks</a>
      </p>
    </Notice>
  )
}
