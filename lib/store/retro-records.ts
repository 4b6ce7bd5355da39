// What records tell a retro beyond the facts: labels of pull requests, and the verdicts of pipelines on the mainline.
import { z } from 'zod'
import type { MainlineVerdict } from '../records/runs'
import { ms, rows } from './records'

/** The labels of these pull requests, of every source that knows them. */
export async function loadLabels(repository: string, numbers: number[]): Promise<Map<number, string[]>> {
  if (numbers.length === 0) return new Map()
  const found = await rows(
    z.object({ number: z.number(), labels: z.array(z.string()) }),
    `select number, array_agg(distinct label) as labels
     from pull_requests, jsonb_array_elements_text(case jsonb_typeof(labels) when 'array' then labels else '[]' end) label
     where repository = $1 and number = any($2) and not deleted group by number`,
    [repository, numbers],
  )
  return new Map(found.map(({ number, labels }) => [number, labels]))
}

const Verdict: z.ZodType<MainlineVerdict> = z.object({
  source: z.string(),
  pipeline: z.string(),
  succeeded: z.boolean(),
  finishedAt: z.number(),
})

/** Verdicts on the default branch whose runs were queued in `[from, until)`, in the order in which they came. */
export async function loadMainlineVerdicts(
  repository: string,
  { from, until }: { from: number; until: number },
): Promise<MainlineVerdict[]> {
  return rows(
    Verdict,
    `select source, pipeline, status = 'success' as succeeded, ${ms('finished_at')} as "finishedAt" from pipeline_runs
     where repository = $1 and queued_at >= $2 and queued_at < $3 and not deleted and finished_at is not null
       and status in ('success', 'failure', 'timed_out')
       and branch = coalesce((select default_branch from repositories where name = $1 and not deleted), 'main')
     order by finished_at, source, id, attempt`,
    [repository, new Date(from), new Date(until)],
  )
}
