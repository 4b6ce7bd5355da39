// The connection's folder: git's configuration, the askpass script, and a look at the repository before it is read.
import { execFile } from 'node:child_process'
import { mkdir, realpath, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StreamgaugeError } from '../../errors'
import type { RunContext } from '../contract'
import { trustedCertificates } from './certificates'
import { checkGitVersion, type Git, gitEnvironment, runGit } from './command'
import { empty, notARepository, shallow } from './failure'
import { type Location, nameOfAddress, nameOfFolder, publicUrl } from './location'
import { publicOnly } from './reach'

export type Workspace = {
  git: Git
  workdir: string
  /** `owner/name`. */
  repository: string
  /** Without credentials; absent when the repository has no public address. */
  url?: string
  gitVersion: string
  objectFormat: 'sha1' | 'sha256'
  /** The branches that the remote's HEAD and, in a clone, its origin's HEAD name; absent when detached. */
  heads: { head?: string; originHead?: string; headSha?: string }
}

// NOTE: hooks, filters and helpers of the user's own configuration have no business in a mirror.
const CONFIG = `[core]
\thooksPath = /dev/null
\tattributesFile = /dev/null
\tquotePath = false
[protocol]
\tallow = never
[protocol "https"]
\tallow = always
[protocol "ssh"]
\tallow = always
[protocol "file"]
\tallow = always
[uploadpack]
\tallowFilter = true
[fetch]
\twriteCommitGraph = true
[gc]
\tautoDetach = false
[i18n]
\tlogOutputEncoding = UTF-8
[log]
\tshowSignature = false
\tshowRoot = true
`

// Answers for the one host that the credentials are meant for: a redirect elsewhere gets nothing.
const ASKPASS = `#!/bin/sh
case "$1" in
"Username for 'https://$STREAMGAUGE_GIT_HOST': ") printf '%s\\n' "$STREAMGAUGE_GIT_USERNAME" ;;
"Password for 'https://"*"@$STREAMGAUGE_GIT_HOST': ") printf '%s\\n' "$STREAMGAUGE_GIT_PASSWORD" ;;
*) exit 1 ;;
esac
`

/** Throws StreamgaugeError for everything that can be wrong before the first byte is fetched. */
export async function openWorkspace(context: RunContext, location: Location, name?: string): Promise<Workspace> {
  const workdir = await makeWorkdir(context.workdir)
  const files = { config: join(workdir, 'gitconfig'), askpass: join(workdir, 'askpass') }
  const environment = gitEnvironment(context, location, files)
  environment.GIT_CEILING_DIRECTORIES = dirname(workdir) // the workdir itself may lie inside somebody's repository
  const git: Git = { environment, signal: context.signal, location }
  const config = CONFIG + (await publicOnly(context, location)) + (await safeDirectories(context, location))
  const trusted = await trustedCertificates(context, location)
  const certificates = join(workdir, 'certificates.pem')
  if (trusted !== undefined) environment.GIT_SSL_CAINFO = certificates
  await writing(workdir, async () => {
    if (trusted !== undefined) await writeFile(certificates, trusted)
    await writeFile(files.config, config)
    await writeFile(files.askpass, ASKPASS, { mode: 0o700 })
  })
  const gitVersion = await checkGitVersion(git)
  const local = location.kind === 'path' ? await probeClone(git, location.address) : undefined
  const origin = local ? local.origin : location.address
  const repository = name ?? (origin && nameOfAddress(origin)) ?? nameOfFolder(location.address)
  if (!repository) {
    const hint = 'Add `repository: owner/name` to the source.'
    throw new StreamgaugeError('config', `${location.address} gives the repository no name`, { hint })
  }
  const { heads, objectFormat } = await askHeads(git, workdir)
  const url = origin && publicUrl(origin)
  return { git, workdir, repository, url, gitVersion, objectFormat: local?.objectFormat ?? objectFormat, heads }
}

export function emptyRepository(workspace: Workspace): StreamgaugeError {
  return empty(workspace.git.location.address)
}

