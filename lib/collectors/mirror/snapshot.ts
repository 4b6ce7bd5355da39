// The state of all refs at one moment: tips, tags with their dates, the default branch and where it points.
import type { RecordInput } from '../../records/record'
import type { Rejected } from '../contract'
import { listRefs, type Mirror, type Ref, runMirror } from './mirror'
import { parseSeconds, type Since } from './schema'
import type { Workspace } from './workspace'

type TagInput = Extract<RecordInput, { type: 'tag' }>

export type Snapshot = {
  /** Becomes the next run's `since`. */
  since: Since
  tags: Map<string, { record: TagInput } | { rejected: Rejected }>
}

export async function takeSnapshot(mirror: Mirror, workspace: Workspace): Promise<Snapshot> {
  const tips = new Set<string>()
  const branches = new Map<string, string>()
  const objects: [string, string][] = []
  const tags: Snapshot['tags'] = new Map()
  for await (const ref of listRefs(mirror)) {
    if (ref.name.startsWith('refs/tags/')) {
      const name = ref.name.slice('refs/tags/'.length)
      const tag = await readTag(mirror, workspace.repository, name, ref)
      objects.push([name, ref.object])
      tags.set(name, tag)
      if ('record' in tag) tips.add(tag.record.sha)
    } else if (ref.type === 'commit') {
      branches.set(ref.name.slice('refs/'.length), ref.object)
      tips.add(ref.object)
    }
  }
  const head = await findHead(mirror, workspace, branches)
  const { repository, url } = workspace
  const since = { repository, url, ...head, tips: [...tips].sort(), tags: objects }
  return { since, tags }
}

async function readTag(mirror: Mirror, repository: string, name: string, ref: Ref) {
  const refuse = (path: string, reason: string) => ({ rejected: { position: `tag ${name}`, path, reason } })
  let { object: sha, type, committedAt } = ref
  if (ref.target) {
    sha = ref.target.object
    type = ref.target.type
    committedAt = ref.taggedAt
    if (type === 'tag') {
      const answer = await runMirror(mirror, ['rev-parse', '--verify', '--quiet', `${sha}^{}`])
      sha = answer.trim()
      type = (await runMirror(mirror, ['cat-file', '-t', sha])).trim() as Ref['type'] // sound: git has four types
    }
    // Tags of git's first years name no tagger.
    if (type === 'commit' && !committedAt) {
      committedAt = (await runMirror(mirror, ['log', '--no-walk', '--no-patch', '--format=%ct', sha])).trim()
    }
  }
  if (type !== 'commit') return refuse('sha', `points at a ${type}, not at a commit`)
  const createdAt = parseSeconds(committedAt)
  if (!createdAt) return refuse('createdAt', 'is not a time of the years 1970 to 9999')
  const record: TagInput = { type: 'tag', repository, name, sha, createdAt }
  return { record }
}

async function findHead(mirror: Mirror, { heads }: Workspace, branches: Map<string, string>) {
  const shaOf = (branch: string) => branches.get(`heads/${branch}`) ?? branches.get(`remotes/origin/${branch}`)
  // In a clone HEAD is what somebody works on; what the project calls its default is its origin's HEAD.
  const candidates = [heads.originHead, heads.head, 'main', 'master']
  const defaultBranch = candidates.find((branch) => branch !== undefined && shaOf(branch) !== undefined)
  if (!defaultBranch) return { headSha: heads.headSha }
  const own = branches.get(`heads/${defaultBranch}`)
  const origin = branches.get(`remotes/origin/${defaultBranch}`)
  if (!own || !origin || own === origin) return { defaultBranch, headSha: own ?? origin }
  // Of a clone's two the one that is ahead; when they have parted, what others see.
  const ahead = await runMirror(mirror, ['rev-list', '--max-count=1', own, `^${origin}`])
  const behind = await runMirror(mirror, ['rev-list', '--max-count=1', origin, `^${own}`])
  return { defaultBranch, headSha: ahead && !behind ? own : origin }
}
