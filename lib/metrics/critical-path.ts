// Owns the critical path of a pipeline: what must wait for what, how long it all takes, and which jobs decide that.

/** `needs`: names of jobs that must be done before; names that are no job here are as if absent. Seconds. */
export type PlannedJob = { name: string; seconds: number; needs: readonly string[] }

export type ScheduledJob = PlannedJob & {
  /** Seconds from the beginning at which it starts, if nothing waits longer than it must. */
  start: number
  finish: number
  /** How much longer it could take without anything else being later. */
  slack: number
  critical: boolean
}
/** `path`: one chain of critical jobs from the first to the last; there may be several of the same length. */
export type Schedule = { jobs: ScheduledJob[]; seconds: number; path: string[] }

/** Rounding of sums of seconds. */
const NOTHING = 1e-6

/**
 * The schedule of jobs that each begin as soon as what they need is done, and its critical path.
 *
 * Definition: the critical path is the longest chain of jobs that need each other; it is how long everything takes with as many
 * runners as are wanted. A job's slack is what it could be later without the whole being later; critical jobs have none.
 * Formula: start = the greatest finish of what it needs, finish = start + duration; backwards, latest finish = the least latest
 * start of what needs it; slack = latest finish − finish.
 * Unit: seconds. Edge cases: no jobs take 0 s. Null where jobs need each other in a circle. Of equal chains the path is the one of
 * the job that comes first.
 * Source: Kelley and Walker (1959), Critical-Path Planning and Scheduling, Proc. Eastern Joint Computer Conference.
 * Example: lint 2, build 5, test 8 (needs build), pack 1 (needs lint and build): 13 s, build then test; lint has 10 s to spare.
 */
export function criticalPath(planned: readonly PlannedJob[]): Schedule | null {
  const byName = new Map(planned.map((job) => [job.name, job]))
  const order = inOrder(byName)
  if (order === null) return null
  const finish = new Map<string, number>()
  const start = new Map<string, number>()
  for (const { name, seconds, needs } of order) {
    const from = Math.max(0, ...needs.map((need) => finish.get(need) ?? 0))
    start.set(name, from)
    finish.set(name, from + seconds)
  }
  const whole = Math.max(0, ...finish.values())
  const latest = new Map<string, number>()
  for (const { name, seconds, needs } of [...order].reverse()) {
    const own = latest.get(name) ?? whole
    latest.set(name, own)
    for (const need of needs) latest.set(need, Math.min(latest.get(need) ?? whole, own - seconds))
  }
  const jobs = planned.map((job): ScheduledJob => {
    const [from, to] = [start.get(job.name) ?? 0, finish.get(job.name) ?? 0]
    const slack = Math.max(0, (latest.get(job.name) ?? whole) - to)
    return { ...job, start: from, finish: to, slack: slack < NOTHING ? 0 : slack, critical: slack < NOTHING }
  })
  return { jobs, seconds: whole, path: chainOf(jobs, whole) }
}

/** Backwards from the last critical job, each time to one that it waited for. */
function chainOf(jobs: ScheduledJob[], whole: number): string[] {
  const path: string[] = []
  let at = jobs.find(({ critical, finish }) => critical && Math.abs(finish - whole) < NOTHING)
  while (at) {
    path.unshift(at.name)
    const { start, needs } = at
    at = jobs.find(({ name, finish }) => needs.includes(name) && Math.abs(finish - start) < NOTHING)
  }
  return path
}

/** What is needed before what needs it; null in a circle. */
function inOrder(byName: Map<string, PlannedJob>): PlannedJob[] | null {
  const order: PlannedJob[] = []
  const open = new Map([...byName.values()].map((job) => [job, job.needs.filter((need) => byName.has(need)).length]))
  const ready = [...open].filter(([, left]) => left === 0).map(([job]) => job)
  for (let job = ready.shift(); job; job = ready.shift()) {
    order.push(job)
    for (const [other, left] of open) {
      const times = other.needs.filter((need) => need === job?.name).length
      if (times === 0) continue
      open.set(other, left - times)
      if (left - times === 0) ready.push(other)
    }
  }
  return order.length === byName.size ? order : null
}

/** What a reader tries: jobs that are gone, that take half as long, or that begin together with the job they waited for. */
export type PathEdits = { off: readonly string[]; half: readonly string[]; beside: readonly string[] }

/**
 * The jobs after the edits. What needed a job that is gone needs what that one needed. A job beside another no longer needs the job that
 * it waited for the longest, but what that one needs; what needed it then needs both.
 */
export function editedJobs(planned: readonly PlannedJob[], edits: PathEdits): PlannedJob[] {
  let jobs = planned.map((job) => ({
    ...job,
    seconds: edits.half.includes(job.name) ? job.seconds / 2 : job.seconds,
  }))
  for (const gone of edits.off) {
    const needed = jobs.find(({ name }) => name === gone)?.needs ?? []
    jobs = jobs.filter(({ name }) => name !== gone).map((job) => ({ ...job, needs: replaced(job.needs, gone, needed) }))
  }
  for (const moved of edits.beside) {
    const schedule = criticalPath(jobs)
    const own = schedule?.jobs.find(({ name }) => name === moved)
    const before = schedule?.jobs
      .filter(({ name }) => own?.needs.includes(name))
      .reduce<ScheduledJob | null>((last, one) => (last === null || one.finish > last.finish ? one : last), null)
    if (!before) continue
    jobs = jobs.map((job) => {
      if (job.name === moved) return { ...job, needs: replaced(job.needs, before.name, before.needs) }
      // What came after both still does.
      return job.needs.includes(moved) ? { ...job, needs: [...new Set([...job.needs, before.name])] } : job
    })
  }
  return jobs
}

function replaced(needs: readonly string[], name: string, by: readonly string[]): string[] {
  return needs.includes(name) ? [...new Set(needs.flatMap((need) => (need === name ? by : [need])))] : [...needs]
}

/** One run's jobs with their times, epoch milliseconds. */
export type RunJobs = readonly { name: string; startedAt: number; finishedAt: number }[]

/** Runs in which two jobs must both have been, to say that one waited for the other. */
export const FEWEST_TOGETHER = 5

/**
 * What each job seems to need, where no record says so: those that were done before it began in every run that had both, five at least.
 * Only the closest are given: what they need themselves is left out. That two jobs never ran together by chance alone is not excluded.
 */
export function seemingNeeds(runs: readonly RunJobs[]): Map<string, string[]> {
  const names = [...new Set(runs.flatMap((run) => run.map(({ name }) => name)))].sort()
  const before = new Map<string, Set<string>>()
  for (const name of names) {
    const found = names.filter((other) => other !== name && alwaysBefore(runs, other, name))
    before.set(name, new Set(found))
  }
  return new Map(
    names.map((name) => {
      const all = [...(before.get(name) ?? [])]
      return [name, all.filter((one) => !all.some((other) => before.get(other)?.has(one)))]
    }),
  )
}

function alwaysBefore(runs: readonly RunJobs[], first: string, then: string): boolean {
  let together = 0
  for (const run of runs) {
    const ends = run.filter(({ name }) => name === first).map(({ finishedAt }) => finishedAt)
    const starts = run.filter(({ name }) => name === then).map(({ startedAt }) => startedAt)
    if (ends.length === 0 || starts.length === 0) continue
    if (Math.max(...ends) > Math.min(...starts)) return false
    together += 1
  }
  return together >= FEWEST_TOGETHER
}
