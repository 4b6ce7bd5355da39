import type { ChangeFact } from './change'
import type { DeploymentFact } from './deployment'
import type { FactName } from './fact-key'
import type { IncidentFact } from './incident'

/** Which whole facts a view asks for. */
export type RowsWanted = { changes?: string[]; deployments?: FactName[]; incidents?: FactName[] }

/** Whole facts: changes by id, the others by their key. */
export type FactRows = {
  changes: ReadonlyMap<string, ChangeFact>
  deployments: ReadonlyMap<string, DeploymentFact>
  incidents: ReadonlyMap<string, IncidentFact>
}
