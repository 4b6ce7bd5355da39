// People's words on deployments and incidents: what each is about, and which of them are not plain.

import { keyOf } from '../facts/fact-key'
import type { QualityFact } from '../facts/service'
import type { CorrectionInput, IncidentInput } from '../records/loaded'
import { candidatesOf, type Held, type LinkIndex, namedDeployments, repositoryOf } from './link-index'

/** The words of one deployment or incident by its key, oldest first. */
export type Words = Map<string, CorrectionInput[]>

/** A word that is about nothing because its id names nothing that is known, or several. */
export type UnclearCorrection = {
  correction: CorrectionInput
  about: 'incident' | 'deployment'
  /** What it may be about; none: nothing has the id. */
  candidates: { source: string; repository: string | null }[]
}

export type ReadCorrections = {
  onIncidents: Words
  /** By service. */
  onDeployments: Map<string, Words>
  unclear: UnclearCorrection[]
  /** By service: the words that may be about one of its deployments or about another one. */
  quality: Map<string, QualityFact[]>
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export function readCorrections(
  corrections: CorrectionInput[],
  incidents: IncidentInput[],
  index: LinkIndex,
): ReadCorrections {
  const read: ReadCorrections = { onIncidents: new Map(), onDeployments: new Map(), unclear: [], quality: new Map() }
  const spokenOf = new Set(corrections.map((correction) => correction.incident))
  const byId = new Map<string, IncidentInput[]>()
  for (const incident of incidents) if (spokenOf.has(incident.id)) append(byId, incident.id, incident)

  const ordered = [...corrections].sort((a, b) => a.at - b.at || byText(a.id, b.id) || byText(a.source, b.source))
  for (const correction of ordered) {
    const { incident: id, deployment, source } = correction
    let near: string | null = null
    if (id !== null) {
      // Its own source's incident, else the only one of that id.
      const same = byId.get(id) ?? []
      const incident = same.find((one) => one.source === source) ?? (same.length === 1 ? same[0] : undefined)
      if (!incident) {
        const candidates = same.map((one) => ({ source: one.source, repository: repositoryOf(one, index) }))
        read.unclear.push({ correction, about: 'incident', candidates })
        continue
      }
      append(read.onIncidents, keyOf(incident), correction)
      near = repositoryOf(incident, index)
    }
    if (deployment === null) continue
    const named = namedDeployments(deployment, source, near, correction, index)
    if (named.length === 0) {
      const candidates = candidatesOf(deployment, source, near, correction, index)
      read.unclear.push({ correction, about: 'deployment', candidates })
      tell(read.quality, correction, candidates)
    }
    if (id !== null) continue
    for (const ref of named) {
      const words = read.onDeployments.get(ref.service) ?? new Map<string, CorrectionInput[]>()
      append(words, keyOf({ source: ref.source, id: ref.deployment }), correction)
      read.onDeployments.set(ref.service, words)
    }
  }
  return read
}

/** Once for every service, at its first deployment that may be meant. */
function tell(quality: ReadCorrections['quality'], { id }: CorrectionInput, candidates: Held[]): void {
  const first = new Map<string, number>()
  for (const { service, base } of candidates) {
    first.set(service, Math.min(base.finishedAt, first.get(service) ?? Number.POSITIVE_INFINITY))
  }
  for (const [service, at] of first) append(quality, service, { code: 'ambiguous_correction', record: id, at })
}
