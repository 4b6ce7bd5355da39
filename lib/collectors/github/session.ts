// What the streams of one run share: the account that asks, and what it turned out not to be allowed.
import type { StreamgaugeError } from '../../errors'
import type { CollectContext, Scope } from '../contract'
import type { GitHub } from './client'
import type { Config } from './config'

/** What a repository has that takes a permission of its own. */
export const SECTIONS = ['pullRequests', 'issues', 'deployments', 'releases'] as const
export type Section = (typeof SECTIONS)[number]

export type Session = {
  api: GitHub
  /** Sections that the token may not read, by what GitHub said. */
  lacking: Map<Section, StreamgaugeError>
}

/** How much there is of something and what was touched last: while it stays the same there is nothing to ask. */
export type Pulse = { total: number; newest?: string }

export type RepositoryScope = Scope & {
  /** The name in records: the one by which it was first known. */
  repository: string
  /** As it is called by now. */
  owner: string
  name: string
  url?: string
  defaultBranch?: string
  head?: string
  pushedAt?: string
  pulse: Partial<Record<Section, Pulse>>
  /** Why nothing can be read of it. */
  refusal?: StreamgaugeError
}

export type RepositoryContext = CollectContext<Config, Session> & { scope: RepositoryScope }

/** The pulse of a section; throws what stands against reading it. */
export function pulseOf({ session, scope }: RepositoryContext, section: Section): Pulse {
  const refusal = scope.refusal ?? session.lacking.get(section)
  if (refusal) throw refusal
  return scope.pulse[section] ?? { total: 0 }
}

export function isSame(pulse: Pulse, before: Pulse | undefined): boolean {
  return before !== undefined && pulse.total === before.total && pulse.newest === before.newest
}
