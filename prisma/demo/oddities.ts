// What every real organisation has: records that do not fit, and work that is under way at this very moment.
import type { SourceRecord } from '../../lib/records/record'
import type { Landed } from './history'
import { DAY, HOUR, MINUTE } from './office'
import { FORGE, forgeUrl, instant, shaOf } from './record-text'

/** Deployments that tell less than they should. */
export function* oddDeployments(
  firstMonday: number,
  lineOf: (repository: string) => Landed[],
): Generator<SourceRecord> {
  const on = (week: number, weekday: number, hour: number) => (firstMonday + week * 7 + weekday - 1) * DAY + hour * HOUR
  const byHand = on(71, 4, 17)
  yield {
    type: 'deployment',
    source: FORGE,
    id: 'shop-by-hand',
    service: 'shop',
    environment: 'production',
    sha: shaOf('acme/shop', 'from a laptop'),
    createdAt: instant(byHand),
    startedAt: instant(byHand),
    finishedAt: instant(byHand + 9 * MINUTE),
    status: 'success',
  }
  const silent = on(73, 2, 19)
  yield {
    type: 'deployment',
    source: FORGE,
    id: 'checkout-silent',
    service: 'checkout',
    environment: 'production-eu',
    production: true,
    sha: headBefore(lineOf('acme/checkout'), silent),
    ref: 'main',
    createdAt: instant(silent),
    startedAt: instant(silent + MINUTE),
    status: 'success',
  }
}

export function* underWay(present: number, lineOf: (repository: string) => Landed[]): Generator<SourceRecord> {
  const asked = present - 2 * HOUR - 20 * MINUTE
  yield {
    type: 'deployment',
    source: FORGE,
    id: 'shop-next',
    service: 'shop',
    environment: 'production',
    production: true,
    sha: headBefore(lineOf('acme/shop'), asked),
    ref: 'main',
    createdAt: instant(asked),
    status: 'pending',
    url: forgeUrl('acme/shop', '/deployments/shop-next'),
  }
  const begun = present - 17 * MINUTE
  const repository = 'acme/reports'
  const run = { type: 'pipeline_run', source: FORGE, repository, id: 'nightly', attempt: 1 } as const
  const sha = headBefore(lineOf(repository), begun)
  const times = { queuedAt: instant(begun), startedAt: instant(begun + 20_000) }
  yield { ...run, pipeline: 'Nightly', event: 'schedule', branch: 'main', sha, ...times, status: 'running' }
  const job = { type: 'job', source: FORGE, repository, run: 'nightly', attempt: 1 } as const
  yield { ...job, id: 'nightly-1', name: 'rebuild the cubes', ...times, status: 'running', runner: 'linux-huge' }
  const needs = ['rebuild the cubes']
  yield { ...job, id: 'nightly-2', name: 'compare totals', needs, queuedAt: times.queuedAt, status: 'queued' }
}

function headBefore(line: Landed[], at: number): string {
  return line.findLast((landed) => landed.at <= at)?.sha ?? line[0]?.sha ?? ''
}
