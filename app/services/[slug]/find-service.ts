import { cache } from 'react'
import { currentServices } from '../../../lib/store/measured'
import { freshFacts } from '../../_ui/fresh-facts'
import { decoded } from '../../_ui/query'

/** The service of an address, once per request; null where there is none. */
export const findService = cache(async (slug: string) => {
  await freshFacts()
  const wanted = decoded(slug)
  const services = await currentServices()
  return services.find((service) => service.slug === wanted) ?? null
})
