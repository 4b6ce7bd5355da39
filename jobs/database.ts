// A command's hold on the database: started if need be, migrated, given back at the end.
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

/** Runs `action` with the database open and the configuration file applied; the last user of an embedded server stops it. */
export async function withDatabase<Result>(
  action: (env: Env) => Promise<Result>,
  { declare = true }: { declare?: boolean } = {},
): Promise<Result> {
  const env = readEnv()
  const lease = await acquireDatabase({
    home: env.home,
    databaseUrl: env.databaseUrl,
    databaseDirectUrl: env.databaseDirectUrl,
  })
  let done = false
  try {
    if (demo) await connectToDemo(lease, env)
    else {
      await migrate(lease.directUrl)
      configureDb({ url: lease.url })
      if (declare) await applyConfig(env, new Date())
    }
    const result = await action(env)
    done = true
    return result
  } finally {
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
