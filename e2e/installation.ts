// An installation of a test's own: a home, a free port, and `npm start` as a process that may be stopped or killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processStart, withLock } from '../prisma/postgres-lease'

const PATIENCE_MS = 120_000

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo // sound: it listens on a port
  probe.close()
  await once(probe, 'close')
  return port
}

export class Installation {
  readonly home = mkdtempSync(join(tmpdir(), 'streamgauge-installation-'))
  origin = ''
  said = ''
  #child?: ChildProcess

  constructor(config: string) {
    // As root the database's server runs as another user, who must be able to enter.
    chmodSync(this.home, 0o755)
    writeFileSync(join(this.home, 'streamgauge.yaml'), config)
  }

  get #env(): NodeJS.ProcessEnv {
    const config = join(this.home, 'streamgauge.yaml')
    const own = { STREAMGAUGE_HOME: this.home, STREAMGAUGE_CONFIG: config, DATABASE_URL: '', HOST: '', PORT: '' }
    return { ...process.env, ...own, LOG_LEVEL: 'warn' }
  }

  #launch(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, ['jobs/launch.mjs', ...args], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const output of [child.stdout, child.stderr])
      output.setEncoding('utf8').on('data', (text: string) => {
        this.said += text
      })
    return child
  }

  /** Resolves when the address is told. */
  async start(): Promise<void> {
    const port = await freePort()
    const child = this.#launch('start', '--port', String(port))
    this.#child = child
    const told = this.said.length
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`npm start ${why}:\n${this.said}`))
      const timer = setTimeout(() => fail('did not come up'), PATIENCE_MS)
      child.once('exit', () => fail('ended'))
      child.stdout?.on('data', () => {
        if (!this.said.slice(told).includes('Streamgauge is at')) return
        clearTimeout(timer)
        resolve()
      })
    })
    this.origin = `http://127.0.0.1:${port}`
  }

  /** Returns the exit code; resolves when its output is closed, which its children share. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (!child) return null
    this.#child = undefined
    const closed = once(child, 'close')
    child.kill(signal)
    return (await closed)[0]
  }

  async sg(...args: string[]): Promise<number | null> {
    return (await once(this.#launch('sg', ...args), 'close'))[0]
  }

  /** The process id of the database's server, undefined when it is not up. */
  databasePid(): number | undefined {
    const { dataDirectory } = JSON.parse(readFileSync(join(this.home, 'postgres/server.json'), 'utf8'))
    const file = join(this.home, 'postgres', dataDirectory, 'postmaster.pid')
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
  }

  /** Stops the database's server as an operator would, under whoever uses it. */
  async stopDatabase(): Promise<void> {
    const pid = this.databasePid()
    if (pid === undefined) return
    process.kill(pid, 'SIGINT')
    while ((await processStart(pid)) !== undefined) await new Promise((resolve) => setImmediate(resolve))
  }

  /** Meanwhile nobody starts or stops the database's server. */
  whileHeld(action: () => Promise<void>): Promise<void> {
    return withLock(join(this.home, 'postgres/lock'), action)
  }

  leases(): string[] {
    return readdirSync(join(this.home, 'postgres/leases'))
  }

  async destroy(): Promise<void> {
    await this.end('SIGTERM')
    if (existsSync(join(this.home, 'postgres/server.json'))) await this.stopDatabase()
    rmSync(this.home, { recursive: true, force: true })
  }
}
