// Reads one service's part in a flow: what was delivered and as which flow item, and when every change passed which line.
import type { ServiceFacts } from '../facts/service'
import type { Window } from '../metrics/contract'
import { type Classified, classify } from '../metrics/flow-item'
import { type Passage, passagesOf } from '../metrics/passages'
import { deliveredChanges } from '../metrics/population'
import { loadFactRows } from '../store/fact-rows'
import { loadTitles } from '../store/flow-records'
import { loadLabels } from '../store/retro-records'
import { loadChecksOf, loadDeliveries } from '../store/stream-records'
import { deploymentSelections } from './lists'
import { changeIdAt, nameAt } from './rows'
import { deliveryReader } from './stream-changes'

/** A delivered change with its flow item, and what decided it. */
export type FlowChange = Classified & {
  id: string
  title: string
  /** When production had it, epoch milliseconds. */
  at: number
  leadSeconds: number
}

/** One service in one window. */
export type ServiceFlow = {
  facts: ServiceFacts
  window: Window
  /** In the order of delivery. */
  changes: FlowChange[]
  passages: Passage[]
  /** Whether any check after a deployment is known. */
  checked: boolean
}

/** `facts` with details, from the window's beginning on. `checks` false: what was verified is not asked. */
export async function loadServiceFlow(facts: ServiceFacts, window: Window, checks = true): Promise<ServiceFlow> {
  const rows = deliveredChanges(facts, window)
  const ids = rows.map((row) => changeIdAt(facts, row))
  const { name, repository } = facts.service
  const [titles, labels, verified] = await Promise.all([
    loadTitles(name, ids),
    loadLabels(
      repository,
      ids.flatMap((id) => numberOf(id) ?? []),
    ),
    checks ? loadVerified(facts, window, rows) : new Map<number, number>(),
  ])
  const { startAt, deployedAt } = facts.changes
  const changes = rows.map((row, at): FlowChange => {
    const id = ids[at] ?? ''
    const title = titles.get(id) ?? ''
    const [start, end] = [startAt[row] as number, deployedAt[row] as number]
    const said = classify({ title, labels: labels.get(numberOf(id) ?? -1) ?? [] })
    return { id, title, at: end, leadSeconds: window.seconds(start, end), ...said }
  })
  const passages = passagesOf(facts, window, (row) => verified.get(row) ?? null)
  return { facts, window, changes, passages, checked: verified.size > 0 }
}

/** When the first check after its deployment passed, by the row of the change; only where one did within half an hour. */
async function loadVerified(facts: ServiceFacts, window: Window, rows: number[]): Promise<Map<number, number>> {
  const ids = rows.map((row) => changeIdAt(facts, row))
  const near = deploymentSelections(facts, window).all.map((row) => nameAt(facts.deployments, row))
  const [deliveries, { deployments }] = await Promise.all([
    loadDeliveries(facts.service.name, ids),
    loadFactRows(facts.service.name, { deployments: near }),
  ])
  const all = [...deployments.values()]
  const checks = await loadChecksOf(all.flatMap(({ members }) => members))
  const deliveryOf = deliveryReader({ deliveries, deployments: all, checks })
  return new Map(
    rows.flatMap((row, at): [number, number][] => {
      const verifiedAt = deliveryOf(ids[at] ?? '', facts.changes.deployedAt[row] as number)?.verifiedAt ?? null
      return verifiedAt === null ? [] : [[row, verifiedAt]]
    }),
  )
}

function numberOf(id: string): number | null {
  return id.startsWith('pr:') ? Number(id.slice('pr:'.length)) : null
}
