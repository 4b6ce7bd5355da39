// Whether a deployment failed, why, when it was recovered, and whether it was rework (METRICS sections 5 and 6).
import type { DeploymentBase, DeploymentFact, FailureKind, FailureReason } from '../facts/deployment'
import type { IncidentFact } from '../facts/incident'
import type { CorrectionInput } from '../records/loaded'

const KINDS: readonly string[] = ['incident', 'rollback', 'revert', 'hotfix'] satisfies FailureKind[]

type LinkedIncident = { id: string; resolvedAt: number | null; explicit: boolean }

/** A person's words on one deployment, oldest first: which reasons they added, confirmed and struck. */
function weigh(corrections: CorrectionInput[]) {
  let allStruck = false
  let allConfirmed: string | null = null
  const struck = new Set<string>()
  const confirmed = new Map<string, string>()
  const added = new Map<FailureKind, string>()
  for (const { says, reason, id } of corrections) {
    const kind = reason !== null && KINDS.includes(reason) ? (reason as FailureKind) : null // sound: one of KINDS
    if (says === 'strike') {
      if (kind === null) {
        allStruck = true
        allConfirmed = null
        confirmed.clear()
        added.clear()
      } else {
        struck.add(kind)
        confirmed.delete(kind)
        added.delete(kind)
      }
    } else if (says === 'add') {
      added.set(kind ?? 'correction', id)
    } else if (kind === null) {
      allStruck = false
      struck.clear()
      allConfirmed = id
    } else {
      struck.delete(kind)
      confirmed.set(kind, id)
    }
  }
  return { allStruck, allConfirmed, struck, confirmed, added }
}

function reasonsOf(base: DeploymentBase, incidents: LinkedIncident[], corrections: CorrectionInput[]): FailureReason[] {
  const found: FailureReason[] = []
  if (incidents.length > 0) {
    const explicit = incidents.some((incident) => incident.explicit)
    found.push({ kind: 'incident', confidence: explicit ? 'explicit' : 'inferred', evidence: incidents.map((incident) => incident.id) })
  }
  if (base.succeeded) for (const { kind, evidence } of base.repairs) found.push({ kind, confidence: 'inferred', evidence })
  if (corrections.length === 0) return found

  const words = weigh(corrections)
  const kept = found
    .filter((reason) => !words.struck.has(reason.kind) && !(words.allStruck && !words.confirmed.has(reason.kind)))
    .map((reason): FailureReason => {
      const word = words.confirmed.get(reason.kind) ?? words.allConfirmed
      return word === null ? reason : { kind: reason.kind, confidence: 'explicit', evidence: [...reason.evidence, word] }
    })
  const stated = new Map<FailureKind, string>(words.added)
  // A confirmed failure that no rule sees is a failure by the person's word.
  for (const [kind, id] of words.confirmed) if (!kept.some((reason) => reason.kind === kind)) stated.set(kind as FailureKind, id)
  if (words.allConfirmed !== null && kept.length === 0 && stated.size === 0) stated.set('correction', words.allConfirmed)
  for (const [kind, id] of stated) {
    const same = kept.find((reason) => reason.kind === kind)
    if (same) {
      same.confidence = 'explicit'
      if (!same.evidence.includes(id)) same.evidence = [...same.evidence, id]
    } else kept.push({ kind, confidence: 'explicit', evidence: [id] })
  }
  return kept
}

/**
 * The outcomes of one service's deployments. `incidents`: facts of any service that link to or were fixed by them;
 * `corrections`: those that name one of them and no incident.
 */
export function deriveOutcomes(service: string, deployments: DeploymentBase[], incidents: IncidentFact[], corrections: CorrectionInput[]): DeploymentFact[] {
  const linked = new Map<string, Map<string, LinkedIncident>>()
  const fixes = new Set<string>()
  for (const incident of incidents) {
    for (const ref of incident.links) {
      if (ref.service !== service) continue
      const ofDeployment = linked.get(ref.deployment) ?? new Map<string, LinkedIncident>()
      ofDeployment.set(JSON.stringify([incident.source, incident.id]), {
        id: incident.id,
        resolvedAt: incident.resolvedAt,
        explicit: incident.link === 'explicit',
      })
      linked.set(ref.deployment, ofDeployment)
    }
    for (const ref of incident.fixedBy) if (ref.service === service) fixes.add(ref.deployment)
  }
  const ordered = [...corrections].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const finishes = new Map(deployments.filter((base) => base.succeeded).map((base) => [base.id, base.finishedAt]))
  const repairers = new Set<string>()

  const facts = deployments.map((base): DeploymentFact => {
    const about = ordered.filter((correction) => correction.deployment !== null && base.members.includes(correction.deployment))
    const ofBase = [...(linked.get(base.id)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))
    const reasons = reasonsOf(base, ofBase, about)
    const standing = new Set(reasons.map((reason) => reason.kind))
    const repairs = base.repairs.filter((repair) => standing.has(repair.kind))
    for (const repair of repairs) repairers.add(repair.by)
    const counted = standing.has('incident') ? ofBase : []
    return {
      ...base,
      failed: reasons.length > 0,
      reasons,
      incidents: ofBase.map((incident) => incident.id),
      recoveredAt: reasons.length === 0 ? null : recoveryOf(counted, repairs.map((repair) => finishes.get(repair.by))),
      rework: false,
    }
  })
  for (const fact of facts) fact.rework = fact.succeeded && (repairers.has(fact.id) || fixes.has(fact.id))
  return facts
}

/** The last incident's end, unknown while one is open; without incidents the first repair's finish. */
function recoveryOf(incidents: LinkedIncident[], repairs: (number | undefined)[]): number | null {
  if (incidents.length > 0) {
    let last = Number.NEGATIVE_INFINITY
    for (const { resolvedAt } of incidents) {
      if (resolvedAt === null) return null
      last = Math.max(last, resolvedAt)
    }
    return last
  }
  const finishes = repairs.filter((finish) => finish !== undefined)
  return finishes.length === 0 ? null : Math.min(...finishes)
}
