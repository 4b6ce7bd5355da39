// `npm run bench`: imports a synthetic organisation into a database of its own, derives it, asks for its pages and says what it all took.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { resolveGiven } from '../../lib/env'
import { describeError } from '../../lib/errors'
import { buildIfStale } from '../build'
import { viewPage } from './browser'
import { type BenchDatabase, openDatabase } from './database'
import { organisationRecords, planOrganisation, type Stretch } from './organisation'
import { writeRecords } from './records-file'
import { deriveRow, factorRow, formatTable, importRows, pageRow, pureRow, type Row, viewRow } from './report'
import { endOfHistory, GIANT, SIZES, type Size, type SizeName } from './sizes'
import { endAll } from './steps'
import { comparePages, timePage } from './web'

const usage = `Usage: npm run bench [-- [--size S|M|L] [--home FOLDER] [--markdown] [--only PART,…]]

  --size S|M|L     20, 200 or 1,000 services with a thousand changes each in two years (default S)
  --home FOLDER    where its databases are made and left; without it a temporary folder, removed at the end
  --markdown       the table as Markdown
  --only PART,…    some of: main (import, derivation, pages), history (what a longer history costs), giant (one large service)
  --seed TEXT      another organisation of the same size
  --help           this text`

const SEED = 'bench'
const SHORT_WEEKS = 10
const PARTS = ['main', 'history', 'giant'] as const

type Options = { size: SizeName; home?: string; markdown: boolean; seed: string; parts: Set<string> }

function parseOptions(): Options {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = { size: text, home: text, only: text, seed: text, markdown: flag, help: { ...flag, short: 'h' } }
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values']
  try {
    values = parseArgs({ options }).values
  } catch (error) {
    return exitWithUsage((error as Error).message)
  }
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    process.exit(0)
  }
  const size = values.size ?? 'S'
  if (!Object.hasOwn(SIZES, size)) exitWithUsage(`There is no size ${size}.`)
  const parts = new Set<string>(values.only?.split(',') ?? PARTS)
  for (const part of parts) if (!PARTS.some((known) => known === part)) exitWithUsage(`There is no part ${part}.`)
  return {
    size: size as SizeName, // sound: hasOwn above
    home: values.home,
    markdown: values.markdown === true,
    seed: values.seed ?? SEED,
    parts,
  }
}

