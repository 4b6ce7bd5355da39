// What an open row of a list shows besides itself: a deployment's changes and incidents.
import type { IncidentFact } from '../facts/incident'
import type { FactRows, RowsWanted } from '../facts/rows'
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import { changeIdsEndedAt } from './lists'
import { changeLabel, type DeploymentRow } from './service-rows'

export type DeploymentDetails = {
  /** The first of them; a baseline's are not listed. */
  changes: { id: string; label: string; title: string; url: string | null; seconds: number | null }[]
  more: number
  incidents: { id: string; title: string; url: string | null; holder: string; how: 'explicit' | 'inferred' | 'fix' }[]
}

const SHOWN_CHANGES = 20

/** The ids of the changes that one deployment delivered, or left out, its baseline's apart. */
export async function changesOf(
  facts: ServiceFacts,
  deployment: Pick<DeploymentRow, 'id' | 'finishedAt'>,
  load: (wanted: RowsWanted) => Promise<FactRows>,
) {
  // Several deployments may finish in the same moment.
  const { changes } = await load({ changes: changeIdsEndedAt(facts, deployment.finishedAt) })
  return [...changes.values()].filter((change) => change.deployment === deployment.id && change.excluded !== 'baseline')
}

export async function deploymentDetails(
  facts: ServiceFacts,
  row: DeploymentRow,
  load: (wanted: RowsWanted) => Promise<FactRows>,
  seconds: Window['seconds'],
  incidents: { holder: string; incident: IncidentFact }[],
): Promise<DeploymentDetails> {
  const changes = row.baseline ? [] : await changesOf(facts, row, load)
  return {
    changes: changes.slice(0, SHOWN_CHANGES).map(({ id, title, url, startAt, excluded }) => ({
      id,
      label: changeLabel(id),
      title,
      url,
      seconds: excluded === null ? seconds(startAt, row.finishedAt) : null,
    })),
    more: Math.max(0, changes.length - SHOWN_CHANGES),
    incidents: incidents.map(({ holder, incident: { id, title, url, links } }) => {
      const link = links.find((one) => one.source === row.source && one.deployment === row.id)
      return { id, title, url, holder, how: link?.link ?? 'fix' }
    }),
  }
}
