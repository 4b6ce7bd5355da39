// A pipeline whose jobs say what they need: lint and build at once, then test, then pack. Every run takes the same.
import { instant, type Line, sha } from './oddities'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const JOBS: [name: string, from: number, minutes: number, needs: string[]][] = [
  ['lint', 0, 2, []],
  ['build <b>', 0, 5, []],
  ['test', 5, 8, ['build <b>']],
  ['pack', 13, 1, ['lint', 'test']],
]

export function pathLines(now: number): Line[] {
  const repository = 'acme/library'
  return Array.from({ length: 8 }, (_, count): Line[] => {
    const at = now - (20 - count) * DAY
    const run = `path ${count}`
    return [
      {
        type: 'pipeline_run',
        repository,
        id: run,
        pipeline: 'Delivery',
        sha: sha(run),
        queuedAt: instant(at),
        startedAt: instant(at),
        finishedAt: instant(at + 15 * MINUTE),
        status: 'success',
      },
      ...JOBS.map(([name, from, minutes, needs]) => ({
        type: 'job',
        repository,
        run,
        id: `${run} ${name}`,
        name,
        needs,
        startedAt: instant(at + from * MINUTE),
        finishedAt: instant(at + (from + minutes) * MINUTE),
        status: 'success',
      })),
    ]
  }).flat()
}
