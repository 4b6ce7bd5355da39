// Whether what a report tells of was collected to its end.
import type { ServiceFacts } from '../../facts/service'
import { type CollectionRun, KEPT_RUNS, listRuns, loadCollectionStates } from '../../store/collection-runs'
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
  const states = (await loadCollectionStates()).filter(({ name }) => wanted === null || wanted.has(name))
  const sources: ReportSource[] = []
  for (const { name, kind, paused, run, lastError } of states) {
    const runs = run?.status === 'completed' ? [run] : await listRuns(name, KEPT_RUNS)
    const isComplete = run?.status === 'completed'
    sources.push({
      name,
      kind,
      paused,
      knownUntil: lastComplete(runs),
      problem: isComplete ? null : ((run?.error ?? lastError)?.message ?? null),
    })
  }
  return sources
}

/** Who has ever told of these services: of their repositories, deployments and incidents. */
export async function sourcesOf(everything: ServiceFacts[]): Promise<ReadonlySet<string>> {
  const told = new Set(await sourcesOfRepositories(everything.map(({ service }) => service.repository)))
  for (const { deployments, incidents } of everything) {
    for (const { details } of [deployments, incidents]) for (const source of details?.sources ?? []) told.add(source)
  }
  return told
}

function lastComplete(runs: Pick<CollectionRun, 'status' | 'startedAt'>[]): number | null {
  return runs.find(({ status }) => status === 'completed')?.startedAt ?? null
}
