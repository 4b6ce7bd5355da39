// The stream of workflow runs with all their attempts, and of their jobs where somebody needs them.
import { z } from 'zod'
import type { RecordInput } from '../../records/record'
import { mapAtOnce } from '../at-once'
import { defineStream, type Page, type Rejected, type RemovalInput } from '../contract'
import { type Config, floorOf } from './config'
import { positionBy, readRows } from './paging'
import { attemptsOf, jobsWanted } from './run-attempts'
import { isAsleep, isFinished, WorkflowRun } from './run-record'
import { askRuns, PAGE, Position, walkRuns } from './run-windows'
import type { RepositoryContext, RepositoryScope, Session } from './session'
import { type PlannedJobs, pathOf, plannedJobsOf } from './workflow-file'

const DAY = 86_400_000
/** LIMIT: for so long a run can be started again, which moves it nowhere in the list. */
const RERUN = 30 * DAY
/** LIMIT: GitHub ends a run after 35 days. */
const LONGEST = 36 * DAY

/** `asleep`: nobody has let it start. It is looked for where runs that may have been started again are, not by itself. */
const Open = z.object({
  attempt: z.int(),
  updatedAt: z.string(),
  createdAt: z.string(),
  asleep: z.literal(true).optional(),
})

const Stood = z.object({
  repository: z.string(),
  jobs: z.boolean(),
  /** Of the newest page. */
  etag: z.string().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
  /** When runs that may have been started again were last looked through, and what was the last touched by then. */
  revisitedAt: z.string(),
  revisitedTo: z.string().optional(),
  /** Runs by id: the attempt, and when it was last touched. */
  unfinished: z.record(z.string(), Open),
})
type Stood = z.infer<typeof Stood>
const Resume = Stood.extend({ due: z.boolean(), floor: z.number(), position: Position })
type Resume = z.infer<typeof Resume>
type Pages = AsyncGenerator<Page<Resume, Stood>>

export const runs = defineStream<Config, Resume, Stood, Session, RepositoryScope>({
  id: 'runs',
  title: 'Workflow runs',
  resume: Resume,
  since: Stood,
  collect,
})

async function* collect(context: RepositoryContext, given: { resume?: Resume; since?: Stood }): Pages {
  const { scope } = context
  if (scope.refusal) throw scope.refusal
  const jobs = jobsWanted(context)
  // Jobs that are wanted from now on are wanted of the runs that are known, too.
  const own = (stood: Stood) => stood.repository === scope.repository && (stood.jobs || !jobs)
  const since = given.since && own(given.since) ? given.since : undefined
  const resume = given.resume && own(given.resume) ? given.resume : undefined
  if (resume) return yield* walk(context, given, since, resume)
  const due = !since || context.now.getTime() - Date.parse(since.revisitedAt) >= DAY
  const first = await askRuns(context, {}, due ? undefined : since?.etag)
  const open = since?.unfinished ?? {}
  if (!first && since && !due && Object.keys(open).length === 0) return
  const { read, rejected } = readRows(first?.rows ?? [], WorkflowRun, positionBy('run', 'id'))
  let stood: Stood = {
    repository: scope.repository,
    jobs,
    etag: first ? first.etag : since?.etag,
    createdAt: read[0]?.created_at ?? since?.createdAt,
    updatedAt: newestOf(read) ?? since?.updatedAt,
    revisitedAt: due ? context.now.toISOString() : since.revisitedAt,
    revisitedTo: due ? (newestOf(read) ?? since?.updatedAt) : since.revisitedTo,
    unfinished: {},
  }
  const seen = new Map(read.map((run) => [String(run.id), run]))
  const again = await askAgain(context, open, seen)
  const news = [...read.filter((run) => isNews(run, since, due)), ...again.read]
  const page = await build(context, news, jobs, jobs ? await plannedJobsOf(context, news) : undefined)
  page.records.push(...again.removed)
  page.rejected.push(...rejected, ...again.rejected)
  stood = { ...stood, unfinished: { ...again.kept, ...page.unfinished } }
  const floor = floorFor(context, since, due)
  const oldest = read.at(-1)?.created_at
  if (!first || !oldest || first.rows.length < PAGE || Date.parse(oldest) < floor) {
    const quiet = page.records.length + page.rejected.length === 0 && !due
    if (quiet && since && hasSame(stood, since)) return
    return yield { records: page.records, rejected: page.rejected, cursor: { since: stood } }
  }
  // The rest goes on from the oldest of the newest: its second is asked for again.
  const to = Date.parse(oldest)
  const position = { from: floor, to, page: 1 }
  const rest = { ...stood, due, floor, position }
  yield {
    records: page.records,
    rejected: page.rejected,
    reached: new Date(to),
    cursor: { since: given.since, resume: rest },
  }
  yield* walk(context, given, since, rest)
}

/** Runs that are known to be finished are looked through once a day: nothing tells that one was started again. */
function floorFor(context: RepositoryContext, since: Stood | undefined, due: boolean): number {
  const start = floorOf(context).getTime()
  if (!since) return start
  const known = since.createdAt ? Date.parse(since.createdAt) : start
  return due ? Math.max(start, Math.min(known, context.now.getTime() - RERUN)) : known
}

