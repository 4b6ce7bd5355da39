// Runs git: what it may see of the environment, what it may do, and how its failures become errors with a hint.
import { type ChildProcess, spawn } from 'node:child_process'
import { StreamgaugeError } from '../../errors'
import type { RunContext } from '../contract'
import { explainFailure } from './failure'
import type { Location } from './location'

export type Git = {
  /** `context.environment` without anything that could steer git, plus what keeps it quiet and safe. */
  environment: Record<string, string>
  signal: AbortSignal
  location: Location
}

/** Variables of git's own that a user sets to reach the network; every other GIT_* is dropped. */
const KEPT = new Set(['GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO', 'GIT_SSL_CAPATH', 'GIT_EXEC_PATH'])
const DROPPED = new Set(['SSH_ASKPASS', 'SSH_ASKPASS_REQUIRE', 'LANGUAGE', 'LC_MESSAGES'])

/** `config` and `askpass` are files of ours: see workspace.ts. */
export function gitEnvironment(
  context: RunContext,
  location: Location,
  files: { config: string; askpass: string },
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(context.environment)) {
    if (value === undefined || DROPPED.has(name) || (name.startsWith('GIT_') && !KEPT.has(name))) continue
    environment[name] = value
  }
  const ssh = environment.GIT_SSH_COMMAND ?? (environment.GIT_SSH ? undefined : 'ssh')
  if (ssh) environment.GIT_SSH_COMMAND = `${ssh} -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=30`
  const { credentials } = location
  return {
    ...environment,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
    GIT_ASKPASS: credentials ? files.askpass : '', // NOTE: empty stops git from looking for another one
    GIT_CONFIG_GLOBAL: files.config,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_HTTP_LOW_SPEED_LIMIT: '1000',
    GIT_HTTP_LOW_SPEED_TIME: '60',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    ...(credentials && {
      STREAMGAUGE_GIT_HOST: new URL(location.address).host,
      STREAMGAUGE_GIT_USERNAME: credentials.username,
      STREAMGAUGE_GIT_PASSWORD: credentials.password,
    }),
  }
}

export type CommandOptions = {
  cwd?: string
  /** Written to standard input, then closed. */
  input?: string
  /** Every piece of standard error, for progress. */
  onStderr?: (text: string) => void
  /** Exit codes that are an answer rather than a failure; 0 always is. */
  answers?: number[]
}

const STDERR_KEPT = 8_192

/** Streams standard output in chunks; throws StreamgaugeError when git fails, also after the last chunk. */
export async function* streamGit(git: Git, args: string[], options: CommandOptions = {}): AsyncGenerator<Buffer> {
  const child = spawn('git', args, { cwd: options.cwd, env: git.environment as NodeJS.ProcessEnv, windowsHide: true })
  const kill = () => child.kill('SIGTERM')
  git.signal.addEventListener('abort', kill, { once: true })
  if (git.signal.aborted) kill()
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT)
    options.onStderr?.(text)
  })
  child.stdin.on('error', () => {}) // git ended before it read everything; its exit code tells why
  child.stdin.end(options.input ?? '')
  const ended = endOf(child)
  try {
    for await (const chunk of child.stdout) yield chunk
    const { code, error } = await ended
    git.signal.throwIfAborted()
    if (error) throw missingGit(error)
    if (code !== 0 && !options.answers?.includes(code ?? -1)) throw explainFailure(git.location, args, code, stderr)
  } finally {
    git.signal.removeEventListener('abort', kill)
    if (child.exitCode === null) kill()
    await ended // no process of ours outlives the generator
  }
}

/** Standard output as a whole; for short answers only. */
export async function runGit(git: Git, args: string[], options: CommandOptions = {}): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of streamGit(git, args, options)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Standard output cut at a separator byte, one piece at a time; what follows the last separator is a piece too. */
export async function* splitGit(
  git: Git,
  args: string[],
  separator: number,
  options: CommandOptions = {},
): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = []
  for await (const chunk of streamGit(git, args, options)) {
    const pieces: Buffer[] = []
    let start = 0
    for (let end = chunk.indexOf(separator); end >= 0; end = chunk.indexOf(separator, start)) {
      const piece = chunk.subarray(start, end)
      pieces.push(rest.length > 0 ? Buffer.concat([...rest, piece]) : piece)
      rest = []
      start = end + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
    if (pieces.length > 0) yield pieces
  }
  if (rest.length > 0) yield [Buffer.concat(rest)]
}

type Ended = { code: number | null; error?: NodeJS.ErrnoException }
function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }))
    child.once('close', (code) => resolve({ code }))
  })
}

const INSTALL = 'Install git 2.31 or newer (https://git-scm.com/downloads) and see that it is on the PATH.'

function missingGit(cause: NodeJS.ErrnoException): StreamgaugeError {
  if (cause.code === 'ENOENT') return new StreamgaugeError('config', 'git was not found', { hint: INSTALL, cause })
  return new StreamgaugeError('config', `git could not be started: ${cause.code ?? cause.message}`, {
    hint: INSTALL,
    cause,
  })
}

/** Throws `config` when git is missing or too old. */
export async function checkGitVersion(git: Git): Promise<string> {
  const answer = await runGit(git, ['--version'])
  const match = /(\d+)\.(\d+)(\.\d+)*/.exec(answer)
  const [major, minor] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)]
  if (major > 2 || (major === 2 && minor >= 31)) return match?.[0] ?? ''
  throw new StreamgaugeError('config', `git is version ${match?.[0] ?? answer.trim()}, which is too old`, {
    hint: INSTALL,
  })
}
