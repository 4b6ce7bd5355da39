// Which deployments failed and why, what repaired them, and what people said about it.
import type { Confidence, FailureKind, FailureReason } from '../../facts/deployment'
import type { Service } from '../../records/schema'
import { type Delivery, deliveredBy, type NaiveChange } from './changes'
import type { Release } from './deployments'
import { inTime, type Link, meantBy, type Place } from './incidents'
import { ownerOf } from './ownership'
import { commitOf, reach } from './reach'
import { byText, DAYS, HOURS, ms, type World } from './world'

export type Reason = FailureReason & { repair: Release | null }
export type Judged = {
  release: Release
  reasons: Reason[]
  incidents: { link: Link; id: string; resolvedAt: number | null }[]
}
export type Findings = { world: World; service: Service; delivered: Delivery[]; changes: NaiveChange[] }

const KINDS: FailureKind[] = ['incident', 'rollback', 'revert', 'hotfix', 'correction']

/** Rules 2 to 4 for a successful deployment. */
export function repairsOf(findings: Findings, release: Release): Reason[] {
  const releases = findings.delivered.map((one) => one.release)
  const index = releases.indexOf(release)
  const earlier = releases.slice(0, index)
  const later = releases.slice(index + 1)
  const next = later[0]
  const reasons: Reason[] = []
  if (next && isRollback(findings, earlier, release, next)) {
    reasons.push({ kind: 'rollback', confidence: 'inferred', evidence: [next.id], repair: next })
  }
  for (const repair of later) {
    if (repair.finishedAt - release.finishedAt > 7 * DAYS) continue
    const evidence = revertEvidence(findings, release, repair)
    if (evidence === null) continue
    reasons.push({ kind: 'revert', confidence: 'inferred', evidence: [repair.id, evidence], repair })
    break
  }
  if (next && next.finishedAt - release.finishedAt <= 72 * HOURS) {
    const brought = deliveredBy(findings.changes, next)
    if (brought.length > 0 && brought.every((change) => change.hotfix)) {
      reasons.push({ kind: 'hotfix', confidence: 'inferred', evidence: [next.id], repair: next })
    }
  }
  return reasons
}

function isRollback({ world, service }: Findings, earlier: Release[], release: Release, next: Release): boolean {
  if (next.finishedAt - release.finishedAt > 7 * DAYS) return false
  const { sha } = next
  if (sha === null || release.sha === null || sha === release.sha) return false
  if (reach(world, service.repository, release.sha).has(sha)) return true
  const seenBefore = earlier.some((one) => one.sha === sha || reach(world, service.repository, one.sha).has(sha))
  return seenBefore && !reach(world, service.repository, sha).has(release.sha)
}

/** The reverting commit or pull request that a later deployment brought against this one. */
function revertEvidence(
  { world, service, delivered, changes }: Findings,
  bad: Release,
  repair: Release,
): string | null {
  const broken = delivered.find((one) => one.release === bad)
  const mending = delivered.find((one) => one.release === repair)
  if (!broken || !mending || broken.baseline || mending.baseline) return null
  const brokenChanges = changes.filter((change) => change.release === bad)
  const reverted = [...broken.reached].filter((sha) => {
    if (!service.paths) return true
    const owner = ownerOf(world, service.repository, sha)?.pull.number
    return brokenChanges.some((change) => change.id === (owner === undefined ? `commit:${sha}` : `pr:${owner}`))
  })
  const reverting = [...mending.reached]
    .flatMap((sha) => commitOf(world, service.repository, sha) ?? [])
    .sort((a, b) => ms(a.committedAt) - ms(b.committedAt) || byText(a.sha, b.sha))
  for (const commit of reverting) {
    for (const [, named] of (commit.body ?? '').matchAll(/This reverts commit ([0-9a-fA-F]{7,})/g)) {
      if (named && reverted.some((sha) => sha.toLowerCase().startsWith(named.toLowerCase()))) return commit.sha
    }
  }
  const pulls = changes.flatMap((change) => (change.release === repair && change.pull ? [change.pull] : []))
  for (const pull of pulls.sort((a, b) => a.number - b.number)) {
    const number = /^revert-(\d+)-/.exec(pull.headBranch)?.[1]
    if (number && brokenChanges.some((change) => change.id === `pr:${Number(number)}`)) return `pr:${pull.number}`
  }
  return null
}

/** One reason for all incidents that are linked to a deployment. */
export function incidentReason(incidents: Judged['incidents']): Reason[] {
  if (incidents.length === 0) return []
  const explicit = incidents.some(({ link }) => link.link === 'explicit')
  const evidence = incidents.map(({ id }) => id).sort(byText)
  return [{ kind: 'incident', confidence: explicit ? 'explicit' : 'inferred', evidence, repair: null }]
}

/** The reasons that stand after every person's word on this deployment, oldest first. */
export function afterCorrections(world: World, places: Place[], release: Release, byRule: Reason[]): Reason[] {
  const struck = new Set<FailureKind>()
  const explicit = new Set<FailureKind>()
  const added = new Map<FailureKind, string>()
  const confirmed = new Map<FailureKind | 'whole', string>()
  const words = world.corrections.filter((one) => {
    if (one.incident !== undefined || one.deployment === undefined) return false
    return meantBy(places, one).some((named) => named.release === release)
  })
  for (const word of inTime(words)) {
    const kind = KINDS.find((one) => one === word.reason && one !== 'correction')
    const scope = kind ? [kind] : KINDS
    if (word.says === 'strike') {
      for (const one of scope) struck.add(one)
      for (const one of kind ? [kind] : [...KINDS, 'whole' as const]) confirmed.delete(one)
    } else if (word.says === 'add') {
      const one = kind ?? 'correction'
      added.set(one, word.id)
      explicit.add(one)
      struck.delete(one)
    } else {
      for (const one of scope) struck.delete(one)
      for (const one of scope) explicit.add(one)
      confirmed.set(kind ?? 'whole', word.id)
    }
  }
  const reasons: Reason[] = []
  for (const kind of KINDS) {
    if (struck.has(kind)) continue
    const found = byRule.find((reason) => reason.kind === kind)
    const word = added.get(kind)
    const confidence: Confidence = explicit.has(kind) ? 'explicit' : (found?.confidence ?? 'explicit')
    if (found) reasons.push({ ...found, confidence })
    else if (word !== undefined) reasons.push({ kind, confidence, evidence: [word], repair: null })
  }
  const [standing] = [...confirmed.values()].slice(-1)
  if (reasons.length === 0 && standing !== undefined) {
    reasons.push({ kind: 'correction', confidence: 'explicit', evidence: [standing], repair: null })
  }
  return reasons
}

/** When a failed deployment was recovered; null while it is not. */
export function recoveryOf(judged: Judged): number | null {
  const incidentStands = judged.reasons.some((reason) => reason.kind === 'incident')
  if (incidentStands && judged.incidents.length > 0) {
    const ends = judged.incidents.map((one) => one.resolvedAt)
    if (ends.some((end) => end === null)) return null
    return Math.max(...ends.map((end) => end ?? 0))
  }
  const repairs = judged.reasons.flatMap((reason) => reason.repair?.finishedAt ?? [])
  return repairs.length > 0 ? Math.min(...repairs) : null
}
