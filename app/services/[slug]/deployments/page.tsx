import type { Metadata } from 'next'
import { findService } from '../find-service'
import { type RouteProps, ServiceView } from '../service-view'
import { Overview } from './overview'

/** What stays of the list when the window changes. */
const KEPT = ['show', 'sort', 'dir', 'q']

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service ? `Deployments of ${service.name}` : 'No such service' }
}

/** Every deployment of a service in its environments, what waits between them, and the same as a table. */
export default function DeploymentsRoute(props: RouteProps) {
  return (
    <ServiceView {...props} section="deployments" keep={KEPT}>
      {(view) => <Overview {...view} />}
    </ServiceView>
  )
}
