import type { Metadata } from 'next'
import { findService } from '../find-service'
import { type RouteProps, ServiceView } from '../service-view'
import { Body } from './body'

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service ? `Waiting work of ${service.name}` : 'No such service' }
}

export default function WaitingRoute(props: RouteProps) {
  return (
    <ServiceView {...props} section="waiting" keep={['show', 'scale']}>
      {(view) => <Body {...view} />}
    </ServiceView>
  )
}
