// What `npm start`, `npm test` and `npm run worker|sg|bench` run first: plain JavaScript on Node alone, so that a fresh clone
// can install itself. It checks Node, installs, generates Prisma's client, and hands over in the same process.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const oldestNode = [20, 19]
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const entries = { start: 'main.ts', worker: 'worker.ts', sg: 'cli.ts', test: 'test-run.ts', bench: 'bench/main.ts' }

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(message) {
  say(message)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  fail(
    `Streamgauge needs Node ${oldestNode.join('.')} or newer (24 is advised); this is ${process.versions.node}. Get one from https://nodejs.org.`,
  )
}

function hashOf(...files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function readStamp(file) {
  return existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
}

/** Whether npm runs the script of this package that leads here: then its folder and its process matter, not ours. */
function isRunByNpm(command) {
  const manifest = process.env.npm_package_json
  if (process.env.npm_lifecycle_event !== command || !manifest || !existsSync(manifest)) return false
  return realpathSync(manifest) === realpathSync(join(root, 'package.json'))
}

/** An npm that is killed outright tells nobody; what it ran is then somebody else's child. */
function endWithNpm() {
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

/** Runs a command to its end with its output on standard error, where progress belongs. */
function run(what, command, args, env = process.env) {
  return new Promise((settle, reject) => {
    // npm is a script on Windows, which only a shell starts.
    const shell = process.platform === 'win32' && command === 'npm'
    const child = spawn(command, args, { cwd: root, env, shell, stdio: ['ignore', 2, 2] })
    const passOn = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, passOn)
    child.once('error', (error) => reject(new Error(`${what} could not start: ${error.message}`)))
    child.once('exit', (code, signal) => {
      for (const own of signals) process.off(own, passOn)
      code === 0 ? settle() : reject(new Error(`${what} failed (${signal ?? `exit code ${code}`}).`))
    })
  })
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** One launch at a time prepares the clone; a lock left by a dead one, or by any for half an hour, does not count. */
async function alone(action) {
  // Outside the clone: npm ci empties node_modules, and a lock is nothing to commit.
  const clone = createHash('sha256').update(root).digest('hex').slice(0, 16)
  const lock = join(tmpdir(), `streamgauge-launch-${process.getuid?.() ?? 0}-${clone}`)
  const draft = `${lock}.${randomUUID()}`
  let told = false
  for (;;) {
    writeFileSync(draft, String(process.pid))
    try {
      linkSync(draft, lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
    const stats = statSync(lock, { throwIfNoEntry: false })
    if (stats === undefined) continue
    if (!isAlive(Number(readFileSync(lock, 'utf8')) || -1) || Date.now() - stats.mtimeMs > 1_800_000) {
      // The pause lets a second one that saw the same dead lock finish before a new lock can appear.
      rmSync(lock, { force: true })
      await new Promise((done) => setTimeout(done, 250))
      continue
    }
    if (!told) say('Waiting for another start that is preparing this clone …')
    told = true
    await new Promise((done) => setTimeout(done, 250))
  }
  try {
    await action()
  } finally {
    rmSync(lock, { force: true })
  }
}

const installStamp = 'node_modules/.streamgauge-installed'
const clientStamp = 'prisma/generated/.schema-hash'

/** Whether what npm says it installed is what the lock file asks for; npm writes its list last, so half an installation has none. */
function installIsCurrent(wanted) {
  if (readStamp(installStamp) === wanted) return true
  const installed = JSON.parse(readStamp('node_modules/.package-lock.json') || '{"packages":{}}').packages
  const locked = JSON.parse(readStamp('package-lock.json')).packages
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) continue
    if (installed[path]?.version !== entry.version) return false
  }
  writeFileSync(join(root, installStamp), wanted)
  return true
}

async function prepare() {
  // A production image ships without the lock file's development half; it has been prepared when it was built.
  if (!existsSync(join(root, 'package-lock.json'))) return
  const lockHash = hashOf('package-lock.json')
  const clientHash = hashOf('package-lock.json', 'prisma/schema.prisma', 'prisma.config.ts')
  if (installIsCurrent(lockHash) && readStamp(clientStamp) === clientHash) return
  await alone(async () => {
    if (!installIsCurrent(lockHash)) {
      say('Installing packages (npm ci), once per version; this takes a minute …')
      // NODE_ENV or npm's own settings must not leave the build tools out.
      const env = { ...process.env, NODE_ENV: 'development', npm_config_ignore_scripts: 'true' }
      await run(
        'Installing packages',
        'npm',
        ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
        env,
      )
      writeFileSync(join(root, installStamp), lockHash)
    }
    if (readStamp(clientStamp) !== clientHash) {
      say('Generating the database client …')
      await run(
        'Generating the database client',
        process.execPath,
        [join(root, 'node_modules/prisma/build/index.js'), 'generate'],
        {
          ...process.env,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      )
      mkdirSync(join(root, 'prisma/generated'), { recursive: true })
      writeFileSync(join(root, clientStamp), clientHash)
    }
  })
}

checkNode()
const [command = '', ...args] = process.argv.slice(2)
const entry = Object.hasOwn(entries, command) ? entries[command] : undefined
if (!entry) fail(`Usage: node jobs/launch.mjs ${Object.keys(entries).join('|')} [argument …]`)
const byNpm = isRunByNpm(command)
if (byNpm) endWithNpm()
// npm goes to the package's folder first; paths that a person gives are meant from where that person is.
process.env.STREAMGAUGE_CALLED_FROM = (byNpm && process.env.INIT_CWD) || process.cwd()
process.chdir(root)
try {
  await prepare()
} catch (error) {
  fail(`${error.message}\nMend what it names and start again; "rm -rf node_modules" starts over.`)
}
const file = join(root, 'jobs', entry)
process.argv = [process.argv[0], file, ...args]
const { register } = await import(pathToFileURL(join(root, 'node_modules/tsx/dist/esm/api/index.mjs')).href)
register()
await import(pathToFileURL(file).href)
