import { cache } from 'react'
import { deriveStale } from '../../lib/insights/derive-stale'

/** Brings the facts up to date with the records, once per request. */
export const freshFacts = cache(async () => {
  await deriveStale()
})
