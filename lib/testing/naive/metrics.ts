// The numbers of one question, each straight from its definition.
import { DEFAULT_ACTIVE, STAGES } from '../../facts/stage'
import { stagesOf } from './changes'
import { localDate, wholeWeeks } from './local-days'
import { inWindow, type Picture, recoveryTimeOf } from './picture'
import { mean, quantile, ratio, sum, total } from './quantile'
import { commitOf, isMerge } from './reach'
import { deliveredInWindow, isProvisional, restoreSeconds } from './rows'
import { type Lifetime, medianWithWaiting, reachedAt } from './waiting'
import { DAYS, ms, text } from './world'

export function measureMetrics(picture: Picture) {
  const { service, environment, question } = picture
  return {
    service: service.name,
    environment,
    from: text(question.from),
    to: text(question.to),
    timeZone: service.timeZone ?? 'UTC',
    profile: { name: 'streamgauge', version: 1 },
    deploymentFrequency: deploymentFrequency(picture),
    leadTime: leadTime(picture),
    ...stagesAndFlow(picture),
    changeFailureRate: changeFailureRate(picture),
    recoveryTime: recoveryTime(picture),
    timeToRestore: timeToRestore(picture),
    reworkRate: reworkRate(picture),
    quality: quality(picture),
  }
}

function deploymentFrequency({ service, place, question }: Picture) {
  const timeZone = service.timeZone ?? 'UTC'
  const { releases, attempts } = place.found
  const finished = releases.map((release) => release.finishedAt).filter((at) => inWindow(question, at))
  const first = releases[0]?.finishedAt ?? null
  const isDeploying = first !== null && question.to > first
  const elapsedDays = (Math.min(question.to, question.now) - question.from) / DAYS
  const weeks = wholeWeeks(question.from, question.to, timeZone).filter(([, end]) => end <= question.now)
  const daysOf = (times: number[]) => new Set(times.map((at) => localDate(at, timeZone))).size
  const daysPerWeek = weeks.map(([start, end]) => daysOf(finished.filter((at) => at >= start && at < end)))
  const intervals = finished.slice(1).map((at, index) => (at - (finished[index] ?? at)) / 1000)
  return {
    count: finished.length,
    attemptsFailed: attempts.filter((attempt) => inWindow(question, attempt.finishedAt)).length,
    perDay: isDeploying && elapsedDays > 0 ? finished.length / elapsedDays : null,
    days: daysOf(finished),
    medianDaysPerWeek: isDeploying ? quantile(daysPerWeek, 0.5) : null,
    medianInterval: quantile(intervals, 0.5),
  }
}

function leadTime(picture: Picture) {
  const { world, service, place, changes, question } = picture
  const startsOf = (change: (typeof changes)[number]) =>
    question.unit === 'commit' ? change.own.map((one) => one.authoredAt) : [change.startAt]
  const measured = deliveredInWindow(picture).filter((change) => change.excluded === null && !change.bot)
  const seconds = measured
    .flatMap((change) => startsOf(change).map((start) => (change.release.finishedAt - start) / 1000))
    .filter((one) => one >= 0)
  const lifetimes: Lifetime[] = []
  for (const change of changes) {
    if (change.excluded !== null || change.bot) continue
    if (!inWindow(question, reachedAt(world, service, place.found.releases, change))) continue
    const deployedAt = change.release?.finishedAt ?? null
    const delivered = deployedAt !== null && deployedAt < question.to
    const end = delivered ? deployedAt : question.to
    for (const start of startsOf(change)) {
      if (start <= end) lifetimes.push({ seconds: (end - start) / 1000, delivered })
    }
  }
  return {
    n: seconds.length,
    median: quantile(seconds, 0.5),
    p75: quantile(seconds, 0.75),
    p90: quantile(seconds, 0.9),
    mean: mean(seconds),
    medianWithWaiting: medianWithWaiting(lifetimes),
    waiting: lifetimes.filter((one) => !one.delivered).length,
  }
}

