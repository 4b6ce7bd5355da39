// The server of the browser tests: a home of its own, a small organisation imported as anyone would, then everything as `npm start` runs it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MAIL_PORT } from './mail-port'
import { organisation } from './organisation'

const port = process.env.E2E_PORT ?? '3977'
const home = mkdtempSync(join(tmpdir(), 'streamgauge-e2e-'))
// Nothing of the surrounding shell may decide what a test sees.
const env = {
  ...process.env,
  STREAMGAUGE_HOME: home,
  DATABASE_URL: '',
  STREAMGAUGE_CONFIG: '',
  HOST: '',
  STREAMGAUGE_URL: `http://127.0.0.1:${port}`,
  STREAMGAUGE_SMTP_URL: `smtp://127.0.0.1:${MAIL_PORT}`,
  STREAMGAUGE_MAIL_FROM: 'Streamgauge <gauge@example.org>',
  LOG_LEVEL: 'warn',
}

let running: ChildProcess | undefined
let stopping = false

/** Runs our program; resolves with its exit code. */
function launch(...args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['jobs/launch.mjs', ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  running = child
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping = true
    running?.kill(signal)
  })
}

const records = join(home, 'organisation.ndjson')
writeFileSync(records, organisation(Date.now()))
let code = await launch('sg', 'import', records)
if (code === 0 && !stopping) code = await launch('start', '--port', port)
rmSync(home, { recursive: true, force: true })
process.exit(stopping ? 0 : code)