async function* walk(
  context: RepositoryContext,
  given: { since?: Stood },
  since: Stood | undefined,
  { due, floor, position, ...start }: Resume,
): Pages {
  let stood: Stood = start
  let next: Position | undefined = position
  for await (const step of walkRuns(context, floor, position)) {
    next = step.next
    const { read, rejected } = readRows(step.rows, WorkflowRun, positionBy('run', 'id'))
    const page = await build(
      context,
      read.filter((run) => isNews(run, since, due)),
      stood.jobs,
    )
    const unfinished = { ...stood.unfinished }
    for (const { id } of read) if (unfinished[id]?.asleep) delete unfinished[id]
    for (const run of read.filter(isAsleep)) unfinished[run.id] = openOf(run)
    stood = { ...stood, unfinished: { ...unfinished, ...page.unfinished } }
    const done = { records: page.records, rejected: [...rejected, ...page.rejected] }
    if (!next) return yield { ...done, cursor: { since: stood } }
    const reached = new Date(next.page > 1 ? Date.parse(read.at(-1)?.created_at ?? '') || next.to : next.to)
    yield { ...done, reached, cursor: { since: given.since, resume: { ...stood, due, floor, position: next } } }
  }
  if (next) yield { records: [], rejected: [], cursor: { since: stood } }
}

function newestOf(read: WorkflowRun[]): string | undefined {
  return read
    .map(({ updated_at }) => updated_at)
    .reduce<string | undefined>((a, b) => (!a || Date.parse(b) > Date.parse(a) ? b : a), undefined)
}

/** What was touched before the newest that the last run saw was sent by it, unless it was where that did not look. */
function isNews(run: WorkflowRun, since: Stood | undefined, due: boolean): boolean {
  const open = since?.unfinished[run.id]
  if (open) return open.updatedAt !== run.updated_at || open.attempt !== run.run_attempt
  const known = due && run.run_attempt > 1 ? since?.revisitedTo : since?.updatedAt
  return !known || Date.parse(run.updated_at) >= Date.parse(known)
}

function hasSame(stood: Stood, since: Stood): boolean {
  return stood.etag === since.etag && JSON.stringify(stood.unfinished) === JSON.stringify(since.unfinished)
}

type Built = { records: (RecordInput | RemovalInput)[]; rejected: Rejected[]; unfinished: Stood['unfinished'] }

/** `files`: what the newest workflow files say; of runs that are longer ago they may say something else. */
async function build(
  context: RepositoryContext,
  read: WorkflowRun[],
  jobs: boolean,
  files?: ReadonlyMap<string, PlannedJobs>,
): Promise<Built> {
  const built: Built = { records: [], rejected: [], unfinished: {} }
  const attempts = await mapAtOnce(read, (run) => attemptsOf(context, run, jobs, files?.get(pathOf(run) ?? '')))
  for (const { records, rejected } of attempts) {
    built.records.push(...records)
    built.rejected.push(...rejected)
  }
  for (const run of read) {
    const recent = context.now.getTime() - Date.parse(run.created_at) < LONGEST
    if ((!isFinished(run) || isAsleep(run)) && recent) built.unfinished[run.id] = openOf(run)
  }
  return built
}

function openOf(run: WorkflowRun): z.infer<typeof Open> {
  const { run_attempt: attempt, updated_at: updatedAt, created_at: createdAt } = run
  return { attempt, updatedAt, createdAt, ...(isAsleep(run) ? { asleep: true } : {}) }
}

/** Runs that were not finished and are not on the page that was asked for anyway. One that is no more is removed. */
async function askAgain(context: RepositoryContext, open: Stood['unfinished'], seen: ReadonlyMap<string, WorkflowRun>) {
  const read: WorkflowRun[] = []
  const rejected: Rejected[] = []
  const removed: RemovalInput[] = []
  const kept: Stood['unfinished'] = {}
  const { owner, name, repository } = context.scope
  for (const [id, known] of Object.entries(open)) {
    const listed = seen.get(id)
    if (listed) {
      if (!isFinished(listed) || isAsleep(listed)) kept[id] = openOf(listed)
      continue
    }
    if (known.asleep) {
      if (context.now.getTime() - Date.parse(known.createdAt) < LONGEST) kept[id] = known
      continue
    }
    const parameters = { owner, repo: name, run_id: id }
    const body = await context.session.api
      .get('/repos/{owner}/{repo}/actions/runs/{run_id}', parameters)
      .then((answer) => answer.body)
      .catch((error) => {
        if (error.kind !== 'not-found') throw error
        return undefined
      })
    if (body === undefined) {
      for (let attempt = 1; attempt <= known.attempt; attempt += 1) {
        removed.push({ type: 'pipeline_run', repository, id, attempt, deleted: true })
      }
      continue
    }
    const rows = readRows([body], WorkflowRun, positionBy('run', 'id'))
    rejected.push(...rows.rejected)
    for (const run of rows.read) {
      if (run.updated_at === known.updatedAt && !isFinished(run)) kept[id] = known
      else read.push(run)
    }
  }
  return { read, rejected, removed, kept }
}
