// A bare, partial mirror of one repository in the connection's folder: fetched, read, and made anew when damaged.
import { createHash } from 'node:crypto'
import { access, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StreamgaugeError } from '../../errors'
import type { RunContext } from '../contract'
import { type Git, runGit, splitGit } from './command'
import { shallow } from './failure'
import type { Workspace } from './workspace'

/** What a mirror needs of a run. */
export type MirrorContext = RunContext & { note: (text: string) => void }

export type Mirror = { git: Git; path: string }

/** A ref as the mirror has it; `type` and `target` describe what an annotated tag points at. */
export type Ref = {
  name: string
  object: string
  type: 'commit' | 'tag' | 'tree' | 'blob'
  target?: { object: string; type: 'commit' | 'tag' | 'tree' | 'blob' }
  /** Seconds since 1970: of the tag itself, and of the commit that it names directly. */
  taggedAt?: string
  committedAt?: string
}

const REFSPECS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
const NEWLINE = 10

/** Brings the mirror up to date; the clone at `path` or behind the address is only read. */
export async function fetchMirror(context: MirrorContext, workspace: Workspace): Promise<Mirror> {
  const { address } = workspace.git.location
  // Paths need trees, nothing needs the content of files.
  const filter = context.wantPaths ? 'blob:none' : 'tree:0'
  const id = createHash('sha256')
    .update(JSON.stringify([address, filter]))
    .digest('hex')
    .slice(0, 16)
  const path = join(workspace.workdir, `${id}.git`)
  await removeOthers(workspace.workdir, `${id}.git`)
  try {
    await update(context, workspace, path, filter)
  } catch (error) {
    if (!(error instanceof StreamgaugeError) || error.kind !== 'unexpected') throw error
    // A killed process leaves locks, a full disk half a pack, an old server knows no filters: all are met by a fresh start.
    context.note('starting the mirror over')
    await rm(path, { recursive: true, force: true })
    await update(context, workspace, path, undefined)
  }
  const mirror = { git: offline(workspace.git), path }
  const answer = await runMirror(mirror, ['rev-parse', '--is-shallow-repository'])
  if (answer.trim() === 'true') throw shallow(address)
  return mirror
}

async function update(context: MirrorContext, workspace: Workspace, path: string, filter: string | undefined) {
  const { git, objectFormat } = workspace
  const inMirror = (args: string[]) => runGit(git, [`--git-dir=${path}`, ...args], { cwd: workspace.workdir })
  if (!(await isWhole(git, workspace.workdir, path))) {
    await rm(path, { recursive: true, force: true })
    const format = `--object-format=${objectFormat}`
    await runGit(git, ['init', '--quiet', '--bare', '--template=', format, path], { cwd: workspace.workdir })
    await inMirror(['config', 'remote.origin.url', git.location.address])
    if (filter) {
      await inMirror(['config', 'core.repositoryFormatVersion', '1'])
      await inMirror(['config', 'extensions.partialClone', 'origin'])
      await inMirror(['config', 'remote.origin.promisor', 'true'])
      await inMirror(['config', 'remote.origin.partialCloneFilter', filter])
    }
    await inMirror(['config', '--file', join(path, 'complete-init'), 'mirror.complete', 'true'])
  }
  const refspecs = [...REFSPECS]
  // Someone's clone knows most branches only as its origin's; a server's own remotes are nobody's business.
  if (git.location.kind === 'path') refspecs.push('+refs/remotes/origin/*:refs/remotes/origin/*')
  const quiet = ['--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules']
  const args = ['fetch', '--progress', '--prune', '--force', ...quiet, 'origin', ...refspecs]
  let last = ''
  const onStderr = (text: string) => {
    const step = /([A-Z][a-z]+ [a-z]+): +(\d+)%/.exec(text)
    const note = step ? `${step[1]?.toLowerCase()}, ${step[2]} %` : last
    if (note !== last) context.note(note)
    last = note
  }
  for await (const _ of splitGit(git, [`--git-dir=${path}`, ...args], NEWLINE, { cwd: workspace.workdir, onStderr })) {
    // fetch has nothing to say on standard output
  }
}

