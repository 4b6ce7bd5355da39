// Which changes a service's deployments delivered, which wait, and which are left out with what reason (METRICS sections 2 and 3).
import type { ChangeFact, Exclusion } from '../facts/change'
import type { QualityFact } from '../facts/service'
import { markFirstParents, reachNew } from '../graph/reach'
import { compilePattern } from '../patterns'
import type { PullRequestInput, ServiceInput } from '../records/loaded'
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
  const { graph, shas, ownership, pulls, aggregates } = context
  const firstReach = new Int32Array(graph.size).fill(-1)
  const pullReach = new Map<number, number>()
  const reached = new Uint8Array(graph.size)
  let baseline = -1
  for (const [index, deployment] of deployments.entries()) {
    const tip = deployment.sha === null ? undefined : graph.indexOf.get(deployment.sha)
    if (tip === undefined) continue
    if (baseline < 0) baseline = index
    const arrived: number[] = []
    const arrive = (at: number) => {
      const { number } = pulls[at] as PullRequestInput // sound: a place in that list
      if (pullReach.has(number)) return
      pullReach.set(number, index)
      if (aggregates[at]) arrived.push(at)
    }
    for (const node of reachNew(graph, tip, reached)) {
      firstReach[node] = index
      for (const at of context.landingAt(node)) arrive(at)
    }
    // A release that was squashed brings the pull requests whose commits it lists, even through another release.
    for (let at = arrived.pop(); at !== undefined; at = arrived.pop()) {
      for (const { sha } of pulls[at]?.commits ?? []) {
        const owner = ownership.ownerOf(shas.of(sha))
        if (owner !== -1) arrive(owner)
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
      if (excluded === null) {
        const { boundaries, observed } = stages(deployment)
        fact.boundaries = boundaries
        fact.observed = observed
      }
    }
    fact.excluded = excluded
    changes.push(fact)
  }

  for (const [at, pull] of context.pulls.entries()) {
    if (!concerns(at, context, scope)) continue
    const own = ownership.ownCommits(at)
    const landing = ownership.landingOf(at)
    const reach = pullReach.get(pull.number)
    if (pull.mergedAt !== null && (landing === -1 || landing >= graph.size) && reach === undefined) {
      quality.push({ code: 'unknown_landing', record: `pr:${pull.number}`, at: pull.mergedAt })
    }
    let startAt = pull.createdAt
    for (const { authoredAt } of own) startAt = Math.min(startAt, authoredAt)
    const fact: ChangeFact = {
      id: `pr:${pull.number}`,
      title: pull.title,
      url: pull.url,
      bot: pull.bot,
      hotfix: isHotfix(pull),
      startAt,
      createdAt: pull.createdAt,
      mergedAt: pull.mergedAt,
      closedAt: pull.closedAt,
      reachedAt: line.pullReachedAt(at),
      deployment: null,
      deployedAt: null,
      aggregate: context.aggregates[at] === 1,
      excluded: null,
      boundaries: null,
      observed: null,
      commits: own,
      additions: pull.additions,
      deletions: pull.deletions,
    }
    settle(fact, reach, (deployment) => {
      const runs = landing === -1 ? [] : context.runsOf(landing)
      return pullRequestStages(startAt, pull, context.reviewsOf(at), runs, deployment)
    })
  }

  for (const [node, commit] of commits.entries()) {
    if (graph.merge[node]) continue
    const { sha, authoredAt, committedAt } = commit
    const index = firstReach[node] as number
    if (scope.limited && commit.paths === null && index >= 0 && index !== baseline) {
      quality.push({ code: 'unknown_paths', record: sha, at: deployments[index]?.finishedAt ?? null })
    }
    if (ownership.ownerOf(node) !== -1 || !scope.touches(node)) continue
    const reachedAt = line.commitReachedAt(node, commit, deployedLine)
    if (index < 0 && reachedAt === null) continue
    const fact: ChangeFact = {
      id: `commit:${sha}`,
      title: commit.subject ?? sha.slice(0, 10),
      url: commitUrl(context.input.url, sha),
      bot: commit.bot,
      hotfix: false,
      startAt: authoredAt,
      createdAt: null,
      mergedAt: null,
      closedAt: null,
      reachedAt,
      deployment: null,
      deployedAt: null,
      aggregate: false,
      excluded: null,
      boundaries: null,
      observed: null,
      commits: [{ sha, authoredAt }],
      additions: commit.additions,
      deletions: commit.deletions,
    }
    settle(fact, index, (deployment) => directCommitStages(authoredAt, committedAt, context.runsOf(node), deployment))
  }
  return { changes, quality, baseline, firstReach, pullReach, delivered }
}

/** Forges agree on this address; a repository without an http(s) address has no link. */
function commitUrl(repository: string | null, sha: string): string | null {
  return repository && /^https?:\/\//.test(repository) ? `${repository.replace(/\/$/, '')}/commit/${sha}` : null
}

/**
 * A monorepo service has a pull request if its landing commit or a commit that belongs to it touches the paths, a merge commit by
 * what it brings. An open one owns none yet, so the commits that it lists or that name it are asked.
 */
function concerns(at: number, { graph, shas, pulls, ownership, naming }: RepositoryContext, scope: PathScope): boolean {
  if (!scope.limited) return true
  const { mergedAt, commits } = pulls[at] as PullRequestInput // sound: a place in that list
  const ids =
    mergedAt === null
      ? [...(commits ?? []).map(({ sha }) => shas.of(sha)), ...naming(at)]
      : [ownership.landingOf(at), ...ownership.belonging(at)]
  return ids.some((id) => id >= 0 && id < graph.size && scope.brings(id))
}
