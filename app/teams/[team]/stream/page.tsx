import type { Metadata } from 'next'
import { findTeam } from '../find-team'
import { type RouteProps, TeamView } from '../team-view'
import { Body } from './body'

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const team = await findTeam((await params).team)
  return { title: team ? `Value stream of ${team.name}` : 'No such team' }
}

/** The value stream of a team: the changes of all its services together. */
export default function TeamStreamRoute(props: RouteProps) {
  return (
    <TeamView {...props} section="stream" keep={['stage', 'show']}>
      {(asked) => <Body {...asked} />}
    </TeamView>
  )
}
