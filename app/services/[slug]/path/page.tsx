import type { Metadata } from 'next'
import { findService } from '../find-service'
import { type RouteProps, ServiceView } from '../service-view'
import { Body } from './body'

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service ? `Path to production of ${service.name}` : 'No such service' }
}

export default function PathRoute(props: RouteProps) {
  return (
    <ServiceView {...props} section="path" keep={['pipeline']}>
      {(view) => <Body {...view} />}
    </ServiceView>
  )
}
