import { cache } from 'react'
import { nameByRetros } from '../../../lib/store/retros'
import { measuredServices } from '../../_ui/fresh-facts'
import { decoded } from '../../_ui/query'

/** The team of an address with its services, once per request; null where no service belongs to it. Case and blanks around it do not count. */
export const findTeam = cache(async (segment: string) => {
  const wanted = decoded(segment).trim().toLocaleLowerCase('en')
  const services = (await measuredServices()).filter(({ team }) => team?.trim().toLocaleLowerCase('en') === wanted)
  const name = services[0]?.team ?? null
  return name === null ? null : { name, services }
})

/** The team, or one without services that has retros of when it had some. */
export const findRetroTeam = cache(async (segment: string) => {
  const team = await findTeam(segment)
  if (team) return team
  const name = await nameByRetros(decoded(segment))
  return name === null ? null : { name, services: [] }
})
