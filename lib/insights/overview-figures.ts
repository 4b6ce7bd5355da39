// The figures of many services in one window, and those of all their events together: teams and totals are computed
// from what happened, never from the services' own medians and rates.
import type { ServiceFacts } from '../facts/service'
import { STAGES, type Stage } from '../facts/stage'
import { CHANGE, DEPLOYMENT } from '../facts/tables'
import { isProvisional } from '../metrics/change-failure-rate'
import type { Window } from '../metrics/contract'
import {
  batchSizes,
  countsBot,
  failedDeployments,
  lowerBound,
  openIncidents,
  successes,
  waitingChanges,
} from '../metrics/population'
import { recoveryTime } from '../metrics/recovery-time'
import { ratio } from '../metrics/spread'
import { timeToRestore } from '../metrics/time-to-restore'
import { Sample } from './sample'

export type Amount = { value: number | null; n: number }

/** Durations in seconds, rates from 0 to 1. */
export type Figures = {
  leadTime: Amount
  /** Per day. */
  deployments: Amount
  failed: Amount & { failed: number; provisional: number }
  recovery: Amount & { open: number }
  restore: Amount & { open: number }
  /** `unseen`: changes whose waiting nobody observed; they are not part of the value. */
  flow: Amount & { unseen: number }
  /** Changes in the middle one of the deployments that brought any; bots' count too. */
  batch: Amount
  waiting: { count: number; oldestSeconds: number | null }
}

const MEASURED = CHANGE.measured
const WAITING_SIGNS: Stage[] = ['pickup', 'review', 'queue', 'build']
const SEEN_BITS = WAITING_SIGNS.reduce((bits, stage) => bits | (1 << STAGES.indexOf(stage)), 0)

type Span = { from: number; to: number }

/** A run of neighbouring services: its sums, and where its durations are. */
export type Run = {
  lead: Span
  recovery: Span
  restore: Span
  batch: Span
  begins: number
  ends: number
  deployed: boolean
  deployments: number
  counted: number
  failed: number
  provisional: number
  unrecovered: number
  unresolved: number
  activeSeconds: number
  leadSeconds: number
  seen: number
  unseen: number
  waiting: number
  oldestSeconds: number | null
}

const DAY_MS = 86_400_000

export class FigurePool {
  #lead = new Sample()
  #recovery = new Sample()
  #restore = new Sample()
  #batch = new Sample()

