import type { Metadata } from 'next'
import { Suspense } from 'react'
import { earliest } from '../../../lib/insights/overview'
import { OWN_PARAMETERS } from '../../../lib/insights/reading'
import { hasFacts } from '../../../lib/store/measured'
import { href } from '../../_ui/query'
import { Body } from './body'
import { findService } from './find-service'
import { type RouteProps, ServiceView, type View } from './service-view'
import { Skeleton } from './skeleton'

/** What stays when the window changes: how it is read, and what is asked of the list. */
const KEPT = [...OWN_PARAMETERS, 'tab', 'show', 'sort', 'dir', 'q']

/** Deployments from which on reading all facts of a service takes long enough to be seen. */
const MANY = 2000

export async function generateMetadata({ params }: RouteProps): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service?.name ?? 'No such service' }
}

export default function ServiceRoute(props: RouteProps) {
  return (
    <ServiceView {...props} section="" keep={KEPT}>
      {figures}
    </ServiceView>
  )
}

function figures({ summary, choice, query, path, now }: View) {
  const since = earliest([summary], choice, now)
  const body = <Body summary={summary} choice={choice} query={query} since={since} now={now} />
  const isSlow = summary.deployed.count > MANY && !hasFacts(summary, since, 'details')
  return isSlow ? <Suspense fallback={<Skeleton address={href(path, query, {})} />}>{body}</Suspense> : body
}
