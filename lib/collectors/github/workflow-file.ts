// What the jobs of a workflow need, read from its file: GitHub's records of jobs do not say.
import { parse } from 'yaml'
import { z } from 'zod'
import { errorKind } from '../../errors'
import { compilePattern } from '../../patterns'
import type { WorkflowRun } from './run-record'
import type { RepositoryContext } from './session'

const MOST_BYTES = 512 * 1024

const Names = z.union([z.string(), z.array(z.string())]).transform((given) => (Array.isArray(given) ? given : [given]))
const Workflow = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      // An empty one, `name:`, is as if absent.
      name: z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish(),
      needs: Names.nullish(),
      uses: z.string().nullish(),
    }),
  ),
})

/** By the key of the job in the file. */
export type PlannedJobs = ReadonlyMap<string, { shows: (name: string) => boolean; needs: string[] }>

/** Null where the text is no workflow that can be read. */
export function readWorkflow(text: string): PlannedJobs | null {
  if (text.length > MOST_BYTES) return null
  let raw: unknown
  try {
    raw = parse(text, { logLevel: 'error' })
  } catch {
    return null
  }
  const parsed = Workflow.safeParse(raw)
  if (!parsed.success) return null
  return new Map(
    Object.entries(parsed.data.jobs).map(([key, { name, needs, uses }]) => [
      key,
      { shows: shownAs(name || key, typeof uses === 'string'), needs: needs ?? [] },
    ]),
  )
}

/** How a job of this name is called in a run: with the values of its expressions and of its matrix, or before its own jobs. */
function shownAs(name: string, calls: boolean): (shown: string) => boolean {
  const literal = name
    .split(/\$\{\{.*?\}\}/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*')
  const pattern = compilePattern(`(?s)^${literal}(?: \\(.*\\))?${calls ? '(?: / .*)?' : ''}$`)
  return (shown) => pattern.ok && pattern.test(shown)
}

/**
 * What each of the jobs of one run needs, by their names in it. Null where a job is none of the file's, where it could be several of
 * them, or where a workflow that the file calls has several jobs: what those need of each other stands elsewhere.
 */
export function neededJobs(planned: PlannedJobs, names: readonly string[]): Map<string, string[]> | null {
  const shown = new Map<string, string[]>()
  for (const name of new Set(names)) {
    const [key, ...others] = [...planned].filter(([, { shows }]) => shows(name)).map(([own]) => own)
    if (key === undefined || others.length > 0) return null
    shown.set(key, [...(shown.get(key) ?? []), name])
  }
  const called = [...shown.values()].filter((own) => own.some((name) => name.includes(' / ')))
  if (called.some((own) => own.length > 1)) return null
  const needed = new Map<string, string[]>()
  for (const [key, own] of shown) {
    const needs = (planned.get(key)?.needs ?? []).flatMap((one) => shown.get(one) ?? [])
    for (const name of own) needed.set(name, needs)
  }
  return needed
}

/** LIMIT: of the files of so many workflows a look; and what an older run's file said is not asked. */
const MOST_FILES = 20

const File = z.object({ encoding: z.literal('base64'), content: z.string() })

/** The file of each workflow of these runs, by its path, as its newest run of the default branch saw it: a request each. */
export async function plannedJobsOf(
  { session, scope }: RepositoryContext,
  runs: readonly WorkflowRun[],
): Promise<Map<string, PlannedJobs>> {
  const newest = new Map<string, WorkflowRun>()
  for (const run of runs) {
    const path = pathOf(run)
    if (path === null || run.head_branch !== scope.defaultBranch) continue
    const known = newest.get(path)
    if (!known || run.created_at > known.created_at) newest.set(path, run)
  }
  const found = new Map<string, PlannedJobs>()
  for (const [path, { head_sha: ref }] of [...newest].slice(0, MOST_FILES)) {
    const parameters = { owner: scope.owner, repo: scope.name, path, ref }
    const body = await session.api
      .get('/repos/{owner}/{repo}/contents/{path}', parameters)
      .then((answer) => answer.body)
      .catch((error) => {
        // What a token may not read, or is no more, leaves the shape to be read from the times of the jobs.
        if (!['not-found', 'auth', 'config'].includes(errorKind(error))) throw error
        return null
      })
    const file = File.safeParse(body)
    const planned = file.success ? readWorkflow(Buffer.from(file.data.content, 'base64').toString('utf8')) : null
    if (planned) found.set(path, planned)
  }
  return found
}

/** `.github/workflows/build.yml`; null of a run of GitHub's own, or of another repository's file. */
export function pathOf({ path }: WorkflowRun): string | null {
  const own = path?.split('@')[0] ?? ''
  return own.startsWith('.github/workflows/') ? own : null
}
