import type { RowsWanted } from '../../../lib/facts/rows'
import type { ServiceFacts } from '../../../lib/facts/service'
import type { ListQuery } from '../../../lib/insights/list-query'
import { changeList, deploymentList, incidentList, waitingList, waitingSelections } from '../../../lib/insights/lists'
import { changesOf, deploymentDetails } from '../../../lib/insights/row-details'
import { changeIdAt } from '../../../lib/insights/rows'
import type { ServicePage } from '../../../lib/insights/service-page'
import type { DeploymentRow } from '../../../lib/insights/service-rows'
import { findRow, loadFactRows, loadIncidentsOf, searchRows } from '../../../lib/store/fact-rows'
import { PAGE_SIZE } from './list'

/** The one list that the page shows, and how to load what an open row shows besides itself. */
export type LoadedList = Awaited<ReturnType<typeof loadList>>

export async function loadList(facts: ServiceFacts, window: ServicePage['window'], list: ListQuery) {
  const service = facts.service.name
  const load = (wanted: RowsWanted) => loadFactRows(service, wanted)
  const asked = { descending: list.descending, page: list.page, size: PAGE_SIZE, open: list.open }
  const found = async (scope: Parameters<typeof searchRows>[2]) =>
    list.text === '' ? null : searchRows(service, list.text, scope)
  const { from, to } = window
  if (list.tab === 'changes') {
    const ids = list.deployment === null ? null : await idsOfDeployment(facts, list.deployment)
    const searched = await found({ kind: 'changes', from, to })
    const both = ids && searched ? new Set([...ids].filter((id) => searched.has(id))) : (ids ?? searched)
    const rows = await changeList(facts, window, { ...asked, sort: list.sort, show: list.show, ids: both }, load)
    return { tab: list.tab, rows }
  }
  if (list.tab === 'deployments') {
    const ids = await found({ kind: 'deployments', from, to })
    const rows = await deploymentList(facts, window, { ...asked, sort: list.sort, show: list.show, ids }, load)
    const details = async (row: DeploymentRow) =>
      deploymentDetails(facts, row, load, window.seconds, await loadIncidentsOf(service, row))
    return { tab: list.tab, rows, details }
  }
  if (list.tab === 'incidents') {
    const ids = await found({ kind: 'incidents' })
    return {
      tab: list.tab,
      rows: await incidentList(facts, window, { ...asked, sort: list.sort, show: list.show, ids }, load),
    }
  }
  const waiting = list.text === '' ? [] : waitingSelections(facts, window).all.map((row) => changeIdAt(facts, row))
  const ids = await found({ ids: waiting })
  return {
    tab: list.tab,
    rows: await waitingList(facts, window, { ...asked, sort: list.sort, show: list.show, ids }, load),
  }

  async function idsOfDeployment({ deployments }: ServiceFacts, id: string): Promise<Set<string>> {
    const row = deployments.details?.ids.indexOf(id) ?? -1
    if (row < 0) return new Set()
    const changes = await changesOf(facts, { id, finishedAt: deployments.finishedAt[row] as number }, load)
    return new Set(changes.map((change) => change.id))
  }
}

/** Where the row is that was asked for and is not in the list: when it happened; null: this service has none like it. */
export async function whereIs(service: string, list: ListQuery): Promise<{ at: number | null } | null> {
  if (list.open === null) return null
  return findRow(service, list.tab === 'waiting' ? 'changes' : list.tab, list.open)
}
