// Whether what a report tells of was collected to its end.
import { type CollectionRun, KEPT_RUNS, listRuns, loadCollectionStates } from '../../store/collection-runs'

export type ReportSource = {
  name: string
  kind: string
  paused: boolean
  /** When the last complete run began: what was there before it is known. Null: no kept run was complete. */
  knownUntil: number | null
  /** Why the last run was not complete; null where it was, or nothing is known. */
  problem: string | null
}

/** Every connection, by name. What is pushed has none: nobody can tell what was not sent. */
export async function loadReportSources(): Promise<ReportSource[]> {
  const states = await loadCollectionStates()
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

function lastComplete(runs: Pick<CollectionRun, 'status' | 'startedAt'>[]): number | null {
  return runs.find(({ status }) => status === 'completed')?.startedAt ?? null
}

/** Those that may not have brought everything up to `until`. */
export function sourcesBehind(sources: readonly ReportSource[], until: number): ReportSource[] {
  return sources.filter(({ knownUntil }) => knownUntil === null || knownUntil < until)
}