async function makeWorkdir(path: string): Promise<string> {
  return writing(path, async () => {
    await mkdir(path, { recursive: true, mode: 0o700 })
    return realpath(path)
  })
}

/** Names the folder and what to do when it cannot be written. */
async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      const hint = 'Free some space or move STREAMGAUGE_HOME, then collect again.'
      throw new StreamgaugeError('unavailable', `There is no space left on the disk of ${path}`, { hint, cause })
    }
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(code)) throw cause
    const hint = 'STREAMGAUGE_HOME must be a folder that the user who runs Streamgauge may write.'
    throw new StreamgaugeError('config', `${path} cannot be written (${code})`, { hint, cause })
  }
}

/** The user's own word on folders of others that git may read; the rest of their configuration stays out. */
async function safeDirectories(context: RunContext, location: Location): Promise<string> {
  if (location.kind !== 'path') return ''
  const values: string[] = []
  for (const scope of ['--system', '--global']) {
    const args = ['config', scope, '--null', '--get-all', 'safe.directory']
    const environment: RunContext['environment'] = { ...context.environment, GIT_DIR: undefined, GIT_CONFIG: undefined }
    const options = { env: environment as NodeJS.ProcessEnv, signal: context.signal }
    const answer = await promisify(execFile)('git', args, options).catch((error: { code?: unknown }) => {
      if (context.signal.aborted) throw error
      return { stdout: '' } // none is set; a git that is missing or broken is reported by the version check
    })
    values.push(...answer.stdout.split('\0').slice(0, -1))
  }
  const quoted = values.map((value) => `\tdirectory = "${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"\n`)
  return quoted.length > 0 ? `[safe]\n${quoted.join('')}` : ''
}

type Clone = { origin?: string; objectFormat: 'sha1' | 'sha256' }

async function probeClone(git: Git, path: string): Promise<Clone> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown')
  if (found === 'EACCES') {
    const hint = 'Give the user that runs Streamgauge read access to it.'
    throw new StreamgaugeError('config', `${path} may not be read`, { hint })
  }
  if (typeof found === 'string') {
    throw new StreamgaugeError('not-found', `${path} does not exist`, { hint: 'Check the path for a typing error.' })
  }
  if (!found.isDirectory()) throw notARepository(path)
  const asked = ['--is-shallow-repository', '--show-object-format', '--show-prefix']
  const above = { ...git, environment: { ...git.environment, GIT_CEILING_DIRECTORIES: '' } }
  const [isShallow, format, prefix] = (await runGit(above, ['-C', path, 'rev-parse', ...asked])).split('\n')
  if (prefix) throw notARepository(path, (await runGit(above, ['-C', path, 'rev-parse', '--show-toplevel'])).trim())
  if (isShallow === 'true') throw shallow(path)
  const origin = await runGit(above, ['-C', path, 'config', '--get', 'remote.origin.url'], { answers: [1] })
  return { origin: origin.replace(/\n$/, '') || undefined, objectFormat: format === 'sha256' ? 'sha256' : 'sha1' }
}

async function askHeads(git: Git, workdir: string): Promise<Pick<Workspace, 'heads' | 'objectFormat'>> {
  const patterns = git.location.kind === 'path' ? ['HEAD', 'refs/remotes/origin/HEAD'] : ['HEAD']
  const args = ['ls-remote', '--symref', '--', git.location.address, ...patterns]
  const lines = (await runGit(git, args, { cwd: workdir })).split('\n').map((line) => line.split('\t'))
  const value = (name: string, symbolic: boolean) =>
    lines.find(([text, ref]) => ref === name && text?.startsWith('ref: ') === symbolic)?.[0]
  const branch = (name: string, prefix: string) => {
    const target = value(name, true)?.slice('ref: '.length)
    return target?.startsWith(prefix) ? target.slice(prefix.length) : undefined
  }
  const headSha = value('HEAD', false)
  return {
    objectFormat: headSha?.length === 64 ? 'sha256' : 'sha1',
    heads: {
      head: branch('HEAD', 'refs/heads/'),
      originHead: branch('refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
      headSha,
    },
  }
}
