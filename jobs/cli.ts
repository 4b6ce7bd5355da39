// sg: the command line. Standard output carries the answer, standard error everything else.
import { Command, CommanderError } from 'commander'
import { describeError } from '../lib/errors'
import type { ReportOptions } from './commands/report'
import { UsageError } from './usage'

const OK = 0
const FAILED = 1
const WRONG_USAGE = 2
const SERVICE = 'the service, by its name, a former name or its URL segment'
const FILLING = new Set(['import', 'collect', 'remove', 'add', 'rotate', 'pause', 'resume'])

/** Whoever reads the answer may stop reading (`sg … | head`); what was asked for is done to its end all the same. */
const isUnread = (error: NodeJS.ErrnoException) => error.code === 'EPIPE'

/** What hindered the answer, told once at the end. */
let unwritten: Error | undefined
process.stdout.on('error', (error) => {
  if (!isUnread(error)) unwritten ??= error
})

/** Large answers through a pipe must be out before the process ends. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()))
}

function windowed(command: Command): Command {
  return command
    .requiredOption('--service <name>', SERVICE)
    .requiredOption(
      '--from <time>',
      'first instant of the window: 2026-03-01 (in the service’s time zone) or 2026-03-01T09:00:00Z',
    )
    .requiredOption('--to <time>', 'end of the window, exclusive')
    .option('--env <name>', 'measure exactly this environment', 'production')
    .option('--profile <name>', 'the definition profile (streamgauge)')
    .option('--now <time>', 'set the clock')
    .option('--json', 'one JSON document')
}

function buildProgram(exit: (code: number) => void): Command {
  const program = new Command('sg')
    .description('Streamgauge: delivery metrics from your own records.')
    .option('--demo', 'read the demo organisation instead of your own records')
    .hook('preAction', async (_, command) => {
      if (command.optsWithGlobals().demo !== true) return
      if (FILLING.has(command.name()))
        throw new UsageError(`The demo organisation is only read: leave --demo out to ${command.name()}.`)
      const { chooseDemo } = await import('./database')
      chooseDemo()
    })
    .showHelpAfterError('Run sg --help, or sg COMMAND --help, to see how it is used.')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .addHelpText(
      'after',
      `
Examples:
  npm run sg -- import records.ndjson
  npm run sg -- metrics --service shop --from 2026-03-01 --to 2026-04-01
  npm run --silent sg -- changes --service shop --from 2026-03-01 --to 2026-04-01 --json
  npm run sg -- doctor

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some records were rejected.`,
    )

  program
    .command('import')
    .description(
      'read records (NDJSON, one a line; see lib/records/RECORDS.md) into the database and derive what they touch',
    )
    .argument('<files...>', "files to read; '-' is standard input")
    .option('--json', 'one JSON document')
    .action(async (files: string[], options: { json?: boolean }) => {
      const { runImportCommand } = await import('./commands/transfer')
      exit(await runImportCommand(files, options))
    })

  program
    .command('export')
    .description('write all records as NDJSON, sorted; an import into an empty database brings them back')
    .option('--since <time>', 'only what changed at or after this time, removals included')
    .action(async (options: { since?: string }) => {
      const { runExportCommand } = await import('./commands/transfer')
      exit(await runExportCommand(options))
    })

  const views = {
    metrics: 'the five metrics, stages and flow efficiency of a service',
    changes: 'every change with its stages, or why it is left out, and what waits',
    deployments: 'every deployment with its outcome, reasons and recovery',
    incidents: 'every incident with the deployment it is linked to',
  } as const
  for (const [view, description] of Object.entries(views)) {
    const command = windowed(program.command(view).description(description))
    if (view === 'metrics') command.option('--unit <unit>', 'what a row of lead time is: pr or commit')
    command.action(async (options) => {
      const { runRead } = await import('./commands/read')
      await runRead(view as keyof typeof views, options, (text) => void pending.push(write(text)))
    })
  }

  const pages = {
    flow: 'velocity, time, efficiency, load and distribution of a service or a team, and its cumulative flow',
    stream: 'the value stream of a service or a team: stages, what came back, totals, recovery',
    forecast: 'how many changes by a date, and when as many as asked are done',
  } as const
  for (const [page, description] of Object.entries(pages)) {
    const command = program.command(page).description(`${description}, as its page says it`)
    if (page === 'forecast') command.requiredOption('--service <name>', SERVICE)
    else {
      command.option('--service <name>', SERVICE)
      command.option('--team <name>', 'instead of a service: all services of this team together')
    }
    command
      .option('--from <time>', 'first instant of the window (default: the last 12 weeks)')
      .option('--to <time>', 'end of the window, exclusive')
      .option('--now <time>', 'set the clock')
      .option('--json', 'one JSON document')
    if (page === 'forecast') {
      command
        .option('--until <date>', 'the last day that counts (default: in four weeks)')
        .option('--count <changes>', 'how many changes (default: what is in progress)')
    }
    command.action(async (options) => {
      const { runPage } = await import('./commands/pages')
      await runPage(page as keyof typeof pages, options, (text) => void pending.push(write(text)))
    })
  }

  program
    .command('report')
    .description('the weekly report: write it into a folder as it would be sent, or send one now')
    .option('--team <name>', 'of the services of this team; without --team and --service, of all')
    .option('--service <name>', 'of one service, by its name or URL segment')
    .option('--week <week>', 'an ISO week that is over, such as 2026-W10 (default: the last one)')
    .option('--out <folder>', 'write HTML, text and pictures into this folder; it is made if missing')
    .option('--to <address or name>', 'send one now: to an address, or to all who get the report of this name')
    .option('--subscriptions', 'list who gets which report, when, and what became of the last one')
    .option('--json', 'with --subscriptions: one JSON document')
    .option('--now <time>', 'set the clock')
    .action(async (options: ReportOptions) => {
      const { runReport } = await import('./commands/report')
      exit(await runReport(options, (text) => void pending.push(write(text))))
    })

  program
    .command('collect')
    .description('run collectors once, now')
    .argument('[sources...]', 'names of connections; none: all of them')
    .action(async (sources: string[]) => {
      const { runCollect } = await import('./commands/collect')
      exit(await runCollect(sources))
    })

  program
    .command('sources')
    .description('list the connections: name, kind, where, the last result, and whether the file declares them')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const { runSources } = await import('./commands/sources')
      await runSources(options, (text) => void pending.push(write(text)))
    })

  program
    .command('remove')
    .description('forget a connection that the configuration file does not declare; its records stay')
    .argument('<source>', 'the name of the connection: sg sources lists them')
    .action(async (source: string) => {
      const { runRemove } = await import('./commands/sources')
      await runRemove(source)
    })

  const tokens = program.command('tokens').description('who may send records over HTTP: add, list or remove tokens')
  tokens
    .command('list', { isDefault: true })
    .description('the tokens by name, and when each was last used')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const { runTokens } = await import('./commands/tokens')
      await runTokens(options, (text) => void pending.push(write(text)))
    })
  tokens
    .command('add')
    .description('make a token and print it, this once')
    .argument('<name>', 'what sends with it: the source of its records')
    .action(async (name: string) => {
      const { runAddToken } = await import('./commands/tokens')
      await runAddToken(name, (text) => void pending.push(write(text)))
    })
  tokens
    .command('remove')
    .description('refuse a token from now on; the records that it sent stay')
    .argument('<name>', 'the name of the token')
    .action(async (name: string) => {
      const { runRemoveToken } = await import('./commands/tokens')
      await runRemoveToken(name)
    })

  program
    .command('secrets')
    .description('the secrets of sources, which are stored encrypted')
    .command('rotate')
    .description('encrypt them with another key: of STREAMGAUGE_SECRET (before: _SECRET_OLD), or a new secret.key')
    .action(async () => {
      const { runRotate } = await import('./commands/secrets')
      exit(await runRotate())
    })

  program
    .command('pause')
    .description('collect a connection on request only: no schedule does any more')
    .argument('<source>', 'the name of the connection')
    .action(async (source: string) => {
      const { runPause } = await import('./commands/sources')
      await runPause(source, true)
    })

  program
    .command('resume')
    .description('collect a connection by its schedule again')
    .argument('<source>', 'the name of the connection')
    .action(async (source: string) => {
      const { runPause } = await import('./commands/sources')
      await runPause(source, false)
    })

  program
    .command('doctor')
    .description('check the installation, the database, the sources and the rules: what is wrong and how to mend it')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const { runDoctor } = await import('./commands/doctor')
      exit(await runDoctor(options, (text) => void pending.push(write(text))))
    })
  return program
}

const pending: Promise<void>[] = []

async function main(): Promise<number> {
  let code = OK
  let isTold = false
  try {
    await buildProgram((given) => {
      code = given
    }).parseAsync(process.argv)
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0
    isTold = !isHelp
    if (error instanceof CommanderError) code = isHelp ? OK : WRONG_USAGE
    else if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nRun sg --help to see how it is used.\n`)
      code = WRONG_USAGE
    } else {
      process.stderr.write(`${describeError(error)}\n`)
      code = FAILED
    }
  }
  await Promise.all(pending)
  // What is written without waiting, such as help, fails a moment later.
  await write('')
  if (isTold || !unwritten) return code
  process.stderr.write(`The answer could not be written to its end: ${unwritten.message}\n`)
  return FAILED
}

process.exitCode = await main()
