// The builds of one job, from the newest to the oldest; builds that run are asked for again until they have ended.
import { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import { mapAtOnce } from '../at-once'
import { sinceAt } from '../config-fields'
import { type CollectContext, defineStream, type Rejected } from '../contract'
import { BUILD_TREE, Build, isRunning, runId, runOf } from './build'
import type { Config } from './config'
import { ask, type Job, type Session } from './jobs'
import { collectStages, type Told } from './stages'

const PER_PAGE = 100

const Since = z.object({
  /** The newest build that was seen; 0 for none. */
  last: z.number().int(),
  /** Builds that had not ended. */
  open: z.array(z.number().int()),
})
type Since = z.infer<typeof Since>
/** `before`: the oldest build that was saved; `from`: where it stands in the list, as far as nothing has moved. */
const Resume = Since.extend({ before: z.number().int(), from: z.number().int() })
type Resume = z.infer<typeof Resume>

type Context = CollectContext<Config, Session> & { scope: Job }

export const builds = defineStream<Config, Resume, Since, Session, Job>({
  id: 'builds',
  title: 'Builds and stages',
  resume: Resume,
  since: Since,
  async *collect(context, cursor) {
    const { since } = cursor
    // A job that was made anew counts from 1 again.
    const known = since && since.last <= (context.scope.lastBuild ?? 0) ? since.last : 0
    let at: Resume
    if (cursor.resume) at = cursor.resume
    else {
      const { page, open } = await askAgain(context, since?.open ?? [])
      const last = context.scope.lastBuild ?? 0
      if (last === (since?.last ?? 0)) return yield { ...page, cursor: { since: { last, open } } }
      at = { last, open, before: last + 1, from: 0 }
      if (page.records.length + page.rejected.length > 0) yield { ...page, cursor }
    }
    for (;;) {
      const listed = await listBuilds(context, at, known)
      const { page, oldest, open, isLast } = await read(context, listed.rows, known)
      const numbers = listed.rows.map(numberOf).filter((number) => number > 0)
      const reached = oldest && new Date(oldest.timestamp)
      at = { ...at, open: [...new Set([...at.open, ...open])], before: numbers.at(-1) ?? at.before }
      if (isLast || listed.isEnd) {
        return yield { ...page, reached, cursor: { since: { last: at.last, open: at.open } } }
      }
      at = { ...at, from: listed.next }
      yield { ...page, reached, cursor: { since, resume: at } }
    }
  },
})

const Listed = z.object({ allBuilds: z.array(z.unknown()).default([]) })
const Numbered = z.object({ number: z.number().int() })
const numberOf = (row: unknown) => Numbered.safeParse(row).data?.number ?? 0

type Listing = { rows: unknown[]; isEnd: boolean; next: number }

/**
 * NOTE: the list has places, not keys. A build that begins moves all of them on, which repeats some; one that is deleted
 * moves them back, which would skip some: so each page begins with the build that the one before ended with.
 */
async function listBuilds(
  { session, scope }: Context,
  { before, from: place }: Resume,
  known: number,
): Promise<Listing> {
  const count = Math.min(PER_PAGE, before - known) + (place > 0 ? 1 : 0)
  for (let from = Math.max(0, place - 1); ; ) {
    const { body } = await ask(
      session.client,
      `${scope.path}api/json`,
      `allBuilds[${BUILD_TREE}]{${from},${from + count}}`,
    )
    const { allBuilds } = Listed.parse(body)
    const [first] = allBuilds
    const rows = allBuilds.filter((row) => numberOf(row) < before)
    const isEnd = allBuilds.length < count
    if (from > 0 && (first === undefined || numberOf(first) < before)) from = Math.max(0, from - PER_PAGE)
    else if (rows.length === 0 && !isEnd) from += PER_PAGE
    else return { rows, isEnd, next: from + allBuilds.length }
  }
}

async function read(context: Context, rows: unknown[], known: number) {
  const from = context.config.since === undefined ? 0 : (sinceAt(context.config.since) ?? 0)
  const [page, wanted]: [Told, Build[]] = [{ records: [], rejected: [] }, []]
  let isLast = false
  for (const row of rows) {
    const parsed = Build.safeParse(row)
    isLast = (numberOf(row) > 0 && numberOf(row) <= known) || (parsed.success && parsed.data.timestamp < from)
    if (isLast) break
    if (parsed.success) wanted.push(parsed.data)
    else page.rejected.push(reject(context.scope, numberOf(row), parsed.error))
  }
  for (const told of await mapAtOnce(wanted, (build) => tell(context, build))) {
    page.records.push(...told.records)
    page.rejected.push(...told.rejected)
  }
  const open = wanted.filter(isRunning).map(({ number }) => number)
  const oldest = wanted.at(-1)
  return { page, open, oldest, isLast }
}

/** LIMIT: a build that was deleted while it ran stays as it was last seen. */
async function askAgain(context: Context, numbers: number[]) {
  const page: Told = { records: [], rejected: [] }
  const open: number[] = []
  for (const number of numbers) {
    let body: unknown
    try {
      body = (await ask(context.session.client, `${context.scope.path}${number}/api/json`, BUILD_TREE)).body
    } catch (error) {
      if (error instanceof StreamgaugeError && error.kind === 'not-found') continue
      throw error
    }
    const build = Build.safeParse(body)
    if (build.success && isRunning(build.data)) open.push(number)
    if (!build.success) page.rejected.push(reject(context.scope, number, build.error))
    else if (!isRunning(build.data)) {
      const told = await tell(context, build.data)
      page.records.push(...told.records)
      page.rejected.push(...told.rejected)
    }
  }
  return { page, open }
}

async function tell(context: Context, build: Build): Promise<Told> {
  const told = runOf(build, context.scope, context.config, context.services)
  if (!told) return { records: [], rejected: [] }
  if ('rejected' in told) return { records: [], rejected: [told.rejected] }
  const stages = await collectStages(context, build.number, told.run)
  return { records: [told.run, ...stages.records], rejected: stages.rejected }
}

function reject(job: Job, number: number, error: z.ZodError): Rejected {
  const [issue] = error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  return { position: `build ${runId(job, number)}`, path, reason: issue?.message ?? 'is not as described' }
}