  clear(): void {
    for (const sample of [this.#lead, this.#recovery, this.#restore, this.#batch]) sample.clear()
  }

  /** An empty run; services that are measured `within` it must be neighbours. */
  start(): Run {
    return {
      lead: { from: this.#lead.length, to: this.#lead.length },
      recovery: { from: this.#recovery.length, to: this.#recovery.length },
      restore: { from: this.#restore.length, to: this.#restore.length },
      batch: { from: this.#batch.length, to: this.#batch.length },
      begins: Number.POSITIVE_INFINITY,
      ends: Number.NEGATIVE_INFINITY,
      deployed: false,
      deployments: 0,
      counted: 0,
      failed: 0,
      provisional: 0,
      unrecovered: 0,
      unresolved: 0,
      activeSeconds: 0,
      leadSeconds: 0,
      seen: 0,
      unseen: 0,
      waiting: 0,
      oldestSeconds: null,
    }
  }

  /** One service's figures; it joins every run of `within`. */
  measure(facts: ServiceFacts, window: Window, within: Run[]): Figures {
    const own = this.start()
    this.#addChanges(own, facts, window)
    addDeployments(own, facts, window)
    for (const { value } of recoveryTime.rows(facts, window)) this.#recovery.add(value)
    for (const { value } of timeToRestore.rows(facts, window)) this.#restore.add(value)
    for (const size of batchSizes(facts, window)) this.#batch.add(size)
    own.lead.to = this.#lead.length
    own.recovery.to = this.#recovery.length
    own.restore.to = this.#restore.length
    own.batch.to = this.#batch.length
    own.unresolved = openIncidents(facts, window).length
    const waiting = waitingChanges(facts, window)
    own.waiting = waiting.length
    own.oldestSeconds = waiting[0]?.ageSeconds ?? null
    for (const run of within) join(run, own)
    return this.figures(own)
  }

  #addChanges(run: Run, facts: ServiceFacts, window: Window): void {
    const { endedAt, startAt, deployedAt, activeMs, observed, flags } = facts.changes
    const { bots, seconds: secondsBetween } = window
    const end = lowerBound(endedAt, window.to)
    let [bits, count, total, active] = [0, 0, 0, 0]
    // NOTE: the rows of `deliveredChanges`, without a list of them: there may be a million.
    for (let row = lowerBound(endedAt, window.from); row < end; row += 1) {
      const flag = flags[row] as number
      if ((flag & MEASURED) === 0 || !countsBot(flag, bots)) continue
      const seconds = secondsBetween(startAt[row] as number, deployedAt[row] as number)
      this.#lead.add(seconds)
      count += 1
      total += seconds
      active += (activeMs[row] as number) / 1000
      bits |= observed[row] as number
    }
    if ((bits & SEEN_BITS) === 0) run.unseen = count
    else {
      run.seen = count
      run.leadSeconds = total
      run.activeSeconds = active
    }
  }

  /** NOTE: a wider run only after the ones inside it, because its median mixes their values. */
  figures(run: Run): Figures {
    const days = (run.ends - run.begins) / DAY_MS
    return {
      leadTime: amountOf(this.#lead, run.lead),
      deployments: { value: run.deployed && days > 0 ? run.deployments / days : null, n: run.deployments },
      failed: {
        value: ratio(run.failed, run.counted),
        n: run.counted,
        failed: run.failed,
        provisional: run.provisional,
      },
      recovery: {
        ...amountOf(this.#recovery, run.recovery),
        open: run.unrecovered,
      },
      restore: {
        ...amountOf(this.#restore, run.restore),
        open: run.unresolved,
      },
      flow: {
        value: run.seen === 0 ? null : ratio(run.activeSeconds, run.leadSeconds),
        n: run.seen,
        unseen: run.unseen,
      },
      batch: amountOf(this.#batch, run.batch),
      waiting: { count: run.waiting, oldestSeconds: run.oldestSeconds },
    }
  }
}

function amountOf(sample: Sample, { from, to }: Span): Amount {
  return { value: sample.median(from, to), n: to - from }
}

function addDeployments(run: Run, facts: ServiceFacts, window: Window): void {
  const { finishedAt, recoveredAt, flags } = facts.deployments
  const { firstAt } = facts.deployed
  run.begins = window.from
  run.ends = Math.min(window.to, window.now)
  run.deployed = firstAt !== null && firstAt < window.to
  const succeeded = successes(facts, window)
  run.deployments = succeeded.length
  run.counted = succeeded.length
  // Newest last, so that the ones that may still turn out to have failed are at the end.
  for (let at = succeeded.length - 1; at >= 0; at -= 1) {
    if (!isProvisional(finishedAt[succeeded[at] as number] as number, window.now)) break
    run.provisional += 1
  }
  for (const row of failedDeployments(facts, window)) {
    run.failed += 1
    if (Number.isNaN(recoveredAt[row])) run.unrecovered += 1
    if (((flags[row] as number) & DEPLOYMENT.succeeded) !== 0) continue
    run.counted += 1
    if (isProvisional(finishedAt[row] as number, window.now)) run.provisional += 1
  }
}

function join(run: Run, other: Run): void {
  run.lead.to = other.lead.to
  run.recovery.to = other.recovery.to
  run.restore.to = other.restore.to
  run.batch.to = other.batch.to
  run.begins = Math.min(run.begins, other.begins)
  run.ends = Math.max(run.ends, other.ends)
  run.deployed ||= other.deployed
  run.deployments += other.deployments
  run.counted += other.counted
  run.failed += other.failed
  run.provisional += other.provisional
  run.unrecovered += other.unrecovered
  run.unresolved += other.unresolved
  run.activeSeconds += other.activeSeconds
  run.leadSeconds += other.leadSeconds
  run.seen += other.seen
  run.unseen += other.unseen
  run.waiting += other.waiting
  if (other.oldestSeconds !== null) run.oldestSeconds = Math.max(run.oldestSeconds ?? 0, other.oldestSeconds)
}
