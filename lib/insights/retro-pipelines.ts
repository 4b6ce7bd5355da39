// Pipeline pain in the days of a retro: failures, duration, waiting, flaky jobs, and how long the mainline stood red.
import type { Quantiles, Share } from '../metrics/pipeline-runs'
import { type RedFigures, redFigures, redSpells } from '../metrics/red-mainline'
import { loadMainlineVerdicts } from '../store/retro-records'
import type { Sample } from './metric-points'
import { loadPipelinesView } from './pipeline-view'

export type RetroPipelines = {
  repository: string
  /** A service of it, whose page has more. */
  slug: string
  runs: number
  failed: Share
  duration: Quantiles
  queue: Quantiles
  cancelledSeconds: number | null
  red: RedFigures
  /** Those that were flaky most often first. */
  flaky: { pipeline: string; name: string; times: number }[]
  /** The job with the longest median, over five runs of it at least. */
  slowest: { pipeline: string; name: string; median: number; n: number } | null
}

const WEEK_MS = 7 * 86_400_000
const MOST_FLAKY = 5
const FEWEST_RUNS = 5

/** Each repository of the services once, in the days of its first service. */
export async function loadRetroPipelines(samples: readonly Sample[]): Promise<RetroPipelines[]> {
  const byRepository = new Map<string, Sample>()
  for (const sample of samples) {
    const { repository } = sample.facts.service
    if (!byRepository.has(repository)) byRepository.set(repository, sample)
  }
  const all = await Promise.all([...byRepository.values()].map(loadOne))
  return all.filter(({ runs }) => runs > 0)
}

async function loadOne({ facts, window }: Sample): Promise<RetroPipelines> {
  const { repository, slug } = facts.service
  const { from, to, now, timeZone } = window
  // What turned red at the end of the days may be green a little later.
  const until = Math.min(now, to + WEEK_MS)
  const [view, verdicts] = await Promise.all([
    loadPipelinesView(repository, { from, to, now, timeZone }),
    loadMainlineVerdicts(repository, { from, until }),
  ])
  const { runs, failed, duration, queue, cancelledSeconds } = view.all
  const flaky = new Map<string, { pipeline: string; name: string; times: number }>()
  for (const { source, pipeline, name } of view.flaky) {
    const key = JSON.stringify([source, pipeline, name])
    const known = flaky.get(key)
    if (known) known.times += 1
    else flaky.set(key, { pipeline, name, times: 1 })
  }
  const slowest = view.jobs
    .flatMap(({ pipeline, name, duration: { n, median } }) =>
      median === null || n < FEWEST_RUNS ? [] : [{ pipeline, name, median, n }],
    )
    .sort((a, b) => b.median - a.median)[0]
  return {
    repository,
    slug,
    runs,
    failed,
    duration,
    queue,
    cancelledSeconds,
    red: redFigures(redSpells(verdicts, { from, to }), until),
    flaky: [...flaky.values()].sort((a, b) => b.times - a.times).slice(0, MOST_FLAKY),
    slowest: slowest ?? null,
  }
}
