import { cache } from 'react'
import { measuredServices } from '../../_ui/fresh-facts'
import { decoded } from '../../_ui/query'

/** The service of an address, once per request; null where there is none. */
export const findService = cache(async (slug: string) => {
  const wanted = decoded(slug)
  const services = await measuredServices()
  return services.find((service) => service.slug === wanted) ?? null
})
