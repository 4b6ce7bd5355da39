// A stream as it would be if its stages took less: every change keeps its own stages, which are edited and then drawn again and again.
import { STAGES, type Stage } from '../facts/stage'
import { mulberry32 } from './bootstrap'
import { atLeast, atMost } from './forecast'
import { ratio } from './spread'
import { type Interval, mean, quantileOfSorted, sorted } from './stats'
import { activeSeconds, type StreamChange } from './stream'

/** What becomes of the time of a stage: first the share that is left of it, then the most that it takes (seconds; null: no bound). */
export type StageEdit = { share: number; most: number | null }
export type StreamEdits = {
  stages: Partial<Record<Stage, StageEdit>>
  /** Changes per deployment, as a share of today's. A change waits in `release` for its deployment: half the batch, half the wait. */
  batch: number
}
export const NO_EDITS: StreamEdits = { stages: {}, batch: 1 }

/** Only the stages of a change, as far as its times go. */
export type TimedChange = Pick<StreamChange, 'seconds' | 'active'>

/** The stages of a change after the edits; nothing else of it changes. */
export function editedSeconds({ seconds }: Pick<StreamChange, 'seconds'>, { stages, batch }: StreamEdits): number[] {
  return STAGES.map((name, at) => {
    const { share, most } = stages[name] ?? { share: 1, most: null }
    const left = (seconds[at] ?? 0) * share * (name === 'release' ? batch : 1)
    return most === null ? left : Math.min(left, most)
  })
}

/** Under as many changes their resampling says more about them than about the stream, as for every interval of a median. */
export const FEWEST_CHANGES = 20
export const FUTURE_RUNS = 10_000
/** Changes that one run draws at most, so that ten thousand runs stay under a second; see `futureStream` on what that does. */
const MOST_DRAWN = 500

/** `interval` at 95 %; null where nothing was simulated. */
export type Simulated = { value: number | null; interval: Interval | null }
export type SimulatedStream = {
  /** Lead times of all changes, seconds, ascending. */
  leads: Float64Array
  median: Simulated
  p85: Simulated
  mean: Simulated
  flowEfficiency: Simulated
}
export type FutureStream = {
  n: number
  runs: number
  today: SimulatedStream
  future: SimulatedStream
  /** Future less today, of the same drawn changes in each run. Seconds. */
  difference: { median: Simulated; mean: Simulated }
}

/**
 * Today's stream and the edited one, with what chance leaves open of both and of their difference.
 *
 * Definition: a value is that of the changes as they are (or as edited); its interval is the middle 95 % of the values of `runs`
 * samples, each of as many changes, drawn whole: a change that was slow in review keeps its own release. Both streams are of the
 * same draws, so that their difference is not blurred by who was drawn.
 * Formula: percentile bootstrap; median and p85 by type 7, flow efficiency Σ active ÷ Σ lead time of the sample. Of n > 500 changes
 * samples of m = 500 are drawn (m out of n), whose ends are pulled towards the value by √(m/n): that is how much less n leave open.
 * Unit: seconds and rates. Edge cases: under 20 changes there are no intervals, of none no values. The same seed gives the same.
 * An edit that changes nothing gives a difference of 0 without width.
 * Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, sections 8.3 (pairs are drawn whole) and 13.3; Bickel,
 * Götze and van Zwet (1997), Resampling Fewer Than n Observations, Statistica Sinica 7 (m out of n).
 * Example: half of the changes take 10 h in coding and 0 in release, the others the reverse. All leads are 10 h; without release
 * half take 10 h and half none. Drawing each stage on its own would have given leads of 0, 10 and 20 h today.
 */
export function futureStream(
  changes: readonly TimedChange[],
  edits: StreamEdits,
  { runs = FUTURE_RUNS, seed = 1 }: { runs?: number; seed?: number } = {},
): FutureStream {
  const n = changes.length
  const today = columnsOf(changes)
  const future = columnsOf(
    changes.map(({ seconds, active }) => ({ active, seconds: editedSeconds({ seconds }, edits) })),
  )
  const isDrawn = n >= FEWEST_CHANGES && runs > 0
  const drawn = isDrawn ? draw(today, future, runs, seed) : null
  return {
    n,
    runs: isDrawn ? runs : 0,
    today: streamOf(today, drawn?.today ?? null),
    future: streamOf(future, drawn?.future ?? null),
    difference: {
      median: differenceOf(today.leads, future.leads, drawn, 'median'),
      mean: differenceOf(today.leads, future.leads, drawn, 'mean'),
    },
  }
}

type Columns = {
  /** In the order of the changes. */
  lead: Float64Array
  active: Float64Array
  /** Ascending, and where each change stands in it. */
  leads: Float64Array
  rank: Uint32Array
}

