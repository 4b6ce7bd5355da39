// A stream with a limit on work in progress, simulated as the queue that it then is, and Little's law as a check on it.
import { mulberry32 } from './bootstrap'
import { type Interval, quantileOfSorted } from './stats'

/** A change that went through: how many were in progress when it began, itself included, and seconds from there to production. */
export type Passage = { load: number; lead: number }
/** When changes began in one past week: seconds from its beginning, ascending. */
export type StartWeek = readonly number[]

export type LimitedFlow = {
  /** Simulated weeks that are counted. */
  weeks: number
  /** Changes delivered a week; the interval is the middle 95 % of spans as long as the measured one. Null of too few such spans. */
  perWeek: { value: number; interval: Interval | null }
  /** In progress, averaged over time. */
  inProgress: number
  /** Seconds, once begun. */
  lead: { median: number | null; mean: number | null }
  /** Seconds from when it would have begun until it did, and both together; null where the queue before it grows without end. */
  before: { median: number | null; mean: number | null } | null
  whole: { median: number | null; p85: number | null } | null
  /** More would begin than the limit lets through. */
  grows: boolean
  /** Little's law: delivered a second × mean lead time. Is what `inProgress` was counted to be, if the simulation is right. */
  little: number | null
}

const WEEK_SECONDS = 7 * 86_400
const SPANS = 100
const MOST_CHANGES = 100_000
const FEWEST_SPANS = 20
/** Of all changes: as many wait at the end where the queue grows. */
const LEFT = 0.03

/**
 * What a stream does when at most `limit` changes are in progress.
 *
 * Definition: past weeks, drawn at random, say when changes would begin. One begins then if fewer than `limit` are in progress, else
 * when one is done, first come first served. With k in progress, itself included, it takes the lead time of a past change, drawn from
 * those that began when nearly as many were: the nearest fifth, at least ten, all equally near. So a limit makes changes faster as far
 * as this stream was faster with less in progress, and no further. `limit` null: everything begins at once.
 * Formula: an event simulation; after one span to fill up, 100 spans as long as the measured one, less of a very busy stream.
 * Unit: seconds. Edge cases: null without starts or passages. The same seed gives the same.
 * Source: Little (1961), A Proof for the Queuing Formula L = λW, Operations Research 9(3); Law (2015), Simulation Modeling and
 * Analysis, section 1.4 (a queue by events) and 9.5.3 (batch means).
 * Example: one begins every day at noon and takes 36 h: a limit of 2 never holds one up, 1.5 are in progress on average; with a limit
 * of 1 no more than 7 ÷ 1.5 = 4.67 are done a week, and the queue grows.
 */
export function limitedFlow(
  starts: readonly StartWeek[],
  passages: readonly Passage[],
  limit: number | null,
  { seed = 1 }: { seed?: number } = {},
): LimitedFlow | null {
  const total = starts.reduce((sum, week) => sum + week.length, 0)
  if (total === 0 || passages.length === 0) return null
  const perSpan = Math.max(1, Math.min(SPANS, Math.floor(MOST_CHANGES / total)))
  const random = mulberry32(seed)
  const drawLead = leadsByLoad(passages, random)
  const [from, to] = [starts.length * WEEK_SECONDS, (perSpan + 1) * starts.length * WEEK_SECONDS]
  const run = new Run(limit ?? Number.POSITIVE_INFINITY, from, to, starts.length * WEEK_SECONDS, drawLead)
  for (let week = 0; week * WEEK_SECONDS < to; week += 1) {
    const drawn = starts[Math.floor(random() * starts.length)] ?? []
    for (const second of drawn) run.arrive(week * WEEK_SECONDS + Math.min(second, WEEK_SECONDS - 1))
  }
  return run.result()
}

/** Draws the lead time of a change that begins with `load` in progress. */
function leadsByLoad(passages: readonly Passage[], random: () => number): (load: number) => number {
  const order = [...passages].sort((a, b) => a.load - b.load)
  const wanted = Math.min(order.length, Math.max(10, Math.ceil(order.length / 5)))
  const slices = new Map<number, [from: number, to: number]>()
  const sliceOf = (load: number): [number, number] => {
    const far = order.map((one) => Math.abs(one.load - load)).sort((a, b) => a - b)[wanted - 1] ?? 0
    const from = order.findIndex((one) => Math.abs(one.load - load) <= far)
    const to = order.findLastIndex((one) => Math.abs(one.load - load) <= far) + 1
    return [from, to]
  }
  return (load) => {
    const [from, to] = slices.get(load) ?? sliceOf(load)
    slices.set(load, [from, to])
    return order[from + Math.floor(random() * (to - from))]?.lead ?? 0
  }
}