function exitWithUsage(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}\n`)
  process.exit(2)
}

let shown = ''

/** One line that is written over on a terminal; elsewhere only whole lines. */
function progress(text: string): void {
  if (!process.stderr.isTTY) return
  process.stderr.write(`\r\u001b[2K${text}`)
  shown = text
}

function say(line: string): void {
  if (shown !== '') process.stderr.write('\r\u001b[2K')
  shown = ''
  process.stderr.write(`${line}\n`)
}

const { size, home: given, markdown, seed, parts } = parseOptions()
const home = given === undefined ? temporaryHome() : resolveGiven(given)
const opened: BenchDatabase[] = []
const stop = new AbortController()

/** Entered by the server's own user too, where root runs it: else its data would lie elsewhere and outlive it. */
function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'streamgauge-bench-'))
  chmodSync(folder, 0o711)
  return folder
}

async function open(name: string): Promise<BenchDatabase> {
  const database = await openDatabase(home, name, say)
  opened.push(database)
  return database
}

/** Imports and derives an organisation. */
async function fill(database: BenchDatabase, what: Size, name: string, stretch: Stretch) {
  const file = join(home, 'records.ndjson')
  try {
    say(`${name}: making the records …`)
    const records = await writeRecords(organisationRecords(what, seed, stretch), file, (count) =>
      progress(`${name}: ${count.toLocaleString('en')} records made`),
    )
    say(`${name}: importing ${records.toLocaleString('en')} records …`)
    const imported = await database.step(['import', file], progress)
    say(`${name}: imported in ${imported.seconds.toFixed(1)} s; deriving …`)
    const derived = await database.step(['derive'], (text) => progress(`${name}: ${text} derived`))
    say(`${name}: derived in ${derived.seconds.toFixed(1)} s`)
    return { records, imported, derived }
  } finally {
    rmSync(file, { force: true })
  }
}

/** The service in the middle by its number of changes. */
function middleService(what: Size): string {
  const services = planOrganisation(what, seed).flatMap((plan) => plan.services)
  services.sort((a, b) => a.changesAWeek - b.changesAWeek)
  return services[Math.floor(services.length / 2)]?.name ?? ''
}

async function measure(): Promise<{ rows: Row[]; server: string }> {
  const rows: Row[] = []
  const what = SIZES[size]
  const end = endOfHistory(Date.now())
  await buildIfStale(say, stop.signal)
  const database = await open('bench')
  const page = `/services/${middleService(what)}`
  const time = async (path: string, of: BenchDatabase) => {
    say(`Asking for ${path} …`)
    return timePage(path, of.env)
  }
  if (parts.has('main') || parts.has('history')) {
    const { records, imported, derived } = await fill(database, what, 'two years', { end })
    rows.push(
      ...importRows(records, imported, await database.bytes()),
      deriveRow('Derivation of all services', derived),
    )
  }
  if (parts.has('main')) {
    rows.push(pageRow('Overview over six months', await time('/?window=26w', database)))
    rows.push(pageRow('Service page over six months', await time(`${page}?window=26w`, database)))
    const service = middleService(what)
    const views: [string, string][] = [
      ['Overview, seen', '/?window=26w'],
      ['Service page, seen', `${page}?window=26w`],
      ['Metric page, seen', `/metrics/lead-time?service=${service}&window=26w`],
    ]
    for (const [name, path] of views) {
      say(`Looking at ${path} …`)
      rows.push(viewRow(name, await viewPage(path, database.env)))
    }
  }
  if (parts.has('history')) {
    const short = await open('bench_short')
    await fill(short, what, 'a tenth of it', { end, weeks: SHORT_WEEKS })
    const pages: [string, string][] = [
      ['Overview', '/?window=4w'],
      ['Service page', `${page}?window=4w`],
    ]
    for (const [name, path] of pages) {
      say(`Asking for ${path} in turns …`)
      rows.push(factorRow(name, await comparePages(path, database.env, short.env)))
    }
  }
  if (parts.has('giant')) {
    const giant = await open('bench_giant')
    const name = middleService(GIANT)
    const { derived } = await fill(giant, GIANT, 'one large service', { end })
    const pure = await giant.step(['giant', name], progress)
    rows.push(
      pureRow('One service of 100,000 changes and 10,000 deployments, derived in memory', pure),
      deriveRow('The same, read and stored', derived),
      pageRow('Its page over six months', await time(`/services/${name}?window=26w`, giant)),
    )
  }
  return { rows, server: database.serverVersion }
}

let ending: Promise<void> | undefined

/** Ends what was started and removes what was made, once, whoever asks first. */
function end(): Promise<void> {
  ending ??= (async () => {
    stop.abort()
    await endAll()
    for (const database of opened) await database.release().catch((error) => say(describeError(error)))
    if (given === undefined) rmSync(home, { recursive: true, force: true })
  })()
  return ending
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void end().then(() => process.exit(130)))

try {
  const { rows, server } = await measure()
  const { services, changes, deployments, incidents } = SIZES[size]
  const counts = [services, changes, deployments, incidents].map((count) => count.toLocaleString('en'))
  const processors = cpus()
  const head = [
    `Size ${size}: ${counts[0]} services, ${counts[1]} changes, ${counts[2]} deployments, ${counts[3]} incidents in two years.`,
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}, PostgreSQL ${server}.`,
    'Pages: from sending the request to its last byte over loopback; cold is the first request of a new web process, warm the median of 20.',
  ]
  process.stdout.write(formatTable(head.join('\n'), rows, markdown))
  await end()
} catch (error) {
  if (!ending) {
    say(describeError(error))
    process.exitCode = 1
  }
  await end()
}
