// Whether a deployment failed, why, when it was recovered, and whether it was rework (METRICS sections 5 and 6).
import type { DeploymentBase, DeploymentFact, FailureKind, FailureReason } from '../facts/deployment'
import { keyOf } from '../facts/fact-key'
import type { IncidentFact } from '../facts/incident'
import type { CorrectionInput } from '../records/loaded'

const RULES = ['incident', 'rollback', 'revert', 'hotfix'] as const satisfies FailureKind[]
const KINDS: readonly FailureKind[] = [...RULES, 'correction']

type LinkedIncident = { id: string; resolvedAt: number | null; explicit: boolean }

/**
 * A person's words on one deployment, oldest first; per kind the last one stands. A word whose reason names a rule is about that
 * rule's reason, any other about the whole failure.
 */
function weigh(corrections: CorrectionInput[]) {
  const struck = new Set<FailureKind>()
  const explicit = new Set<FailureKind>()
  const added = new Map<FailureKind, string>()
  /** The confirmations that still stand; `whole` is about the failure as such. */
  const confirmed = new Map<FailureKind | 'whole', string>()
  for (const { says, reason, id } of corrections) {
    const rule = RULES.find((kind) => kind === reason)
    if (says === 'add') {
      const kind = rule ?? 'correction'
      added.set(kind, id)
      explicit.add(kind)
      struck.delete(kind)
      continue
    }
    for (const kind of rule ? [rule] : KINDS) {
      if (says === 'strike') {
        struck.add(kind)
        confirmed.delete(kind)
      } else {
        struck.delete(kind)
        explicit.add(kind)
      }
    }
    if (says === 'confirm') confirmed.set(rule ?? 'whole', id)
    else if (!rule) confirmed.delete('whole')
  }
  return { struck, explicit, added, confirmed: [...confirmed.values()].at(-1) }
}

function reasonsOf(base: DeploymentBase, incidents: LinkedIncident[], corrections: CorrectionInput[]): FailureReason[] {
  const found: FailureReason[] = []
  if (incidents.length > 0) {
    const explicit = incidents.some((incident) => incident.explicit)
    found.push({
      kind: 'incident',
      confidence: explicit ? 'explicit' : 'inferred',
      evidence: incidents.map((incident) => incident.id),
    })
  }
  if (base.succeeded)
    for (const { kind, evidence } of base.repairs) found.push({ kind, confidence: 'inferred', evidence })
  if (corrections.length === 0) return found

  const words = weigh(corrections)
  const reasons: FailureReason[] = []
  for (const kind of KINDS) {
    if (words.struck.has(kind)) continue
    const byRule = found.find((reason) => reason.kind === kind)
    const word = words.added.get(kind)
    if (byRule) reasons.push(words.explicit.has(kind) ? { ...byRule, confidence: 'explicit' } : byRule)
    else if (word !== undefined) reasons.push({ kind, confidence: 'explicit', evidence: [word] })
  }
  // A confirmed failure that no rule sees is a failure by the person's word.
  if (reasons.length === 0 && words.confirmed !== undefined)
    reasons.push({ kind: 'correction', confidence: 'explicit', evidence: [words.confirmed] })
  return reasons
}

/**
 * The outcomes of one service's deployments. `incidents`: facts of any service that link to or were fixed by them;
 * `corrections`: people's words by deployment, oldest first.
 */
export function deriveOutcomes(
  service: string,
  deployments: DeploymentBase[],
  incidents: IncidentFact[],
  corrections: Map<string, CorrectionInput[]> | undefined,
): DeploymentFact[] {
  const linked = new Map<string, Map<string, LinkedIncident>>()
  const fixes = new Set<string>()
  for (const incident of incidents) {
    for (const ref of incident.links) {
      if (ref.service !== service) continue
      const ofDeployment =
        linked.get(keyOf({ source: ref.source, id: ref.deployment })) ?? new Map<string, LinkedIncident>()
      ofDeployment.set(JSON.stringify([incident.source, incident.id]), {
        id: incident.id,
        resolvedAt: incident.resolvedAt,
        explicit: ref.link === 'explicit',
      })
      linked.set(keyOf({ source: ref.source, id: ref.deployment }), ofDeployment)
    }
    for (const ref of incident.fixedBy)
      if (ref.service === service) fixes.add(keyOf({ source: ref.source, id: ref.deployment }))
  }
  const finishes = new Map(deployments.filter((base) => base.succeeded).map((base) => [keyOf(base), base.finishedAt]))
  const repairers = new Set<string>()

  const facts = deployments.map((base): DeploymentFact => {
    const about = corrections?.get(keyOf(base)) ?? []
    const ofBase = [...(linked.get(keyOf(base))?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1))
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
      recoveredAt:
        reasons.length === 0
          ? null
          : recoveryOf(
              counted,
              repairs.map((repair) => finishes.get(repair.by)),
            ),
      rework: false,
    }
  })
  for (const fact of facts) fact.rework = fact.succeeded && (repairers.has(keyOf(fact)) || fixes.has(keyOf(fact)))
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
