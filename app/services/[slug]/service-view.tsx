import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { permit } from '../../../lib/auth/permit'
import { readWindow, type WindowChoice, windowAsked } from '../../../lib/insights/page-window'
import type { ServiceSummary } from '../../../lib/store/services'
import { sharedIteration } from '../../_ui/iterations'
import { Notice } from '../../_ui/notice'
import { one, type Query } from '../../_ui/query'
import { UnreadSources } from '../../_ui/unread-sources'
import { WindowPicker } from '../../_ui/window-picker'
import { MISSING } from '../../missing'
import { findService } from './find-service'
import { Head } from './head'
import NoSuchService from './not-found'
import type { Section } from './sections'

export type RouteProps = { params: Promise<{ slug: string }>; searchParams: Promise<Query> }

/** The service that a page is about, the window that was asked, and the page's own path. */
export type View = { summary: ServiceSummary; choice: WindowChoice; query: Query; path: string; now: number }

type Props = RouteProps & {
  section: Section
  /** What stays of the query when the window changes. */
  keep: string[]
  children: (view: View) => ReactNode
}

/** What every page of a service begins with; a service or a window that is not there is said instead of the rest. */
export async function ServiceView({ params, searchParams, section, keep, children }: Props) {
  if (!(await permit('read-service'))) notFound()
  const query = await searchParams
  const summary = await findService((await params).slug)
  if (!summary) {
    if ((await headers()).has(MISSING)) return <NoSuchService />
    notFound()
  }
  const asked = readWindow(windowAsked((name) => one(query, name)))
  const choice = asked.ok ? asked.choice : null
  const iteration = await sharedIteration([summary.team])
  const home = `/services/${encodeURIComponent(summary.slug)}`
  const path = section === '' ? home : `${home}/${section}`
  return (
    <>
      <Head
        summary={summary}
        picker={
          <WindowPicker
            path={path}
            query={query}
            choice={choice}
            keep={keep}
            iteration={iteration}
            compares={section === ''}
          />
        }
        section={section}
        home={home}
        choice={choice}
      />
      <UnreadSources now={Date.now()} zone={summary.timeZone} of={summary} />
      {asked.ok ? (
        children({ summary, choice: asked.choice, query, path, now: Date.now() })
      ) : (
        <Notice title="This view cannot be shown" alert>
          <p>{asked.message}</p>
          <p>
            <a href={path}>Show the last 12 weeks</a>
          </p>
        </Notice>
      )}
    </>
  )
}
