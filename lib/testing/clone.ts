// A clone with nothing installed: launch.mjs and the scripts of the real one, an npm that installs in an instant, and entries that tell
// what reached them.
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

// Notes the call, fails or waits when the clone says so, and writes its list of packages last, as npm does.
const NPM = (clone: string) => `#!${process.execPath}
const { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs')
process.chdir(${JSON.stringify(clone)})
const { NODE_ENV, npm_config_ignore_scripts: ignored } = process.env
appendFileSync('calls', ['npm', ...process.argv.slice(2), NODE_ENV, ignored].join(' ') + '\\n')
rmSync('node_modules', { recursive: true, force: true })
mkdirSync('node_modules/prisma/build', { recursive: true })
symlinkSync(${JSON.stringify(join(root, 'node_modules/tsx'))}, 'node_modules/tsx')
const tell = "require('node:fs').appendFileSync('calls', 'prisma ' + process.argv.slice(2).join(' ') + '\\\\n')"
writeFileSync('node_modules/prisma/build/index.js', tell)
if (existsSync('npm-fails')) process.exit(7)
const finish = () => {
  writeFileSync('node_modules/.package-lock.json', readFileSync('package-lock.json'))
  process.exit(0)
}
if (!existsSync('npm-waits')) finish()
setInterval(() => existsSync('npm-waits') || finish(), 20)
`

const TELLS = `import { existsSync } from 'node:fs'
const { argv, env } = process
console.log(JSON.stringify({ args: argv.slice(2), cwd: process.cwd(), from: env.STREAMGAUGE_CALLED_FROM }))
process.exitCode = 5
`

// A server until a signal ends it.
const STAYS = `for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    console.log(signal)
    process.exit(0)
  })
setInterval(() => {}, 1000)
console.log('up ' + process.pid)
`

export type Run = {
  child: ChildProcess
  out(): string
  err(): string
  /** Exit code or signal, when both outputs are closed. */
  ended: Promise<number | string | null>
}

export class Clone {
  readonly path = join(mkdtempSync(join(tmpdir(), 'streamgauge-clone-')), 'clone')
  readonly #bin = join(dirname(this.path), 'bin')

  constructor() {
    const { version, scripts, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    this.write('package.json', JSON.stringify({ name: 'streamgauge', version, type, scripts }))
    this.lock('1.0.0')
    this.write('prisma/schema.prisma', 'schema')
    this.write('prisma.config.ts', 'config')
    this.write('jobs/cli.ts', TELLS)
    this.write('jobs/main.ts', STAYS)
    copyFileSync(join(root, 'jobs/launch.mjs'), join(this.path, 'jobs/launch.mjs'))
    mkdirSync(this.#bin)
    writeFileSync(join(this.#bin, 'npm'), NPM(this.path), { mode: 0o755 })
  }

  write(file: string, content = ''): void {
    mkdirSync(dirname(join(this.path, file)), { recursive: true })
    writeFileSync(join(this.path, file), content)
  }

  remove(file: string): void {
    rmSync(join(this.path, file), { recursive: true, force: true })
  }

  /** A lock file that asks for this version of a package. */
  lock(version: string): void {
    this.write('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/tsx': { version } } }))
  }

  /** What npm and Prisma were called with, one call a line. */
  calls(): string[] {
    const file = join(this.path, 'calls')
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  }

  launch(args: string[], env: Record<string, string | undefined> = {}, cwd = this.path): Run {
    const PATH = `${this.#bin}:${process.env.PATH}`
    return this.run(process.execPath, [join(this.path, 'jobs/launch.mjs'), ...args], { PATH, ...env }, cwd)
  }

  /** Without what an npm around the tests has put into the environment. */
  run(program: string, args: string[], env: Record<string, string | undefined>, cwd = this.path): Run {
    const own = Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$|^NODE_ENV$/.test(name))
    const options = { cwd, env: { ...Object.fromEntries(own), ...env } as NodeJS.ProcessEnv }
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const text = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text.out += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text.err += chunk
    })
    const ended = new Promise<number | string | null>((resolve) =>
      child.once('close', (code, signal) => resolve(signal ?? code)),
    )
    return { child, out: () => text.out, err: () => text.err, ended }
  }

  destroy(): void {
    rmSync(dirname(this.path), { recursive: true, force: true })
  }
}
