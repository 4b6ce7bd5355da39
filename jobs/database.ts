// A command's hold on the database: started if need be, migrated, given back at the end.
import { constants } from 'node:os'
import { closeDb, configureDb } from '../lib/db'
import { type Env, readEnv } from '../lib/env'
import { migrate } from '../prisma/migrate'
import { acquireDatabase, type DatabaseLease } from '../prisma/postgres'
import { applyConfig } from './declare'

let demo = false

/** From now on commands of this process read the demo organisation, whose database they make when it is missing. */
export function chooseDemo(): void {
  demo = true
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type Interruption = { ending?: Promise<never>; forget: () => void }

/** An interrupted command leaves no server behind: what it was writing is rolled back, the lease given back, then it ends. */
function giveBackOnSignal(acquiring: Promise<DatabaseLease>): Interruption {
  const giveBack = async (signal: (typeof SIGNALS)[number]): Promise<never> => {
    await acquiring.then((lease) => lease.release()).catch(() => {})
    process.exit(128 + constants.signals[signal])
  }
  const onSignal = (signal: NodeJS.Signals) => {
    interruption.ending ??= giveBack(signal as (typeof SIGNALS)[number]) // sound: it listens to these only
  }
  const interruption: Interruption = {
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return interruption
}

/**
 * Runs `action` with the database open and the configuration file applied; the last user of an embedded server stops it.
 * On SIGINT, SIGTERM and SIGHUP it gives the database back and ends the process, unless the action `endsItself` on them.
 */
export async function withDatabase<Result>(
  action: (env: Env) => Promise<Result>,
  { declare = true, endsItself = false }: { declare?: boolean; endsItself?: boolean } = {},
): Promise<Result> {
  const env = readEnv()
  const acquiring = acquireDatabase({
    home: env.home,
    databaseUrl: env.databaseUrl,
    databaseDirectUrl: env.databaseDirectUrl,
  })
  const interruption = endsItself ? undefined : giveBackOnSignal(acquiring)
  const lease = await acquiring
  let done = false
  try {
    if (demo) await connectToDemo(lease, env)
    else {
      const onCreate = (name: string) => process.stderr.write(`Made the database ${name}, which did not exist\n`)
      await migrate(lease.directUrl, lease.embedded ? {} : { onCreate })
      // Locks outlast a transaction, so a pooler must not come between.
      configureDb({ url: lease.directUrl })
      if (declare) await applyConfig(env, new Date())
    }
    const result = await action(env)
    done = true
    return result
  } finally {
    // What a stopping server makes fail is no news to whoever stopped it.
    await interruption?.ending
    interruption?.forget()
    await closeDb()
    // What went wrong first is what the caller must hear.
    await lease.release().catch((error) => {
      if (done) throw error
    })
  }
}

async function connectToDemo(lease: DatabaseLease, env: Env): Promise<void> {
  const { openDemo, fillDemo } = await import('./demo')
  configureDb({ url: (await openDemo(lease)).url })
  await fillDemo(env, new Date(), (line) => process.stderr.write(`${line}\n`))
}
