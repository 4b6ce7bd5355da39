import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { readWindow, windowAsked, windowQuery, withQuery } from '../../../../lib/insights/page-window'
import { sharedIteration } from '../../../_ui/iterations'
import { Notice } from '../../../_ui/notice'
import { PageHead } from '../../../_ui/page-head'
import { one, type Query } from '../../../_ui/query'
import { WindowPicker } from '../../../_ui/window-picker'
import { findTeam } from '../find-team'
import { retrosPath } from '../retros/address'
import { Body } from './body'

type Props = { params: Promise<{ team: string }>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const team = await findTeam((await params).team)
  return { title: team ? `Value stream of ${team.name}` : 'No such team' }
}

/** The value stream of a team: the changes of all its services together. */
export default async function TeamStreamRoute({ params, searchParams }: Props) {
  if (!(await permit('read-service'))) notFound()
  const query = await searchParams
  const team = await findTeam((await params).team)
  if (!team) {
    return (
      <>
        <h1>No team has this name</h1>
        <Notice title="A team is known by its services">
          <p>No service that is measured belongs to a team of this name.</p>
          <p>
            <a href="/">The overview</a> lists every service under its team.
          </p>
        </Notice>
      </>
    )
  }
  const asked = readWindow(windowAsked((name) => one(query, name)))
  const choice = asked.ok ? asked.choice : null
  const iteration = await sharedIteration([team.name])
  const path = `/teams/${encodeURIComponent(team.name)}/stream`
  const window = choice ? windowQuery(choice) : ''
  return (
    <>
      <PageHead
        beside={
          <WindowPicker path={path} query={query} choice={choice} keep={['stage', 'show']} iteration={iteration} />
        }
      >
        <h1>
          <bdi>{team.name}</bdi>
        </h1>
        <p className="quiet">
          The value streams of{' '}
          {team.services.map(({ name, slug }, at) => (
            <span key={slug}>
              {at > 0 && ', '}
              <a href={withQuery(`/services/${encodeURIComponent(slug)}/stream`, window)}>
                <bdi>{name}</bdi>
              </a>
            </span>
          ))}{' '}
          together, change by change. <a href={retrosPath(team.name)}>The retros of the team</a>
        </p>
      </PageHead>
      {asked.ok ? (
        <Body team={team} choice={asked.choice} query={query} path={path} now={Date.now()} />
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
