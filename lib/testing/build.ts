// Builders of valid records for tests: name what matters, the rest is sensible. All are of source `import` unless said.
import { parseRecord, type RecordInput, type RecordType, type SourceRecord } from '../records/record'

type Input<Type extends RecordType> = Omit<Extract<RecordInput, { type: Type }>, 'type'>
type Built<Type extends RecordType> = Extract<SourceRecord, { type: Type }>

export const BUILD_TIME = '2026-03-02T09:00:00Z'

/** Any text as a full sha, the same text always the same one. */
export function sha(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(40, '0').slice(0, 40)
}

function build<Type extends RecordType>(type: Type, defaults: object, given: object): Built<Type> {
  const parsed = parseRecord({ ...defaults, ...given, type })
  if (!parsed.ok) throw new Error(`This ${type} is not valid: ${parsed.field} ${parsed.reason}`)
  return parsed.record as Built<Type> // sound: parsed by that type's schema, and builders never set `deleted`
}

export function team(given: Partial<Input<'team'>> = {}) {
  return build('team', { name: 'Storefront' }, given)
}

export function service(given: Partial<Input<'service'>> = {}) {
  return build('service', { name: 'shop', repository: 'acme/shop' }, given)
}

export function repository(given: Partial<Input<'repository'>> = {}) {
  return build('repository', { name: 'acme/shop', defaultBranch: 'main' }, given)
}

/** `at` is both the authored and the committed time. */
export function commit({ at = BUILD_TIME, ...given }: Partial<Input<'commit'>> & { at?: string } = {}) {
  const defaults = { repository: 'acme/shop', sha: sha('one'), parents: [], authoredAt: at, committedAt: at }
  return build('commit', defaults, given)
}

export function pullRequest(given: Partial<Input<'pull_request'>> = {}) {
  const number = given.number ?? 1
  const defaults = {
    repository: 'acme/shop',
    number,
    title: `Change ${number}`,
    baseBranch: 'main',
    headBranch: `change-${number}`,
    createdAt: BUILD_TIME,
  }
  return build('pull_request', defaults, given)
}

export function review(given: Partial<Input<'review'>> = {}) {
  const defaults = {
    repository: 'acme/shop',
    pullRequest: 1,
    id: '1',
    author: 'reviewer',
    state: 'approved',
    submittedAt: BUILD_TIME,
  }
  return build('review', defaults, given)
}

/** `at` is when it was queued. */
export function pipelineRun({ at = BUILD_TIME, ...given }: Partial<Input<'pipeline_run'>> & { at?: string } = {}) {
  const defaults = {
    repository: 'acme/shop',
    id: '1',
    pipeline: 'Build',
    sha: sha('one'),
    queuedAt: at,
    status: 'success',
  }
  return build('pipeline_run', defaults, given)
}

export function job(given: Partial<Input<'job'>> = {}) {
  return build('job', { repository: 'acme/shop', run: '1', id: '1', name: 'test', status: 'success' }, given)
}

/** A successful one of the service `shop` to production, unless a service or a repository is named; `at` is when it finished. */
export function deployment({ at = BUILD_TIME, ...given }: Partial<Input<'deployment'>> & { at?: string } = {}) {
  const owner = given.repository === undefined ? { service: 'shop' } : {}
  const defaults = {
    ...owner,
    id: '1',
    environment: 'production',
    sha: sha('one'),
    finishedAt: at,
    status: 'success',
  }
  return build('deployment', defaults, given)
}

export function tag({ at = BUILD_TIME, ...given }: Partial<Input<'tag'>> & { at?: string } = {}) {
  return build('tag', { repository: 'acme/shop', name: 'v1', sha: sha('one'), createdAt: at }, given)
}

/** `at` is when it started. */
export function incident({ at = BUILD_TIME, ...given }: Partial<Input<'incident'>> & { at?: string } = {}) {
  return build('incident', { id: '1', service: 'shop', title: 'Checkout is down', startedAt: at }, given)
}

export function verification(given: Partial<Input<'verification'>> = {}) {
  return build('verification', { deployment: '1', name: 'smoke test', status: 'success', at: BUILD_TIME }, given)
}

export function annotation(given: Partial<Input<'annotation'>> = {}) {
  return build('annotation', { id: '1', at: BUILD_TIME, text: 'Release freeze' }, given)
}

export function correction(given: Partial<Input<'correction'>> = {}) {
  const about = given.incident === undefined ? { deployment: '1' } : {}
  return build('correction', { id: '1', ...about, says: 'confirm', at: BUILD_TIME }, given)
}
