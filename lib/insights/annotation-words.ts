// Whom an annotation concerns, on whose days, and when, in words.
import { formatRange } from '../format'
import type { Annotation } from '../store/annotations'
import { dayKey } from '../time'

export type Listed = { name: string; team: string | null; timeZone: string }
type Concerned = Pick<Annotation, 'team' | 'service'>
type Spell = Pick<Annotation, 'at' | 'until'>

/** The zone whose days an annotation is about: its service's, or the one that all whom it concerns share, else UTC. */
export function annotationZone({ team, service }: Concerned, services: readonly Listed[]): string {
  const meant = services.filter((one) => (service !== null ? one.name === service : team === null || one.team === team))
  const zones = new Set(meant.map(({ timeZone }) => timeZone))
  const [zone] = zones
  return zones.size === 1 && zone !== undefined ? zone : 'UTC'
}

/** "3 Mar 2026", "3-9 Mar 2026", "28 Feb - 6 Mar 2026"; the end is not part of it. */
export function annotationDays({ at, until }: Spell, zone: string): string {
  const days = formatRange(at, until === null || until <= at ? at + 1 : until, zone)
  // A range over the new year says its years itself.
  return /\d{4}$/.test(days) ? days : `${days} ${dayKey(at, zone).slice(0, 4)}`
}

/** Those that concern a service. */
export function annotationsOf<A extends Concerned>(annotations: readonly A[], service: Omit<Listed, 'timeZone'>): A[] {
  return annotations.filter(({ team, service: name }) =>
    name === null ? team === null || team === service.team : name === service.name,
  )
}
