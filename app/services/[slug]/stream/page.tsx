import type { Metadata } from 'next'
import { findService } from '../find-service'
import { type RouteProps, ServiceView } from '../service-view'
import { Body } from './body'

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service ? `Value stream of ${service.name}` : 'No such service' }
}

export default function StreamRoute(props: RouteProps) {
  return (
    <ServiceView {...props} section="stream" keep={['clock', 'stage', 'show']}>
      {(view) => <Body {...view} />}
    </ServiceView>
  )
}