function stagesAndFlow(picture: Picture) {
  const active = picture.service.active ?? DEFAULT_ACTIVE
  const measured = deliveredInWindow(picture).filter((change) => change.excluded === null && !change.bot)
  const staged = measured.map((change) => stagesOf(picture.world, change, change.release))
  const all = sum(measured.map((change) => (change.release.finishedAt - change.startAt) / 1000))
  const stages = STAGES.map((name, index) => {
    const parts = staged.flatMap((stages) => stages[index] ?? [])
    const observed = parts.filter((part) => part.observed).map((part) => part.seconds)
    const inStage = total(parts.map((part) => part.seconds))
    return {
      name,
      active: active.includes(name),
      n: observed.length,
      total: inStage,
      median: quantile(observed, 0.5),
      p90: quantile(observed, 0.9),
      share: inStage === null ? null : ratio(inStage, all),
    }
  })
  const activeSeconds = sum(stages.filter((stage) => stage.active).map((stage) => stage.total ?? 0))
  const n = measured.length
  const flowEfficiency = {
    n,
    active: n === 0 ? null : activeSeconds,
    total: n === 0 ? null : all,
    value: ratio(activeSeconds, all),
  }
  return { stages, flowEfficiency }
}

function judgedInWindow({ judged, question }: Picture) {
  return judged.filter((one) => inWindow(question, one.release.finishedAt))
}

function changeFailureRate(picture: Picture) {
  // A failed attempt takes part when its incident, or a person's word, makes it a failure.
  const counted = judgedInWindow(picture).filter((one) => one.release.succeeded || one.reasons.length > 0)
  const failed = counted.filter((one) => one.reasons.length > 0).length
  const provisional = counted.filter((one) => isProvisional(picture, one)).length
  return { failed, total: counted.length, value: ratio(failed, counted.length), provisional }
}

function recoveryTime(picture: Picture) {
  const failed = judgedInWindow(picture).filter((one) => one.reasons.length > 0)
  const seconds = failed.flatMap((one) => recoveryTimeOf(one).seconds ?? [])
  return {
    n: seconds.length,
    open: failed.filter((one) => recoveryTimeOf(one).recoveredAt === null).length,
    median: quantile(seconds, 0.5),
    p90: quantile(seconds, 0.9),
    mean: mean(seconds),
  }
}

function timeToRestore({ incidents, question }: Picture) {
  const resolved = incidents.filter(({ incident }) =>
    inWindow(question, incident.resolvedAt === undefined ? null : ms(incident.resolvedAt)),
  )
  const seconds = resolved.flatMap(({ incident }) => restoreSeconds(incident) ?? []).filter((one) => one >= 0)
  const open = incidents.filter(({ incident }) => {
    const isResolved = incident.resolvedAt !== undefined && ms(incident.resolvedAt) < question.to
    return ms(incident.startedAt) < question.to && !isResolved
  })
  return {
    n: seconds.length,
    open: open.length,
    median: quantile(seconds, 0.5),
    p90: quantile(seconds, 0.9),
    mean: mean(seconds),
  }
}

function reworkRate(picture: Picture) {
  const successful = judgedInWindow(picture).filter((one) => one.release.succeeded)
  const rework = successful.filter((one) => picture.rework.has(one.release)).length
  return { rework, total: successful.length, value: ratio(rework, successful.length) }
}

function quality(picture: Picture) {
  const { world, service, place, question, findings, incidents } = picture
  const delivered = deliveredInWindow(picture)
  const excluded = (reason: string) => delivered.filter((change) => change.excluded === reason).length
  const inTime = findings.delivered.filter((one) => inWindow(question, one.release.finishedAt))
  const known = (sha: string | null) => sha !== null && commitOf(world, service.repository, sha) !== null
  const withoutPaths = inTime.flatMap((one) =>
    one.baseline || !service.paths
      ? []
      : [...one.reached].filter((sha) => {
          const commit = commitOf(world, service.repository, sha)
          return !isMerge(commit) && commit?.paths === undefined
        }),
  )
  const backwards = judgedInWindow(picture).filter((one) => {
    const { recoveredAt, seconds } = recoveryTimeOf(one)
    return recoveredAt !== null && seconds === null
  })
  const negative = incidents.filter(({ incident }) => {
    const resolvedAt = incident.resolvedAt === undefined ? null : ms(incident.resolvedAt)
    return inWindow(question, resolvedAt) && resolvedAt < ms(incident.startedAt)
  })
  return {
    unknown_sha: inTime.filter((one) => !known(one.release.sha)).length,
    missing_finish: place.found.missingFinish,
    unknown_paths: withoutPaths.length,
    baseline: excluded('baseline'),
    aggregate: excluded('aggregate'),
    clock: excluded('clock') + backwards.length + negative.length,
    unlinked_incident: incidents.filter(
      ({ incident, links }) => links.length === 0 && inWindow(question, ms(incident.startedAt)),
    ).length,
  }
}
