// Whom a report is about: the organisation, a team, one service, or a group of services.
import { StreamgaugeError } from '../../errors'
import type { ServiceSummary } from '../../store/services'
import { teamsOf } from '../metric-view'

export type ReportScope =
  | { kind: 'organisation' }
  | { kind: 'team'; name: string }
  | { kind: 'service'; name: string; slug: string }
  /** Services under a name of their own, of one subscription. */
  | { kind: 'group'; name: string; slugs: string[] }
export type ScopeAsked = { team?: string | undefined; service?: string | undefined }

const SHOWN = 10

/** The scope with its services: a team by its name in any case, a service by its slug or name. Throws `not-found`. */
export function findReportScope(
  all: ServiceSummary[],
  { team, service }: ScopeAsked,
): { scope: ReportScope; services: ServiceSummary[] } {
  if (service !== undefined) {
    const found = all.find(({ slug }) => slug === service) ?? all.find(({ name }) => name === service)
    if (found) return { scope: { kind: 'service', name: found.name, slug: found.slug }, services: [found] }
    throw missing(
      'service',
      service,
      all.map(({ name }) => name),
    )
  }
  if (team === undefined) return { scope: { kind: 'organisation' }, services: all }
  const folded = (name: string) => name.trim().toLocaleLowerCase('en')
  const services = all.filter((one) => one.team !== null && folded(one.team) === folded(team))
  const name = services[0]?.team
  if (name == null) throw missing('team', team, teamsOf(all))
  return { scope: { kind: 'team', name }, services }
}

function missing(kind: 'team' | 'service', asked: string, known: string[]): StreamgaugeError {
  const some = known.slice(0, SHOWN).join(', ')
  const more = known.length > SHOWN ? ` and ${known.length - SHOWN} more` : ''
  const none = kind === 'team' ? 'No service belongs to a team.' : 'Nothing is measured yet.'
  return new StreamgaugeError('not-found', `There is no ${kind} named ${JSON.stringify(asked.slice(0, 80))}.`, {
    hint: known.length === 0 ? none : `Known ${kind}s: ${some}${more}.`,
  })
}
