import type { Metadata } from 'next'
import { findService } from '../find-service'
import { type RouteProps, ServiceView } from '../service-view'
import { Body } from './body'

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service ? `Flow of ${service.name}` : 'No such service' }
}

export default function FlowRoute(props: RouteProps) {
  return (
    <ServiceView {...props} section="flow" keep={['clock', 'show']}>
      {(view) => <Body {...view} />}
    </ServiceView>
  )
}