async function isWhole(git: Git, cwd: string, path: string): Promise<boolean> {
  const marked = await access(join(path, 'complete-init')).then(
    () => true,
    () => false,
  )
  if (!marked) return false
  const args = [`--git-dir=${path}`, 'rev-parse', '--is-bare-repository']
  return (await runGit(git, args, { cwd, answers: [128] })).trim() === 'true'
}

/** Mirrors of a former address or filter. */
async function removeOthers(workdir: string, kept: string) {
  for (const name of await readdir(workdir)) {
    if (name !== kept && /^[0-9a-f]{16}\.git$/.test(name))
      await rm(join(workdir, name), { recursive: true, force: true })
  }
}

/** NOTE: a partial mirror would fetch what it lacks, one object at a time; reading must not reach out. */
function offline(git: Git): Git {
  return { ...git, environment: { ...git.environment, GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' } }
}

export function runMirror(mirror: Mirror, args: string[], input?: string): Promise<string> {
  return runGit(mirror.git, [`--git-dir=${mirror.path}`, ...args], { cwd: mirror.path, input })
}

/** Standard output in pieces between separators; see splitGit. */
export function splitMirror(mirror: Mirror, args: string[], separator: number, input?: string) {
  return splitGit(mirror.git, [`--git-dir=${mirror.path}`, ...args], separator, { cwd: mirror.path, input })
}

export async function dropMirror(mirror: Mirror) {
  await rm(mirror.path, { recursive: true, force: true })
}

const REF_FIELDS = ['refname', 'objectname', 'objecttype', 'object', 'type', 'taggerdate:unix', 'committerdate:unix']

/** Branches, the clone's origin branches, and tags. */
export async function* listRefs(mirror: Mirror): AsyncGenerator<Ref> {
  const format = REF_FIELDS.map((field) => `%(${field})`).join('%00')
  const args = ['for-each-ref', `--format=${format}`, 'refs/heads', 'refs/remotes/origin', 'refs/tags']
  for await (const lines of splitMirror(mirror, args, NEWLINE)) {
    for (const line of lines) {
      const [name = '', object = '', type = '', targetObject, targetType, taggedAt, committedAt] =
        decode(line).split('\0')
      if (name === 'refs/remotes/origin/HEAD') continue
      const target = targetObject && targetType ? { object: targetObject, type: targetType as Ref['type'] } : undefined
      yield { name, object, type: type as Ref['type'], target, taggedAt, committedAt } // sound: git has four types
    }
  }
}

/** UTF-8, or Latin-1 where it is not: every byte sequence is a text, the same one each time. */
export function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(bytes) ? bytes.toString('latin1') : text
}

/** Which of these commits the mirror has. */
export async function existingCommits(mirror: Mirror, shas: string[]): Promise<string[]> {
  if (shas.length === 0) return []
  const answer = await runMirror(
    mirror,
    ['cat-file', '--batch-check=%(objectname) %(objecttype)'],
    `${shas.join('\n')}\n`,
  )
  const lines = answer.split('\n')
  return shas.filter((sha, index) => lines[index] === `${sha} commit`)
}

/** Commits reachable from `tips` and not from `known`, parents first, else the oldest first. */
export async function* listCommits(mirror: Mirror, tips: string[], known: string[]): AsyncGenerator<string[]> {
  if (tips.length === 0) return
  const input = [...tips, ...known.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join('')
  const args = ['rev-list', '--date-order', '--reverse', '--stdin']
  for await (const lines of splitMirror(mirror, args, NEWLINE, input))
    yield lines.map((line) => line.toString('latin1'))
}

/** Keeps the mirror small; called only when nothing that it would drop is still needed. */
export async function tidyMirror(mirror: Mirror) {
  await runMirror(mirror, ['gc', '--auto', '--quiet'])
}
