// `npm start`: the database, the pages and the worker, from nothing to a URL, and back to nothing on Ctrl-C.
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { closeDb, configureDb } from '../lib/db'
import { type Env, readEnv } from '../lib/env'
import { describeError, StreamgaugeError } from '../lib/errors'
import { migrate } from '../prisma/migrate'
import { acquireDatabase, type DatabaseLease } from '../prisma/postgres'
import { buildIfStale, endingWithUs, nextProgram, roomForTheYoung, root } from './build'
import { refuseSource } from './given-source'
import { keepDatabase } from './keep-database'
import { type Supervised, supervise } from './supervise'
import { UsageError } from './usage'

const usage = `Usage: npm start [-- [PATH|OWNER/NAME|URL ...] [--demo | --no-demo] [--port N] [--config FILE]]

  PATH, OWNER/NAME, URL   repositories to measure; they are remembered, so once is enough
                          (OWNER/NAME: with GITHUB_TOKEN in the environment also its pull requests, runs and deployments)
  --demo                  the demo organisation, in a database of its own; also shown while nothing is measured yet
  --no-demo               your own database, also while nothing is measured yet
  --port N                the port of the pages (default 3000, or PORT)
  --config FILE           the configuration file (default STREAMGAUGE_CONFIG)
  --help                  this text`

type Options = {
  env: Env
  sources: string[]
  /** Undefined: while nothing is measured yet. */
  demo: boolean | undefined
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function exitWithUsage(problem: string): never {
  say(`${problem}\n\n${usage}`)
  process.exit(2)
}

function parseOptions(): Options {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse()
  } catch (error) {
    return exitWithUsage((error as Error).message)
  }
  const { values, positionals } = parsed
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  const demo = values['no-demo'] ? false : values.demo
  if (demo && positionals.length > 0)
    exitWithUsage('The demo organisation is shown alone: leave out --demo, or the sources.')
  try {
    for (const source of positionals) refuseSource(source)
  } catch (error) {
    if (error instanceof UsageError) return exitWithUsage(error.message)
    throw error
  }
  const env = readEnv({
    ...process.env,
    ...(values.port === undefined ? {} : { PORT: values.port }),
    ...(values.config === undefined ? {} : { STREAMGAUGE_CONFIG: values.config }),
  })
  return { env, sources: positionals, demo }
}

function parse() {
  const flag = { type: 'boolean' } as const
  const text = { type: 'string' } as const
  return parseArgs({
    allowPositionals: true,
    options: { port: text, config: text, demo: flag, 'no-demo': flag, help: { ...flag, short: 'h' } },
  })
}

