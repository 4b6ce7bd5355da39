// Pipeline runs of a repository that never deployed: every status, a flaky job, superseded runs, an address that is no web page.
import { instant, type Line, sha } from './oddities'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const REPOSITORY = 'acme/archive'
export const RUNS = 60

export function pipelineLines(now: number): Line[] {
  const lines: Line[] = []
  for (let count = 0; count < RUNS; count += 1) {
    const queued = now - 40 * 24 * HOUR + count * 15 * HOUR
    const started = queued + 2 * MINUTE
    const finished = started + (10 + (count % 7)) * MINUTE
    // Ten failed of sixty, one of them the delivery system's fault; four cancelled, each with a newer run of its branch.
    const status = count === 30 ? 'error' : count % 6 === 5 ? 'failure' : count % 15 === 1 ? 'cancelled' : 'success'
    const run = { repository: REPOSITORY, run: String(count), attempt: 1 }
    lines.push({
      type: 'pipeline_run',
      repository: REPOSITORY,
      id: String(count),
      pipeline: 'Checks <b>&</b> tests',
      branch: 'topic',
      // A failed run and the next one are of the same commit: its job is flaky.
      sha: sha(`archive ${count - (count % 6 === 0 && count > 0 ? 1 : 0)}`),
      queuedAt: instant(queued),
      startedAt: instant(started),
      finishedAt: instant(finished),
      status,
      url: count === 5 ? 'javascript:alert(1)' : `https://ci.example/${count}`,
    })
    lines.push({
      type: 'job',
      ...run,
      id: `${count}-1`,
      name: 'unit tests',
      queuedAt: instant(queued),
      startedAt: instant(started),
      finishedAt: instant(finished),
      status: status === 'failure' ? 'failure' : status === 'success' ? 'success' : 'cancelled',
    })
  }
  lines.push({
    type: 'pipeline_run',
    repository: REPOSITORY,
    id: 'now',
    pipeline: 'Nightly',
    sha: sha('archive now'),
    queuedAt: instant(now - HOUR),
    status: 'queued',
  })
  return lines
}
