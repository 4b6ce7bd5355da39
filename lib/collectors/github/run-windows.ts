// Runs between two instants, newest first, in windows small enough for GitHub to list them whole.
import { z } from 'zod'
import { unexpected } from './refusal'
import type { RepositoryContext } from './session'

export const PAGE = 100
// LIMIT: a list with a filter ends after 1,000 runs, whatever it says their number is.
const MOST = 1_000
const AIM = 900

/** Where a walk stands: everything that was made after `to` is known, of the window from `from` on `page` is next. */
export const Position = z.object({ from: z.number(), to: z.number(), page: z.int() })
export type Position = z.infer<typeof Position>

export type RunsPage = { rows: unknown[]; total: number; etag?: string }

const Body = z.object({ total_count: z.int(), workflow_runs: z.array(z.unknown()) })

/** null: not modified since `etag`. */
export async function askRuns(
  { session, scope }: RepositoryContext,
  parameters: Record<string, string | number>,
  etag?: string,
): Promise<RunsPage | null> {
  const given = { owner: scope.owner, repo: scope.name, per_page: PAGE, ...parameters }
  const { body, headers } = await session.api.get('/repos/{owner}/{repo}/actions/runs', given, { etag })
  if (body === null) return null
  const parsed = Body.safeParse(body)
  if (!parsed.success) throw unexpected(parsed.error, `runs of ${scope.title}`)
  const { total_count: total, workflow_runs: rows } = parsed.data
  return { rows, total, etag: headers.get('etag') ?? undefined }
}

/** The whole seconds of `from` and `to` included. Yields each page with what comes after it; undefined: nothing. */
export async function* walkRuns(
  context: RepositoryContext,
  floor: number,
  start: Position,
): AsyncGenerator<{ rows: unknown[]; next?: Position }> {
  let { from, to, page } = start
  while (to >= floor) {
    const created = `${instant(from)}..${instant(to)}`
    const answer = await askRuns(context, { created, page })
    const { rows, total } = answer ?? { rows: [], total: 0 }
    const span = to - from
    if (page === 1 && total > MOST && span >= 1000) {
      from = to - Math.max(0, seconds((span * AIM) / total))
      continue
    }
    const listed = Math.min(total, MOST)
    if (page * PAGE < listed && rows.length > 0) {
      page += 1
      yield { rows, next: { from, to, page } }
      continue
    }
    to = from - 1000
    // As busy a time as the last one is expected, and twice as much is dared.
    const wider = total > 0 ? seconds((span * AIM) / total) : Number.POSITIVE_INFINITY
    from = Math.max(floor, to - Math.min(wider, Math.max(span, 60_000) * 2))
    page = 1
    yield { rows, next: to >= floor ? { from, to, page } : undefined }
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
