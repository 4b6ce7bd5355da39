import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { permit } from '../../../lib/auth/permit'
import { readWindow, type WindowChoice, windowAsked, windowQuery, withQuery } from '../../../lib/insights/page-window'
import { sharedIteration } from '../../_ui/iterations'
import { Notice } from '../../_ui/notice'
import { PageHead } from '../../_ui/page-head'
import { one, type Query } from '../../_ui/query'
import { WindowPicker } from '../../_ui/window-picker'
import { findTeam } from './find-team'
import { retrosPath } from './retros/address'
import { TeamMissing } from './retros/team-missing'

export type RouteProps = { params: Promise<{ team: string }>; searchParams: Promise<Query> }
export type Team = NonNullable<Awaited<ReturnType<typeof findTeam>>>

/** The team that a page is about, the window that was asked, and the page's own path. */
export type TeamAsked = { team: Team; choice: WindowChoice; query: Query; path: string; now: number }

const SECTIONS = { stream: 'value stream', flow: 'flow' } as const
type Section = keyof typeof SECTIONS

type Props = RouteProps & {
  section: Section
  /** What stays of the query when the window changes. */
  keep: string[]
  children: (asked: TeamAsked) => ReactNode
}

/** What the pages begin with that pool the changes of a team's services; a team or a window that is not there is said instead. */
export async function TeamView({ params, searchParams, section, keep, children }: Props) {
  if (!(await permit('read-service'))) notFound()
  const query = await searchParams
  const team = await findTeam((await params).team)
  if (!team) return <TeamMissing />
  const asked = readWindow(windowAsked((name) => one(query, name)))
  const choice = asked.ok ? asked.choice : null
  const iteration = await sharedIteration([team.name])
  const home = `/teams/${encodeURIComponent(team.name)}`
  const path = `${home}/${section}`
  const window = choice ? windowQuery(choice) : ''
  const other: Section = section === 'stream' ? 'flow' : 'stream'
  return (
    <>
      <PageHead beside={<WindowPicker path={path} query={query} choice={choice} keep={keep} iteration={iteration} />}>
        <h1>
          <bdi>{team.name}</bdi>
        </h1>
        <p className="quiet">
          The {SECTIONS[section]} of{' '}
          {team.services.map(({ name, slug }, at) => (
            <span key={slug}>
              {at > 0 && ', '}
              <a href={withQuery(`/services/${encodeURIComponent(slug)}/${section}`, window)}>
                <bdi>{name}</bdi>
              </a>
            </span>
          ))}{' '}
          together, change by change.{' '}
          <a href={withQuery(`${home}/${other}`, window)}>The {SECTIONS[other]} of the team</a>,{' '}
          <a href={retrosPath(team.name)}>its retros</a>
        </p>
      </PageHead>
      {asked.ok ? (
        children({ team, choice: asked.choice, query, path, now: Date.now() })
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
