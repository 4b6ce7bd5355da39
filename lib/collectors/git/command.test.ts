import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { GitRepository, removeFolders, temporaryFolder } from '../../testing/git-repository'
import { runContext } from '../../testing/run-context'
import { collect, Sink } from '../../testing/source-suite'
import { runSource } from '../run'
import { git } from '.'

afterAll(removeFolders)

const GIT = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()

/** A folder with a `git` of our own, to go first on the PATH. */
function fakeGit(script: string): Record<string, string | undefined> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'git'), 0o755)
  return { ...process.env, PATH: `${folder}:${process.env.PATH}` }
}

async function failure(
  config: unknown,
  environment = process.env as Record<string, string | undefined>,
  sink = new Sink(),
) {
  const outcome = await collect(git, config, sink, { environment })
  expect(outcome?.status).toBe('failed')
  expect(sink.pages).toEqual([])
  return outcome?.error
}

function filesBelow(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  return files.filter((file) => statSync(file).isFile())
}

describe('a source that cannot be read', () => {
  it('does not exist', async () => {
    const error = await failure({ path: '/no/such/place' })
    expect(error).toMatchObject({
      kind: 'not-found',
      message: '/no/such/place does not exist',
      hint: expect.any(String),
    })
  })

  it('is a folder or a file, but no repository', async () => {
    const folder = temporaryFolder()
    expect(await failure({ path: folder })).toMatchObject({
      kind: 'config',
      message: `${folder} is not a git repository`,
    })
    writeFileSync(join(folder, 'file'), '')
    expect(await failure({ path: join(folder, 'file') })).toMatchObject({
      kind: 'config',
      hint: expect.stringContaining('clone'),
    })
    mkdirSync(join(folder, '.git'))
    expect(await failure({ path: folder })).toMatchObject({ kind: 'config' })
  })

  it('is a folder inside a repository', async () => {
    const repository = new GitRepository()
    repository.commit('One', { files: { 'docs/a': '1' } })
    const error = await failure({ path: join(repository.path, 'docs') })
    expect(error).toMatchObject({ kind: 'config', hint: expect.stringContaining(repository.path) })
  })

  it('is empty', async () => {
    const { path } = new GitRepository()
    expect(await failure({ path })).toMatchObject({ kind: 'config', message: `${path} has no commits yet` })
  })

  it('is shallow', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    repository.commit('Two')
    const path = `${repository.path}-shallow`
    repository.run('clone', '--quiet', '--depth=1', `file://${repository.path}`, path)
    expect(await failure({ path })).toMatchObject({
      kind: 'config',
      hint: expect.stringContaining('git fetch --unshallow'),
    })
  })

  it('belongs to another user, unless the user trusts it', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    // Git's own switch for this: it then takes every repository for somebody else's.
    const home = temporaryFolder()
    const script = `export GIT_TEST_ASSUME_DIFFERENT_OWNER=1; exec ${GIT} "$@"`
    const environment = { ...fakeGit(script), HOME: home, XDG_CONFIG_HOME: home, GIT_CONFIG_GLOBAL: undefined }
    const error = await failure({ path: repository.path }, environment)
    expect(error).toMatchObject({ kind: 'config', message: expect.stringContaining('another user') })
    expect(error?.hint).toContain(`git config --global --add safe.directory "${repository.path}"`)
    writeFileSync(
      join(home, '.gitconfig'),
      `[safe]\n\tdirectory = ${repository.path}\n\tdirectory = ${repository.path}/.git\n`,
    )
    expect(await collect(git, { path: repository.path }, new Sink(), { environment })).toMatchObject({
      status: 'completed',
    })
  })

  it('meets no git, an old one, or one that cannot run', async () => {
    const { path } = new GitRepository()
    const missing = await failure({ path }, { PATH: temporaryFolder() })
    expect(missing).toMatchObject({
      kind: 'config',
      message: 'git was not found',
      hint: expect.stringContaining('2.31'),
    })
    const old = await failure({ path }, fakeGit('echo git version 2.30.9'))
    expect(old).toMatchObject({ kind: 'config', message: expect.stringContaining('2.30.9') })
    expect(await collect(git, { path }, new Sink(), { environment: fakeGit('exit 1') })).toMatchObject({
      status: 'failed',
    })
  })

  it('has a home that cannot be written', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const outcome = await collect(git, { path: repository.path }, new Sink(), { workdir: join(file, 'workdir') })
    expect(outcome?.error).toMatchObject({ kind: 'config', hint: expect.stringContaining('STREAMGAUGE_HOME') })
  })

  const url = 'https://ada:s3cr%2Ft@forge.example/acme/shop'
  it.each([
    ['auth', "fatal: Authentication failed for 'https://forge.example/acme/shop/'"],
    ['auth', "fatal: could not read Username for 'https://forge.example': terminal prompts disabled"],
    ['auth', 'git@forge.example: Permission denied (publickey).'],
    ['auth', 'Host key verification failed.'],
    ['not-found', "remote: Repository not found.\nfatal: repository 'https://forge.example/acme/shop/' not found"],
    ['unavailable', "fatal: unable to access 'https://forge.example/': Could not resolve host: forge.example"],
    ['unavailable', 'error: RPC failed; HTTP 502\nfatal: early EOF'],
    [
      'unavailable',
      "fatal: unable to access 'https://forge.example/': SSL certificate problem: self-signed certificate",
    ],
    ['unavailable', 'fatal: write error: No space left on device'],
    ['unexpected', 'fatal: the moon is in the wrong place, said s3cr/t and s3cr%2Ft'],
  ])('is %s when git says %j', async (kind, says) => {
    const script = `[ "$1" = ls-remote ] || exec ${GIT} "$@"\ncat >&2 <<'END'\n${says}\nEND\nexit 128`
    const error = await failure({ url }, fakeGit(script))
    expect(error).toMatchObject({ kind })
    if (kind !== 'unexpected') expect(error?.hint).toMatch(/\w{3}/)
    expect(`${error?.message} ${error?.hint} ${String(error?.cause)} ${error?.stack}`).not.toMatch(/s3cr(%2F|\/)t/)
  })

  it.each([
    [{}, 'path: or url is required'],
    [{ path: '' }, 'path: is empty'],
    [{ url: 'ext::sh -c id' }, 'url: names a transport helper'],
    [{ url: '--upload-pack=id' }, 'url: begins with "-"'],
    [{ path: 'a', branch: 'b' }, 'branch'],
  ])('is configured wrongly: %j', async (config, message) => {
    expect(await failure(config)).toMatchObject({ kind: 'config', message: expect.stringContaining(message) })
  })
})

