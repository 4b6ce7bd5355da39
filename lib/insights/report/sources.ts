// Whether what a report tells of was collected to its end.
import type { ServiceFacts } from '../../facts/service'
import { lastCompleted, loadCollectionStates } from '../../store/collection-runs'
import { sourcesOfRepositories } from '../../store/services'

export type ReportSource = {
  name: string
  kind: string
  paused: boolean
  /** When the last complete run began: what was there before it is known. Null: no kept run was complete. */
  knownUntil: number | null
  /** Why the last run was not complete; null where it was, or nothing is known. */
  problem: string | null
}

/**
 * Every connection, by name, or those among `wanted`. What is pushed has none: nobody can tell what was not sent.
 */
export async function loadReportSources(wanted: ReadonlySet<string> | null): Promise<ReportSource[]> {
  const [states, completed] = await Promise.all([loadCollectionStates(), lastCompleted()])
  return states
    .filter(({ name }) => wanted === null || wanted.has(name))
    .map(({ name, kind, paused, run, lastError }): ReportSource => {
      const problem = run?.status === 'completed' ? null : ((run?.error ?? lastError)?.message ?? null)
      return { name, kind, paused, knownUntil: completed.get(name) ?? null, problem }
    })
}

/** Who has ever told of these services: of their repositories, deployments and incidents. */
export async function sourcesOf(everything: ServiceFacts[]): Promise<ReadonlySet<string>> {
  const told = new Set(await sourcesOfRepositories(everything.map(({ service }) => service.repository)))
  for (const { deployments, incidents } of everything) {
    for (const { details } of [deployments, incidents]) for (const source of details?.sources ?? []) told.add(source)
  }
  return told
}
