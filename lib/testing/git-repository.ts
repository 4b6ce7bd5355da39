// Builds real git repositories in a temporary folder: chosen dates, authors, merges, tags, names.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export type CommitOptions = {
  /** RFC 3339; by default a minute after the last one. */
  at?: string
  committedAt?: string
  author?: string
  email?: string
  /** Path to content; by default one file that is new with every commit. */
  files?: Record<string, string>
  remove?: string[]
  empty?: boolean
}

const FIRST = Date.parse('2026-01-05T09:00:00Z')
const removers: (() => void)[] = []

/** A folder that is removed by `removeFolders`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'streamgauge-test-'))
  removers.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function removeFolders() {
  for (const remove of removers.splice(0)) remove()
}

export class GitRepository {
  readonly path: string
  #now = FIRST
  #count = 0

  constructor(path = join(temporaryFolder(), 'shop'), options: string[] = []) {
    this.path = path
    mkdirSync(path, { recursive: true })
    this.run('init', '--quiet', '--initial-branch=main', ...options)
  }

  run(...args: string[]): string {
    return this.#run(args, {})
  }

  #run(args: string[], environment: Record<string, string>): string {
    const safe = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', HOME: this.path, PATH: process.env.PATH }
    const people = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' }
    const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' }
    const env = { ...safe, ...people, ...committer, ...environment } as unknown as NodeJS.ProcessEnv // PATH is all git needs
    return execFileSync('git', args, {
      cwd: this.path,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  }

  #dates(at: string | undefined, committedAt = at): Record<string, string> {
    this.#now += 60_000
    const now = new Date(this.#now).toISOString()
    return { GIT_AUTHOR_DATE: at ?? now, GIT_COMMITTER_DATE: committedAt ?? now }
  }

  commit(message: string, options: CommitOptions = {}): string {
    this.#count += 1
    const files = options.files ?? (options.empty || options.remove ? {} : { [`file-${this.#count}.txt`]: message })
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true })
      writeFileSync(join(this.path, name), content)
    }
    for (const name of options.remove ?? []) rmSync(join(this.path, name))
    this.run('add', '--all')
    const { author = 'Ada', email = 'ada@example.com' } = options
    const environment = {
      ...this.#dates(options.at, options.committedAt),
      GIT_AUTHOR_NAME: author,
      GIT_AUTHOR_EMAIL: email,
    }
    this.#run(['commit', '--quiet', '--allow-empty', '--allow-empty-message', '--message', message], environment)
    return this.head()
  }

  branch(name: string, at = 'HEAD'): void {
    this.run('checkout', '--quiet', '-b', name, at)
  }

  checkout(name: string): void {
    this.run('checkout', '--quiet', name)
  }

  merge(branch: string, options: { at?: string; squash?: boolean } = {}): string {
    if (options.squash) {
      this.run('merge', '--quiet', '--squash', branch)
      return this.commit(`Squash ${branch}`, { at: options.at, empty: true })
    }
    this.#run(['merge', '--quiet', '--no-ff', '--message', `Merge ${branch}`, branch], this.#dates(options.at))
    return this.head()
  }

  tag(name: string, options: { at?: string; message?: string; target?: string } = {}): void {
    const annotation = options.message === undefined ? [] : ['--annotate', '--message', options.message]
    const target = options.target ?? 'HEAD'
    this.#run(['tag', '--force', ...annotation, name, target], this.#dates(options.at))
  }

  head(rev = 'HEAD'): string {
    return this.run('rev-parse', rev)
  }

  /** A real object with any content: dates and names that git itself would not write. */
  hashObject(type: 'commit' | 'tag', content: string): string {
    const file = join(temporaryFolder(), 'object')
    writeFileSync(file, content, 'latin1')
    return this.run('hash-object', '-t', type, '-w', '--literally', file)
  }

  /** Many commits at once on `main`, each touching one of a thousand files; every hundredth is tagged. */
  async grow(count: number): Promise<void> {
    const child = spawn('git', ['fast-import', '--quiet', '--force'], {
      cwd: this.path,
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    let text = ''
    for (let index = 1; index <= count; index += 1) {
      const who = `Person ${index % 50} <p${index % 50}@example.com> ${FIRST / 1000 + index * 60} +0000`
      const message = `Change number ${index}`
      const path = `services/s${index % 20}/src/file-${index % 1000}.txt`
      text += `commit refs/heads/main\nmark :${index}\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n`
      if (index > 1) text += `from :${index - 1}\n`
      text += `M 644 inline ${path}\ndata ${String(index).length}\n${index}\n\n`
      if (index % 100 === 0) text += `reset refs/tags/v${index}\nfrom :${index}\n\n`
    }
    child.stdin.end(text)
    if ((await ended) !== 0) throw new Error('git fast-import failed')
  }
}
