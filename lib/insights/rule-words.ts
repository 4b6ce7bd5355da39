// Rules and reasons in plain words: what counts as a deployment, why one failed, why a change is left out.
import type { Exclusion } from '../facts/change'
import type { FailureReason, RuleInUse } from '../facts/deployment'

const OF_WHAT: Record<RuleInUse['from'], { all: string; where: string }> = {
  deployment: { all: 'deployments as the source reports them', where: 'whose ref matches' },
  pipeline_run: { all: 'pipeline runs', where: 'whose name matches' },
  job: { all: 'jobs of pipeline runs', where: 'whose name matches' },
  tag: { all: 'tags', where: 'that match' },
  merge: { all: 'pull requests merged into the default branch', where: 'that match' },
}

/** The rule as the rest of “What counts as a deployment here: …”; `pattern` is apart so that a page can set it as code. */
export function ruleWords(rule: RuleInUse): { words: string; pattern: string | null; environment: string | null } {
  const { all, where } = OF_WHAT[rule.from]
  const environment = rule.environment ?? null
  if (rule.match !== undefined) return { words: `${all} ${where}`, pattern: rule.match, environment }
  if (rule.from === 'tag') return { words: 'tags that look like a release, such as v1.2.3', pattern: null, environment }
  if (rule.from === 'pipeline_run' || rule.from === 'job')
    return { words: `${all} ${where}`, pattern: 'deploy', environment }
  return { words: all, pattern: null, environment }
}

const FAILURES: Record<FailureReason['kind'], Record<FailureReason['confidence'], string>> = {
  incident: { explicit: 'an incident names it as its cause', inferred: 'an incident began soon after it' },
  rollback: { explicit: 'it was rolled back', inferred: 'the next deployment went back to an earlier commit' },
  revert: { explicit: 'a later deployment reverted part of it', inferred: 'a later deployment reverted part of it' },
  hotfix: { explicit: 'a hotfix followed', inferred: 'the next deployment brought only hotfixes' },
  correction: { explicit: 'a person says that it failed', inferred: 'a person says that it failed' },
}

export function failureWords(reason: FailureReason): string {
  return FAILURES[reason.kind][reason.confidence]
}

const EXCLUSIONS: Record<Exclusion, string> = {
  baseline: 'It was there before the first deployment that is known, so nobody can say when it arrived.',
  aggregate: 'It only brings other pull requests along; those are counted themselves.',
  clock: 'By its times it starts after it was deployed; a clock was wrong.',
}

export function exclusionWords(reason: Exclusion): string {
  return EXCLUSIONS[reason]
}
