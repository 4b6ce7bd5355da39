// Which changes a service's deployments delivered, which wait, and which are left out with what reason (METRICS sections 2 and 3).
import type { ChangeFact, Exclusion } from '../facts/change'
import type { QualityFact } from '../facts/service'
import { markFirstParents, reachNew } from '../graph/reach'
import { compilePattern } from '../patterns'
import type { CommitInput, PullRequestInput, ServiceInput } from '../records/loaded'
import type { PathScope } from './paths'
import type { Release } from './releases'
import type { RepositoryContext } from './repository'
import { type Boundaries, directCommitStages, pullRequestStages } from './stages'

export type DerivedChanges = {
  changes: ChangeFact[]
  quality: QualityFact[]
  /** Index into the deployments of the baseline; -1: none yet. */
  baseline: number
  /** Per commit, the first deployment that reaches it; -1: none. */
  firstReach: Int32Array
  /** Per pull request number, the deployment that delivered it or held it as baseline. */
  pullReach: Map<number, number>
  /** Per deployment, the changes it delivered, without baseline and aggregates. */
  delivered: ChangeFact[][]
}

type HotfixMark = (pull: PullRequestInput) => boolean

function hotfixMark({ labels, branches }: ServiceInput['hotfix']): HotfixMark {
  const wanted = new Set(labels.map((label) => label.toLowerCase()))
  const patterns = branches.map(compilePattern)
  return (pull) =>
    pull.labels.some((label) => wanted.has(label.toLowerCase())) ||
    patterns.some((pattern) => pattern.ok && pattern.test(pull.headBranch))
}

/** Where each commit and pull request first arrived: real ancestry, deployment by deployment. */
function deliver(deployments: Release[], context: RepositoryContext) {
  const { graph, ownership, pullByNumber, aggregates } = context
  const firstReach = new Int32Array(graph.size).fill(-1)
  const pullReach = new Map<number, number>()
  const reached = new Uint8Array(graph.size)
  let baseline = -1
  for (const [index, deployment] of deployments.entries()) {
    const tip = deployment.sha === null ? undefined : graph.indexOf.get(deployment.sha)
    if (tip === undefined) continue
    if (baseline < 0) baseline = index
    const arrived: PullRequestInput[] = []
    for (const node of reachNew(graph, tip, reached)) {
      firstReach[node] = index
      for (const pull of context.landingAt.get(node) ?? []) {
        if (pullReach.has(pull.number)) continue
        pullReach.set(pull.number, index)
        arrived.push(pull)
      }
    }
    // A release that was squashed brings the pull requests whose commits it lists, even through another release.
    for (let pull = arrived.pop(); pull; pull = arrived.pop()) {
      if (!aggregates.has(pull.number)) continue
      for (const { sha } of pull.commits ?? []) {
        const owner = ownership.ownerOf(sha)
        const carried = owner === undefined ? undefined : pullByNumber.get(owner)
        if (!carried || pullReach.has(carried.number)) continue
        pullReach.set(carried.number, index)
        arrived.push(carried)
      }
    }
  }
  return { firstReach, pullReach, baseline }
}

