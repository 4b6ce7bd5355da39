import type { Metadata } from 'next'
import { findTeam } from '../find-team'
import { type RouteProps, TeamView } from '../team-view'
import { Body } from './body'

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const team = await findTeam((await params).team)
  return { title: team ? `Flow of ${team.name}` : 'No such team' }
}

/** The flow of a team: the changes of all its services together. */
export default function TeamFlowRoute(props: RouteProps) {
  return (
    <TeamView {...props} section="flow" keep={['show']}>
      {(asked) => <Body {...asked} />}
    </TeamView>
  )
}
