import { cache } from 'react'
import { deriveStale } from '../../lib/insights/derive-stale'
import { currentServices } from '../../lib/store/measured'

/** Brings the facts up to date with the records, once per request. */
export const freshFacts = cache(async () => {
  await deriveStale()
})

/** Every measured service, as of this request. */
export const measuredServices = cache(async () => {
  await freshFacts()
  return currentServices()
})