function checkPort({ host, port }: Env): Promise<void> {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${cause.code})`
      const other = port === 65535 ? port - 1 : port + 1
      const hint = `Choose another one: npm start -- --port ${other} (or PORT=${other} npm start).`
      fail(new StreamgaugeError('config', `Port ${port} on ${host} ${why}.`, { cause, hint }))
    })
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => settle()))
  })
}

/** What the children need, so that they use this database and these settings. */
function childEnv(env: Env, lease: DatabaseLease): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    STREAMGAUGE_HOME: env.home,
    DATABASE_URL: lease.url,
    DATABASE_DIRECT_URL: lease.directUrl,
    PORT: String(env.port),
    HOST: env.host,
    ...(env.configPath ? { STREAMGAUGE_CONFIG: env.configPath } : {}),
  }
}

/** Adds the repositories named on the command line, throwing if one is wrong; then collects them and those newly declared, one's failure not stopping the others. */
async function collectSources(sources: string[], declared: string[]): Promise<() => Promise<void>> {
  if (sources.length + declared.length === 0) return async () => {}
  const { addSource } = await import('./add-source')
  const { collectConnection } = await import('./collect')
  const names = new Set(declared)
  for (const source of sources) names.add(await addSource(source, say, over.signal))
  return async () => {
    for (const name of names) {
      try {
        await collectConnection(name, (line) => say(`${name}: ${line}`))
      } catch (error) {
        say(`${name}: ${describeError(error)}`)
      }
    }
  }
}

/** The database of the pages, migrated and open: the configured one or, when asked for or while that is new, the demo's. */
async function openDatabase(own: DatabaseLease, { env, sources, demo }: Options): Promise<DatabaseLease> {
  const { openDemo, fillDemo, isNew } = await import('./demo')
  if (!demo) {
    const onCreate = (name: string) => say(`Made the database ${name}, which did not exist`)
    const applied = await migrate(own.directUrl, own.embedded ? {} : { onCreate })
    if (applied.length > 0) say(`Applied ${applied.length} migration${applied.length === 1 ? '' : 's'} to the database`)
    configureDb({ url: own.directUrl })
    if (sources.length > 0 || demo === false || !own.embedded || !(await isNew(env))) return own
    say(
      'Nothing is measured yet, so this is the demo organisation. Measure your own: npm start -- PATH, or --no-demo and add a source on its page',
    )
    await closeDb()
  }
  const shown = await openDemo(own)
  configureDb({ url: shown.url })
  await fillDemo(env, new Date(), say)
  return shown
}

/** Resolves once it answers and has drawn a page: its first one reads the facts and compiles, and no reader has to wait for that. */
async function waitUntilReady(origin: string, web: Supervised): Promise<void> {
  const ask = (path: string) =>
    fetch(`${origin}${path}`, { signal: AbortSignal.timeout(10_000) })
      .then((answer) => answer.arrayBuffer())
      .catch(() => undefined)
  const ready = async () => {
    while (!(await ask('/healthz'))) await sleep(100)
    await ask('/')
  }
  await Promise.race([ready(), web.failed])
}

/** Aborted when it ends. */
const over = new AbortController()
const children: Supervised[] = []
let lease: DatabaseLease | undefined
let acquiring: Promise<unknown> = Promise.resolve()
let ending: Promise<never> | undefined
let endingSince = 0

/** Ends everything once, whoever asks first; asked again, the children are not waited for. */
function end(code: number): Promise<never> {
  if (ending) {
    // A terminal's Ctrl-C reaches us twice at once: from the terminal, and passed on by npm.
    if (Date.now() - endingSince > 1000) for (const child of children) void child.stop(0)
    return ending
  }
  endingSince = Date.now()
  ending = (async () => {
    over.abort()
    await Promise.all(children.map((child) => child.stop()))
    await closeDb().catch(() => {})
    await acquiring.catch(() => {})
    await lease?.release().catch((error) => say(describeError(error)))
    process.exit(code)
  })()
  return ending
}

async function main(): Promise<void> {
  const options = parseOptions()
  const { env, sources } = options
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!ending) say('Stopping …')
      void end(0)
    })
  }
  await checkPort(env)
  const acquired = acquireDatabase({ ...env, onProgress: say })
  acquiring = acquired.then((given) => {
    lease = given
  })
  const database = await openDatabase(await acquired, options)
  const { applyConfig } = await import('./declare')
  const collect = await collectSources(sources, await applyConfig(env, new Date()))
  await Promise.all([buildIfStale(say, over.signal), collect()])
  // Closed while nothing of ours uses it, so that a restart of the server later concerns the children only.
  await closeDb()
  if (ending) return
  const common = { cwd: root, env: childEnv(env, database), say }
  // NOTE: longer than proxies and clients keep idle connections: else one is cut in use.
  const patience = ['--keepAliveTimeout', '65000']
  const serve = [...endingWithUs, nextProgram, 'start', '-H', env.host, '-p', String(env.port), ...patience]
  const web = supervise({ ...common, name: 'web', args: serve })
  const work = [...endingWithUs, ...roomForTheYoung, '--import', 'tsx', join(root, 'jobs/worker.ts')]
  const worker = supervise({ ...common, name: 'worker', args: work })
  children.push(web, worker)
  const origin = `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${env.port}`
  // Its end is ours: the signal comes before the lease is given back.
  void keepDatabase(database, say, over.signal)
  await waitUntilReady(origin, web)
  process.stdout.write(`Streamgauge is at ${origin.replace('127.0.0.1', 'localhost')} (Ctrl-C stops it)\n`)
  await Promise.race([web.failed, worker.failed])
}

try {
  await main()
} catch (error) {
  if (!ending) say(describeError(error))
  await end(1)
}