export function deriveChanges(
  service: ServiceInput,
  deployments: Release[],
  context: RepositoryContext,
  scope: PathScope,
): DerivedChanges {
  const { graph, ownership, commits, line } = context
  const { firstReach, pullReach, baseline } = deliver(deployments, context)
  const deployedLine = line.startLine()
  for (const { sha } of deployments) {
    const tip = sha === null ? undefined : graph.indexOf.get(sha)
    if (tip !== undefined) markFirstParents(graph, tip, deployedLine)
  }
  const isHotfix = hotfixMark(service.hotfix)
  const changes: ChangeFact[] = []
  const quality: QualityFact[] = []
  const delivered: ChangeFact[][] = deployments.map(() => [])

  function settle(fact: ChangeFact, index: number | undefined, stages: (deployment: Release) => Boundaries): void {
    const deployment = index === undefined || index < 0 ? undefined : deployments[index]
    let excluded: Exclusion | null = fact.aggregate ? 'aggregate' : null
    if (deployment && index !== undefined) {
      fact.deployment = deployment.id
      fact.deployedAt = deployment.finishedAt
      if (index === baseline) excluded = 'baseline'
      else if (!fact.aggregate) {
        delivered[index]?.push(fact)
        if (fact.startAt > deployment.finishedAt) excluded = 'clock'
      }
      if (excluded === null) Object.assign(fact, stages(deployment))
    }
    fact.excluded = excluded
    changes.push(fact)
  }

  for (const pull of context.pulls) {
    if (!concerns(pull, context, scope)) continue
    const own = ownership.ownCommits(pull)
    const landing = ownership.landingOf(pull)
    if (pull.mergedAt !== null && (landing === null || !graph.indexOf.has(landing)) && !pullReach.has(pull.number)) {
      quality.push({ code: 'unknown_landing', record: `pr:${pull.number}`, at: pull.mergedAt })
    }
    const startAt = own.reduce((earliest, commit) => Math.min(earliest, commit.authoredAt), pull.createdAt)
    const fact: ChangeFact = {
      ...blank(`pr:${pull.number}`, pull.title, startAt),
      url: pull.url,
      bot: pull.bot,
      hotfix: isHotfix(pull),
      aggregate: context.aggregates.has(pull.number),
      createdAt: pull.createdAt,
      mergedAt: pull.mergedAt,
      closedAt: pull.closedAt,
      reachedAt: line.pullReachedAt(pull),
      commits: own,
      additions: pull.additions,
      deletions: pull.deletions,
    }
    const runs = landing === null ? [] : (context.runsBySha.get(landing) ?? [])
    const reviews = context.reviewsByPull.get(pull.number) ?? []
    settle(fact, pullReach.get(pull.number), (deployment) =>
      pullRequestStages(startAt, pull, reviews, runs, deployment),
    )
  }

  for (let node = 0; node < graph.size; node++) {
    if (graph.merge[node]) continue
    const sha = graph.shas[node] as string
    const commit = commits.get(sha) as CommitInput // sound: the graph is built from these commits
    const index = firstReach[node] as number
    if (scope.limited && commit.paths === null && index >= 0 && index !== baseline) {
      quality.push({ code: 'unknown_paths', record: sha, at: deployments[index]?.finishedAt ?? null })
    }
    if (ownership.ownerOf(sha) !== undefined || !scope.touches(node)) continue
    const reachedAt = line.commitReachedAt(node, commit, deployedLine)
    if (index < 0 && reachedAt === null) continue
    const fact: ChangeFact = {
      ...blank(`commit:${sha}`, commit.subject ?? sha.slice(0, 10), commit.authoredAt),
      bot: commit.bot,
      url: commitUrl(context.input.url, sha),
      reachedAt,
      commits: [{ sha, authoredAt: commit.authoredAt }],
      additions: commit.additions,
      deletions: commit.deletions,
    }
    const runs = context.runsBySha.get(sha) ?? []
    settle(fact, index, (deployment) => directCommitStages(commit.authoredAt, commit.committedAt, runs, deployment))
  }
  return { changes, quality, baseline, firstReach, pullReach, delivered }
}

function blank(id: string, title: string, startAt: number): ChangeFact {
  return {
    id,
    title,
    url: null,
    bot: false,
    hotfix: false,
    startAt,
    createdAt: null,
    mergedAt: null,
    closedAt: null,
    reachedAt: null,
    deployment: null,
    deployedAt: null,
    aggregate: false,
    excluded: null,
    boundaries: null,
    observed: null,
    commits: [],
    additions: null,
    deletions: null,
  }
}

/** Forges agree on this address; a repository without an http(s) address has no link. */
function commitUrl(repository: string | null, sha: string): string | null {
  return repository && /^https?:\/\//.test(repository) ? `${repository.replace(/\/$/, '')}/commit/${sha}` : null
}

/**
 * A monorepo service has a pull request if its landing commit or a commit that belongs to it touches the paths, a merge commit by
 * what it brings. An open one owns none yet, so the commits that it lists or that name it are asked.
 */
function concerns(pull: PullRequestInput, context: RepositoryContext, scope: PathScope): boolean {
  if (!scope.limited) return true
  const { graph, ownership } = context
  const landing = ownership.landingOf(pull)
  const listed = pull.commits?.map((commit) => commit.sha) ?? []
  const shas =
    pull.mergedAt === null
      ? [...listed, ...(context.naming.get(pull.number) ?? [])]
      : [...(landing === null ? [] : [landing]), ...(ownership.belonging.get(pull.number) ?? [])]
  for (const sha of shas) {
    const node = graph.indexOf.get(sha)
    if (node !== undefined && scope.brings(node)) return true
  }
  return false
}
