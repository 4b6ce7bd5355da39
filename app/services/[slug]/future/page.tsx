import type { Metadata } from 'next'
import { EDIT_PARAMETERS } from '../../../../lib/insights/future-edits'
import { findService } from '../find-service'
import { type RouteProps, ServiceView } from '../service-view'
import { Body } from './body'

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service ? `Future states of ${service.name}` : 'No such service' }
}

export default function FutureRoute(props: RouteProps) {
  return (
    <ServiceView {...props} section="future" keep={[...EDIT_PARAMETERS, 'state']}>
      {(view) => <Body {...view} />}
    </ServiceView>
  )
}
