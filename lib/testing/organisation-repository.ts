// The records of one random repository.
import type { RecordInput } from '../records/record'
import { DAY, type RepositoryDraft, START } from './organisation-drafts'
import { person, sha } from './scenario'

export function instant(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}

export function moment(time: number): string {
  return new Date(time).toISOString()
}

/** The records of one repository; commits are named `<name>-<index>`. */
export function repositoryRecords(name: string, draft: RepositoryDraft): { inputs: RecordInput[]; times: number[] } {
  const repository = `acme/${name}`
  const times: number[] = []
  for (const one of draft.commits) times.push((times.at(-1) ?? START) + one.step)
  const count = draft.commits.length
  const nth = (number: number) => Math.min(number, Math.max(count - 1, 0))
  const named = (number: number) => sha(`${name}-${nth(number)}`)
  const timeOf = (number: number) => times[nth(number)] ?? START
  const inputs: RecordInput[] = [
    { type: 'repository', name: repository, headSha: draft.head === undefined ? undefined : named(draft.head) },
  ]
  for (const [number, one] of draft.commits.entries()) {
    const first = number - 1 - one.back
    const parents = number === 0 ? [] : [one.orphan ? sha(`${name}-missing`) : named(Math.max(first, 0))]
    if (one.other !== undefined && number > 1) parents.push(named(Math.max(number - 1 - one.other, 0)))
    const reverted = one.reverts && number >= one.reverts.back ? named(number - one.reverts.back) : undefined
    inputs.push({
      type: 'commit',
      repository,
      sha: named(number),
      parents: [...new Set(parents)],
      authoredAt: moment(timeOf(number) - one.written),
      committedAt: moment(timeOf(number)),
      author: one.by === undefined ? undefined : person(one.by),
      body: reverted && `This reverts commit ${reverted.slice(0, one.reverts?.digits)}.`,
      paths: one.paths,
      pullRequest: one.pullRequest,
    })
  }
  const lists = new Map<number, { sha: string; authoredAt: string }[]>()
  for (const [position, one] of draft.pulls.entries()) {
    const number = position + 1
    const tip = nth(one.tip)
    const mergedAt = timeOf(tip) + one.merged
    const indices = Array.from({ length: one.size }, (_, back) => tip - back).filter((each) => each >= 0)
    const carried = [...lists].slice(-2).flatMap(([, list]) => list)
    const listOf = {
      squash: indices.map((each) => ({
        sha: sha(`${name}-branch-${number}-${each}`),
        authoredAt: moment(timeOf(each) - DAY),
      })),
      release: [...carried, ...(carried.length === 0 ? [{ sha: named(tip), authoredAt: moment(timeOf(tip)) }] : [])],
    }
    const straight = indices.reverse().map((each) => ({
      sha: named(each),
      authoredAt: moment(timeOf(each) - (draft.commits[each]?.written ?? 0)),
    }))
    const all = one.style === 'squash' ? listOf.squash : one.style === 'release' ? listOf.release : straight
    const commits = [...new Map(all.map((each) => [each.sha, each])).values()]
    lists.set(number, commits)
    const isMerged = one.style !== 'open' && one.style !== 'closed'
    inputs.push({
      type: 'pull_request',
      repository,
      number,
      title: `Change ${number}`,
      author: one.by === undefined ? undefined : person(one.by),
      baseBranch: one.base,
      headBranch: one.branch,
      createdAt: moment(mergedAt - one.opened),
      readyAt: one.ready === undefined ? undefined : moment(mergedAt - one.opened + one.ready),
      mergedAt: isMerged ? moment(mergedAt) : undefined,
      closedAt: one.style === 'open' ? undefined : moment(mergedAt),
      mergeCommitSha: isMerged && one.landing && one.style !== 'rebase' ? named(tip) : undefined,
      commits: one.listed && commits.length > 0 ? commits : undefined,
      labels: one.labels,
    })
  }
  for (const [number, one] of draft.reviews.entries()) {
    const { pullRequest, state } = one
    const [author, submittedAt] = [person(one.by), moment(one.time)]
    inputs.push({ type: 'review', repository, pullRequest, id: `review-${number}`, author, state, submittedAt })
  }
  for (const [number, one] of draft.runs.entries()) {
    const queued = timeOf(one.commit) + one.after
    const started = one.started === undefined ? undefined : queued + one.started
    inputs.push({
      type: 'pipeline_run',
      repository,
      id: `r${Math.floor(number / 2)}`,
      attempt: (number % 2) + 1,
      pipeline: one.pipeline,
      branch: one.branch,
      sha: named(one.commit),
      queuedAt: moment(queued),
      startedAt: instant(started),
      finishedAt: one.finished === undefined ? undefined : moment((started ?? queued) + one.finished),
      status: one.status,
    })
  }
  for (const [number, one] of draft.jobs.entries()) {
    inputs.push({
      type: 'job',
      repository,
      run: `r${Math.floor(one.run / 2)}`,
      attempt: (one.run % 2) + 1,
      id: `j${number}`,
      name: one.name,
      startedAt: one.started === undefined ? undefined : moment(one.time - one.started),
      finishedAt: one.finished ? moment(one.time) : undefined,
      status: one.status,
    })
  }
  for (const one of draft.tags) {
    const createdAt = timeOf(one.commit) + one.after
    inputs.push({
      type: 'tag',
      repository,
      name: one.name,
      sha: named(one.commit),
      createdAt: moment(createdAt),
      publishedAt: one.published === undefined ? undefined : moment(createdAt + one.published),
      prerelease: one.prerelease,
    })
  }
  return { inputs, times }
}