describe('git as it is run', () => {
  const token = 'tok-3n/with:odd@chars'
  const url = `https://ada:${encodeURIComponent(token)}@forge.example/acme/shop.git`

  /** A git that logs what it was called with, and finds the address in a folder. */
  function spy(repository: GitRepository) {
    const log = join(temporaryFolder(), 'log')
    const script = [
      `for word in "$@"; do printf '%s\\n' "$word" >>${log}; done`,
      `exec ${GIT} -c url.file://${repository.path}.insteadOf=https://forge.example/acme/shop.git "$@"`,
    ]
    return { environment: fakeGit(script.join('\n')), argv: () => readFileSync(log, 'utf8') }
  }

  it('sees credentials in no argument, file, record or message', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    repository.tag('v1')
    const { environment, argv } = spy(repository)
    const sink = new Sink()
    expect(await collect(git, { url }, sink, { environment })).toMatchObject({ status: 'completed' })
    expect(sink.of('repository')).toMatchObject([{ name: 'acme/shop', url: 'https://forge.example/acme/shop' }])
    expect(argv()).toContain('ls-remote')
    const files = filesBelow(sink.workdir).map((file) => readFileSync(file, 'latin1'))
    for (const text of [argv(), ...files, JSON.stringify([sink.content(), sink.pages, sink.cursors, sink.notes])]) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(encodeURIComponent(token))
    }
  })

  it('answers for its own host alone when asked for credentials', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    const sink = new Sink()
    const seen = join(temporaryFolder(), 'environment')
    const { environment } = spy(repository)
    const fake = fakeGit(`[ "$1" = ls-remote ] && env | grep ^STREAMGAUGE_GIT >${seen}; exec git.next "$@"`)
    const [first = '', second = ''] = [fake.PATH?.split(':')[0], environment.PATH?.split(':')[0]]
    symlinkSync(join(second, 'git'), join(first, 'git.next'))
    await collect(git, { url }, sink, { environment: fake })
    const given = Object.fromEntries(
      readFileSync(seen, 'utf8')
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    const ask = (prompt: string) =>
      execFileSync(join(sink.workdir, 'askpass'), [prompt], { env: { ...process.env, ...given }, encoding: 'utf8' })
    expect(ask("Username for 'https://forge.example': ")).toBe('ada\n')
    expect(ask("Password for 'https://ada@forge.example': ")).toBe(`${token}\n`)
    expect(() => ask("Password for 'https://ada@elsewhere.example': ")).toThrow()
    expect(() => ask("Username for 'https://elsewhere.example': ")).toThrow()
  })

  it("runs no hook and heeds none of the user's configuration or GIT_ variables", async () => {
    const repository = new GitRepository()
    const sha = repository.commit('One')
    const home = temporaryFolder()
    const owned = join(home, 'owned')
    writeFileSync(join(home, 'hook'), `#!/bin/sh\ntouch ${owned}\n`, { mode: 0o755 })
    for (const name of ['reference-transaction', 'post-checkout', 'update'])
      symlinkSync(join(home, 'hook'), join(home, name))
    const lines = [
      '[core]',
      `hooksPath = ${home}`,
      '[uploadpack]',
      `packObjectsHook = ${home}/hook`,
      '[log]',
      'showSignature = true',
    ]
    writeFileSync(
      join(home, '.gitconfig'),
      [...lines, '[format]', 'pretty = oneline', '[transfer]', 'hideRefs = refs/heads'].join('\n'),
    )
    const stray = {
      GIT_DIR: '/nowhere',
      GIT_WORK_TREE: '/nowhere',
      GIT_INDEX_FILE: '/nowhere',
      GIT_CONFIG_PARAMETERS: "'a'='b",
    }
    const sink = new Sink()
    const environment = { ...process.env, ...stray, HOME: home }
    expect(await collect(git, { path: repository.path }, sink, { environment })).toMatchObject({ status: 'completed' })
    expect(sink.of('commit')).toMatchObject([{ sha }])
    expect(filesBelow(home)).not.toContain(owned)
  })

  it('is unmoved by a workdir inside a repository, and by odd characters in the path', async () => {
    const odd = join(temporaryFolder(), ' -c "it\'s"\n$(id) ü:x')
    const repository = new GitRepository(odd)
    const sha = repository.commit('One')
    const around = new GitRepository()
    around.run('config', 'url.file:///nowhere.insteadOf', odd)
    const sink = new Sink()
    const workdir = join(around.path, '.streamgauge', 'a "b" c')
    expect(await collect(git, { path: odd }, sink, { workdir })).toMatchObject({ status: 'completed' })
    expect(sink.of('commit')).toMatchObject([{ sha }])
    expect(await collect(git, { path: odd }, sink, { workdir })).toMatchObject({ status: 'completed', records: 0 })
  })

  it('dies with the run that is aborted', async () => {
    const pid = join(temporaryFolder(), 'pid')
    const environment = fakeGit(`[ "$1" = ls-remote ] || exec ${GIT} "$@"; echo $$ >${pid}; exec sleep 60`)
    const { path } = new GitRepository()
    const controller = new AbortController()
    const context = runContext({ signal: controller.signal, environment })
    const sink = { held: new Sink().held, save: async () => {} }
    const run = runSource(git, { connection: 'test', config: { path }, cursors: {}, context, ...sink })
    await expect.poll(() => readFileSync(pid, { encoding: 'utf8', flag: 'a+' })).toMatch(/\d\n/)
    controller.abort()
    expect(await run).toMatchObject({ status: 'aborted' })
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH')
  })
})

describe('the check', () => {
  it('names the repository, its default branch and git', async () => {
    const repository = new GitRepository()
    repository.commit('One')
    const config = git.config.parse({ path: repository.path })
    const context = { ...runContext(), budget: () => {} }
    const check = await git.check({ ...context, config, note: () => {}, session: undefined })
    expect(check).toEqual({ summary: expect.stringMatching(/^shop, default branch main, git \d/), warnings: [] })
  })
})
