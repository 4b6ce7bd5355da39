import { cache } from 'react'
import { deriveStale } from '../../lib/insights/derive-stale'
import { listServices } from '../../lib/store/services'

/** All services, once per request, after what was stale has been derived. */
export const freshServices = cache(async () => {
  await deriveStale()
  return listServices()
})
