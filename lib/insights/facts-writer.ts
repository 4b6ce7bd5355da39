// Writes facts of services, a few in one transaction, in whichever pass they are known.
import { deriveOutcomes } from '../derive/outcomes'
import { factTables, rowsByKey } from '../derive/tables'
import type { DeploymentBase } from '../facts/deployment'
import type { IncidentFact } from '../facts/incident'
import type { QualityFact } from '../facts/service'
import type { CorrectionInput } from '../records/loaded'
import { loadIncidentFacts } from '../store/fact-rows'
import { type ServiceFactsToSave, saveServices } from '../store/facts'
import { loadLinked } from '../store/links'
import type { ServiceState } from '../store/service-states'
import type { Derived } from './first-pass'

// Bounds of one transaction: as many services as that, or as soon as they have so many facts.
const BATCH_SERVICES = 100
const BATCH_FACTS = 2000

/** What the second pass has found about a service. */
export type SecondWord = {
  incidents: IncidentFact[]
  /** By service: the incidents that bear on its deployments. */
  linked: Map<string, IncidentFact[]>
  onDeployments: Map<string, CorrectionInput[]> | undefined
  spoken: QualityFact[]
}

export function linkedByService(facts: IncidentFact[]): Map<string, IncidentFact[]> {
  const linked = new Map<string, IncidentFact[]>()
  for (const fact of facts) {
    for (const service of new Set([...fact.links, ...fact.fixedBy].map((ref) => ref.service))) {
      const list = linked.get(service)
      if (list) list.push(fact)
      else linked.set(service, [fact])
    }
  }
  return linked
}

export class FactsWriter {
  readonly #now: number
  #batch: ServiceFactsToSave[] = []
  #size = 0
  differences = 0

  constructor(now: number) {
    this.#now = now
  }

  async addDerived({ derivation, settings, isSaved }: Derived, word: SecondWord): Promise<void> {
    const { service, rule, deployments, changes, quality, mentions } = derivation
    const { name, repository, configured } = service
    const state = { name, repository, configured, settings: { ...settings, rule } }
    const spoken = [...quality, ...word.spoken]
    if (isSaved) await this.addStored(state, deployments, { ...word, spoken })
    else await this.#add(state, deployments, { ...word, spoken }, { changes, mentions })
  }

  /** The service's changes and mentions stay as they are stored. */
  addStored(state: ServiceState, deployments: DeploymentBase[], word: SecondWord): Promise<void> {
    return this.#add(state, deployments, word, null)
  }

  async #add(
    state: ServiceState,
    bases: DeploymentBase[],
    { incidents, linked, onDeployments, spoken }: SecondWord,
    first: Pick<Derived['derivation'], 'changes' | 'mentions'> | null,
  ): Promise<void> {
    const deployments = deriveOutcomes(state.name, bases, linked.get(state.name) ?? [], onDeployments)
    const rows = { deployments, incidents, changes: first?.changes ?? [] }
    const { deployed, changes, ...tables } = factTables(rows, state.settings.active, spoken)
    this.#batch.push({
      state,
      deployed,
      rows: rowsByKey(rows),
      tables: first ? { ...tables, changes } : tables,
      mentions: first?.mentions ?? null,
    })
    this.#size += deployments.length + rows.changes.length
    if (this.#batch.length >= BATCH_SERVICES || this.#size >= BATCH_FACTS) await this.flush()
  }

  async flush(): Promise<void> {
    const batch = this.#batch
    this.#batch = []
    this.#size = 0
    this.differences += await saveServices(batch, this.#now)
  }
}

/**
 * Writes what is not written yet, with the links that are stored, and keeps of it what the second pass needs: so a derivation of
 * everything stays small. The second pass then writes the outcomes that differ.
 */
export async function saveAhead(derived: Map<string, Derived>, writer: FactsWriter): Promise<void> {
  const held = [...derived].filter(([, one]) => !one.isSaved)
  const names = held.map(([name]) => name)
  const linked = linkedByService(await loadLinked(names))
  const incidents = await loadIncidentFacts(names)
  for (const [name, one] of held) {
    await writer.addDerived(one, {
      incidents: incidents.get(name) ?? [],
      linked,
      onDeployments: undefined,
      spoken: [],
    })
    derived.set(name, { ...one, derivation: { ...one.derivation, changes: [] }, isSaved: true })
  }
  await writer.flush()
}
