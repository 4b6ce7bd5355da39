// A command's hold on the database: started if need be, migrated, given back at the end.
import { closeDb, configureDb } from '../lib/db'
import { type Env, readEnv } from '../lib/env'
import { migrate } from '../prisma/migrate'
import { acquireDatabase } from '../prisma/postgres'

/** Runs `action` with the database open; the last user of an embedded server stops it. */
export async function withDatabase<Result>(action: (env: Env) => Promise<Result>): Promise<Result> {
  const env = readEnv()
  const lease = await acquireDatabase({
    home: env.home,
    databaseUrl: env.databaseUrl,
    databaseDirectUrl: env.databaseDirectUrl,
  })
  try {
    await migrate(lease.directUrl)
    configureDb({ url: lease.url })
    return await action(env)
  } finally {
    await closeDb()
    await lease.release()
  }
}