function columnsOf(changes: readonly TimedChange[]): Columns {
  const lead = Float64Array.from(changes, ({ seconds }) => seconds.reduce((sum, one) => sum + one, 0))
  const order = Uint32Array.from(lead.keys()).sort((a, b) => (lead[a] ?? 0) - (lead[b] ?? 0))
  const rank = new Uint32Array(lead.length)
  for (const [place, at] of order.entries()) rank[at] = place
  return { lead, active: Float64Array.from(changes, activeSeconds), leads: sorted([...lead]), rank }
}

type Sampled = { median: Float64Array; p85: Float64Array; mean: Float64Array; flow: Float64Array }
type Drawn = { today: Sampled; future: Sampled; runs: number }

function draw(today: Columns, future: Columns, runs: number, seed: number): Drawn {
  const random = mulberry32(seed)
  const n = today.lead.length
  const size = Math.min(n, MOST_DRAWN)
  const empty = (): Sampled => ({
    median: new Float64Array(runs),
    p85: new Float64Array(runs),
    mean: new Float64Array(runs),
    flow: new Float64Array(runs),
  })
  const drawn: Drawn = { today: empty(), future: empty(), runs }
  const picked = new Uint32Array(size)
  const counts = new Uint16Array(n)
  for (let run = 0; run < runs; run += 1) {
    for (let at = 0; at < size; at += 1) picked[at] = Math.floor(random() * n)
    sample(today, drawn.today, picked, counts, run)
    sample(future, drawn.future, picked, counts, run)
  }
  return drawn
}

/** The values of one sample. Its order statistics are counted off by rank: no sample is sorted. */
function sample(columns: Columns, into: Sampled, picked: Uint32Array, counts: Uint16Array, run: number): void {
  const { lead, active, leads, rank } = columns
  counts.fill(0)
  let whole = 0
  let work = 0
  for (const at of picked) {
    whole += lead[at] as number
    work += active[at] as number
    const place = rank[at] as number
    counts[place] = (counts[place] as number) + 1
  }
  into.mean[run] = whole / picked.length
  into.flow[run] = whole === 0 ? Number.NaN : work / whole
  const cursor = { at: 0, seen: 0 }
  into.median[run] = counted(leads, counts, (picked.length - 1) * 0.5, cursor)
  into.p85[run] = counted(leads, counts, (picked.length - 1) * 0.85, cursor)
}

/** The quantile of type 7 at `place` of a sample given as how often each value is in it; goes on where `cursor` stands. */
function counted(
  ascending: Float64Array,
  counts: Uint16Array,
  place: number,
  cursor: { at: number; seen: number },
): number {
  const below = Math.floor(place)
  let { at, seen } = cursor
  while (seen + (counts[at] as number) <= below) {
    seen += counts[at] as number
    at += 1
  }
  cursor.at = at
  cursor.seen = seen
  const low = ascending[at] as number
  if (place === below || seen + (counts[at] as number) > below + 1) return low
  let next = at + 1
  while (counts[next] === 0) next += 1
  return low + (place - below) * ((ascending[next] as number) - low)
}

function streamOf({ leads, lead, active }: Columns, drawn: Sampled | null): SimulatedStream {
  const n = leads.length
  const simulated = (value: number | null, of: keyof Sampled): Simulated => ({
    value,
    interval: drawn && middle(value, drawn[of], n),
  })
  return {
    leads,
    median: simulated(quantileOfSorted(leads, 0.5), 'median'),
    p85: simulated(quantileOfSorted(leads, 0.85), 'p85'),
    mean: simulated(mean([...leads]), 'mean'),
    flowEfficiency: simulated(ratio(total(active), total(lead)), 'flow'),
  }
}

function differenceOf(
  today: Float64Array,
  future: Float64Array,
  drawn: Drawn | null,
  of: 'median' | 'mean',
): Simulated {
  const middleOf = (leads: Float64Array) => (of === 'median' ? quantileOfSorted(leads, 0.5) : mean([...leads]))
  const [was, is] = [middleOf(today), middleOf(future)]
  if (was === null || is === null) return { value: null, interval: null }
  const apart = drawn === null ? null : drawn.future[of].map((one, run) => one - (drawn.today[of][run] as number))
  return { value: is - was, interval: apart && middle(is - was, apart, today.length) }
}

/** The middle 95 % of the samples of `n` changes; null where no sample took any time. */
function middle(value: number | null, samples: Float64Array, n: number): Interval | null {
  const ascending = samples.filter((one) => !Number.isNaN(one)).sort()
  const [lo, hi] = [atLeast(ascending, 0.975), atMost(ascending, 0.975)]
  if (value === null || lo === null || hi === null) return null
  const pull = Math.sqrt(Math.min(1, MOST_DRAWN / n))
  return pull === 1 ? [lo, hi] : [value + (lo - value) * pull, value + (hi - value) * pull]
}

function total(values: Float64Array): number {
  return values.reduce((sum, one) => sum + one, 0)
}