/** The queue in front of the limit, what is in progress, and what is counted of both between two moments. */
class Run {
  #queue: number[] = []
  #first = 0
  #ends = new Heap()
  #clock = 0
  #area = 0
  #arrived = 0
  #leads: number[] = []
  #before: number[] = []
  #whole: number[] = []
  #done: number[]

  constructor(
    readonly limit: number,
    readonly from: number,
    readonly to: number,
    readonly span: number,
    readonly drawLead: (load: number) => number,
  ) {
    this.#done = Array.from({ length: Math.round((to - from) / span) }, () => 0)
  }

  arrive(at: number): void {
    this.#until(at)
    if (at >= this.from) this.#arrived += 1
    if (this.#ends.size < this.limit) this.#begin(at, at)
    else this.#queue.push(at)
  }

  result(): LimitedFlow {
    this.#until(this.to)
    const weeks = (this.to - this.from) / WEEK_SECONDS
    const done = this.#done.reduce((sum, one) => sum + one, 0)
    const rates = Float64Array.from(this.#done, (one) => (one * WEEK_SECONDS) / this.span).sort()
    const isEnough = rates.length >= FEWEST_SPANS
    const [lo, hi] = [quantileOfSorted(rates, 0.025), quantileOfSorted(rates, 0.975)]
    const grows = this.#queue.length - this.#first > LEFT * this.#arrived
    const [leads, before, whole] = [this.#leads, this.#before, this.#whole].map((list) =>
      Float64Array.from(list).sort(),
    )
    const mean = (list: Float64Array = new Float64Array()) =>
      list.length === 0 ? null : list.reduce((sum, one) => sum + one, 0) / list.length
    const at = (list: Float64Array = new Float64Array(), p = 0.5) => quantileOfSorted(list, p)
    const lead = { median: at(leads), mean: mean(leads) }
    return {
      weeks,
      perWeek: { value: done / weeks, interval: isEnough && lo !== null && hi !== null ? [lo, hi] : null },
      inProgress: this.#area / (this.to - this.from),
      lead,
      before: grows ? null : { median: at(before), mean: mean(before) },
      whole: grows ? null : { median: at(whole), p85: at(whole, 0.85) },
      grows,
      little: lead.mean === null ? null : (done / (this.to - this.from)) * lead.mean,
    }
  }

  /** Lets end what ends until then, and begin what waits for it. */
  #until(at: number): void {
    for (let end = this.#ends.least; end !== null && end <= at; end = this.#ends.least) {
      this.#pass(end)
      this.#ends.pop()
      if (end >= this.from && end < this.to) {
        const span = Math.min(this.#done.length - 1, Math.floor((end - this.from) / this.span))
        this.#done[span] = (this.#done[span] ?? 0) + 1
      }
      const next = this.#queue[this.#first]
      if (next === undefined) continue
      this.#first += 1
      this.#begin(next, end)
    }
    this.#pass(at)
  }

  #pass(at: number): void {
    const [from, to] = [Math.max(this.#clock, this.from), Math.min(at, this.to)]
    if (to > from) this.#area += this.#ends.size * (to - from)
    this.#clock = at
  }

  #begin(wished: number, at: number): void {
    const lead = this.drawLead(this.#ends.size + 1)
    this.#ends.push(at + lead)
    if (at < this.from || at >= this.to) return
    this.#leads.push(lead)
    this.#before.push(at - wished)
    this.#whole.push(at - wished + lead)
  }
}

/** The least of many numbers, again and again. */
class Heap {
  #list: number[] = []

  get size(): number {
    return this.#list.length
  }

  get least(): number | null {
    return this.#list[0] ?? null
  }

  push(value: number): void {
    const list = this.#list
    let at = list.length
    list.push(value)
    while (at > 0) {
      const up = (at - 1) >> 1
      if ((list[up] as number) <= value) break
      list[at] = list[up] as number
      at = up
    }
    list[at] = value
  }

  pop(): void {
    const list = this.#list
    const last = list.pop()
    if (last === undefined || list.length === 0) return
    let at = 0
    for (let down = 1; down < list.length; down = 2 * at + 1) {
      if (down + 1 < list.length && (list[down + 1] as number) < (list[down] as number)) down += 1
      if ((list[down] as number) >= last) break
      list[at] = list[down] as number
      at = down
    }
    list[at] = last
  }
}
