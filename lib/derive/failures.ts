// Which deployments failed by what happened next in the repository: rollback, revert, hotfix (METRICS section 5, rules 2 to 4).
import type { Repair } from '../facts/deployment'
import { keyOf } from '../facts/fact-key'
import { isAncestor } from '../graph/reach'
import type { DerivedChanges } from './changes'
import type { PathScope } from './paths'
import type { Release } from './releases'
import type { RepositoryContext } from './repository'

const DAY_MS = 86_400_000
const ROLLBACK_MS = 7 * DAY_MS
const REVERT_MS = 7 * DAY_MS
const HOTFIX_MS = 3 * DAY_MS

/** Per deployment, in their order, the repairs that show it failed. */
export function findRepairs(
  deployments: Release[],
  derived: DerivedChanges,
  context: RepositoryContext,
  scope: PathScope,
): Repair[][] {
  const repairs: Repair[][] = deployments.map(() => [])
  findRollbacks(deployments, derived, context, repairs)
  findReverts(deployments, derived, context, scope, repairs)
  findHotfixes(deployments, derived, repairs)
  return repairs
}

function findRollbacks(
  deployments: Release[],
  derived: DerivedChanges,
  { graph }: RepositoryContext,
  repairs: Repair[][],
): void {
  const earlier = new Set<string>()
  for (const [index, failed] of deployments.entries()) {
    const next = deployments[index + 1]
    if (next && next.finishedAt - failed.finishedAt <= ROLLBACK_MS && isRollback(index, failed, next)) {
      repairs[index]?.push({ kind: 'rollback', by: keyOf(next), evidence: [next.id] })
    }
    if (failed.sha !== null) earlier.add(failed.sha)
  }

  function isRollback(index: number, failed: Release, next: Release): boolean {
    // Whether it has another sha is not known where one of them has none.
    if (next.sha === null || failed.sha === null || next.sha === failed.sha) return false
    const to = graph.indexOf.get(next.sha)
    const from = graph.indexOf.get(failed.sha)
    if (to === undefined) return earlier.has(next.sha)
    // What the next one deploys was reached before it: by a deployment before the failed one, or by the failed one itself.
    const reachedBy = derived.firstReach[to] as number
    if (reachedBy > index) return false
    if (from !== undefined && isAncestor(graph, to, from)) return true
    return reachedBy < index && !(from !== undefined && isAncestor(graph, from, to))
  }
}

function findReverts(
  deployments: Release[],
  derived: DerivedChanges,
  context: RepositoryContext,
  scope: PathScope,
  repairs: Repair[][],
): void {
  const { graph, commits, pulls } = context
  const bySha = sortedShas(graph.shas)

  const ours = new Set(scope.limited ? derived.changes.map((change) => change.id) : [])

  /** In a service with paths the reverted commit must belong to a change that the deployment delivered for it. */
  function concerned(node: number, index: number): boolean {
    if (!scope.limited) return true
    const owner = pulls[context.ownership.ownerOf(node)]
    return owner === undefined
      ? ours.has(`commit:${graph.shas[node]}`)
      : ours.has(`pr:${owner.number}`) && derived.pullReach.get(owner.number) === index
  }

  function note(failedIndex: number | undefined, repairIndex: number | undefined, evidence: string): void {
    if (failedIndex === undefined || repairIndex === undefined || failedIndex < 0 || repairIndex <= failedIndex) return
    if (failedIndex === derived.baseline) return
    const failed = deployments[failedIndex]
    const repair = deployments[repairIndex]
    if (!failed || !repair || repair.finishedAt - failed.finishedAt > REVERT_MS) return
    const found = repairs[failedIndex] as Repair[]
    const before = found.find((candidate) => candidate.kind === 'revert')
    if (before && (order.get(before.by) ?? 0) <= repairIndex) return
    if (before) found.splice(found.indexOf(before), 1)
    found.push({ kind: 'revert', by: keyOf(repair), evidence: [repair.id, evidence] })
  }
  const order = new Map(deployments.map((deployment, index) => [keyOf(deployment), index]))

  // Of several reverts in one deployment the earliest is the evidence, in whichever order the commits came.
  const reverting = commits.filter((commit) => commit.reverts.length > 0)
  reverting.sort((a, b) => a.committedAt - b.committedAt || (a.sha < b.sha ? -1 : 1))
  for (const commit of reverting) {
    const at = graph.indexOf.get(commit.sha)
    if (at === undefined) continue
    for (const prefix of commit.reverts) {
      for (const reverted of nodesWithPrefix(prefix, bySha, graph.indexOf)) {
        const failed = derived.firstReach[reverted] as number
        if (failed >= 0 && concerned(reverted, failed)) note(failed, derived.firstReach[at], commit.sha)
      }
    }
  }
  for (const pull of pulls) {
    const number = Number(/^revert-(\d+)-/.exec(pull.headBranch)?.[1] ?? Number.NaN)
    const failed = derived.pullReach.get(number)
    if (failed === undefined || pull.mergedAt === null) continue
    // In a service with paths both must be changes of it: what is not its change was not delivered to it.
    if (!scope.limited || (ours.has(`pr:${number}`) && ours.has(`pr:${pull.number}`)))
      note(failed, derived.pullReach.get(pull.number), `pr:${pull.number}`)
  }
}

function findHotfixes(deployments: Release[], derived: DerivedChanges, repairs: Repair[][]): void {
  for (const [index, failed] of deployments.entries()) {
    const next = deployments[index + 1]
    const changes = derived.delivered[index + 1] ?? []
    if (!next || next.finishedAt - failed.finishedAt > HOTFIX_MS) continue
    if (changes.length === 0 || !changes.every((change) => change.hotfix)) continue
    repairs[index]?.push({ kind: 'hotfix', by: keyOf(next), evidence: [next.id] })
  }
}

function sortedShas(shas: string[]): string[] {
  return [...shas].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** The commits whose sha begins with `prefix`, by binary search. */
function nodesWithPrefix(prefix: string, sorted: string[], indexOf: Map<string, number>): number[] {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as string) < prefix) low = middle + 1
    else high = middle
  }
  const nodes: number[] = []
  for (let at = low; at < sorted.length && sorted[at]?.startsWith(prefix); at++)
    nodes.push(indexOf.get(sorted[at] as string) as number)
  return nodes
}
