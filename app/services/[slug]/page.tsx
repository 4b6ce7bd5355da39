import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { readWindow, resolveWindow } from '../../../lib/insights/page-window'
import { hasFacts } from '../../../lib/store/measured'
import { Notice } from '../../_ui/notice'
import { href, one, type Query } from '../../_ui/query'
import { WindowPicker } from '../../_ui/window-picker'
import { MISSING } from '../../missing'
import { Body } from './body'
import { findService } from './find-service'
import { Head } from './head'
import NoSuchService from './not-found'
import { Skeleton } from './skeleton'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> }

/** What stays of the list when the window changes. */
const KEPT = ['tab', 'show', 'sort', 'dir', 'q']

/** Deployments from which on reading all facts of a service takes long enough to be seen. */
const MANY = 2000

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service?.name ?? 'No such service' }
}

export default async function ServiceRoute({ params, searchParams }: Props) {
  const query = await searchParams
  const summary = await findService((await params).slug)
  if (!summary) {
    if ((await headers()).has(MISSING)) return <NoSuchService />
    notFound()
  }

  const asked = readWindow({ window: one(query, 'window'), from: one(query, 'from'), to: one(query, 'to') })
  const path = `/services/${encodeURIComponent(summary.slug)}`
  const picker = <WindowPicker path={path} query={query} choice={asked.ok ? asked.choice : null} keep={KEPT} />
  if (!asked.ok) {
    return (
      <>
        <Head summary={summary} picker={picker} />
        <Notice title="This view cannot be shown" alert>
          <p>{asked.message}</p>
          <p>
            <a href={path}>Show the last 12 weeks</a>
          </p>
        </Notice>
      </>
    )
  }

  const now = Date.now()
  const { previous } = resolveWindow(asked.choice, summary.timeZone, now, summary.deployed.firstAt)
  const since = previous?.from ?? Number.NEGATIVE_INFINITY
  const body = <Body summary={summary} choice={asked.choice} query={query} since={since} now={now} />
  const isSlow = summary.deployed.count > MANY && !hasFacts(summary, since, 'details')
  return (
    <>
      <Head summary={summary} picker={picker} />
      {isSlow ? <Suspense fallback={<Skeleton address={href(path, query, {})} />}>{body}</Suspense> : body}
    </>
  )
}
