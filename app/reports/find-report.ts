// The subscription that an address names.

import { cache } from 'react'
import { findSubscription, type ReportSubscription } from '../../lib/store/report-subscriptions'
import { decoded } from '../_ui/query'

/** Once for a page and its title; null: there is none, or it was removed. */
export const findReport = cache(async (segment: string): Promise<ReportSubscription | null> => {
  return findSubscription(decoded(segment))
})
