// The demo organisation on request: in a database of its own, made again when the day has changed.
import { findPeopleKey } from '../lib/auth/people-key'
import { findConfigFile } from '../lib/config'
import type { Env } from '../lib/env'
import { deriveStale } from '../lib/insights/derive-stale'
import { holdsAnything, replaceDemo } from '../lib/store/demo'
import { DEMO_EDITION, demoDayOf, demoRecords } from '../prisma/demo'
import { demoUrl, openDemoDatabase } from '../prisma/demo-database'
import type { DatabaseLease } from '../prisma/postgres'
import { fillDemoPlans } from './demo-plans'
import { fillDemoReports } from './demo-reports'
import { fillDemoRetros } from './demo-retros'

/** Whether nobody configured anything and the open database is empty. */
export async function isNew(env: Env): Promise<boolean> {
  return findConfigFile(env.configPath, process.cwd()) === null && !(await holdsAnything())
}

/** The same hold on the server with the demo's database in place of the configured one, which is not touched. */
export async function openDemo(lease: DatabaseLease): Promise<DatabaseLease> {
  // A pooler may know the configured database alone.
  const url = demoUrl(lease.directUrl)
  await openDemoDatabase(url)
  return { ...lease, url, directUrl: url }
}

/** Fills the demo's database, to which the pool is connected, if it does not show the demo of today yet. */
export async function fillDemo(env: Env, now: Date, say: (line: string) => void): Promise<void> {
  const startedAt = Date.now()
  const mark = { day: demoDayOf(now.getTime()), edition: DEMO_EDITION }
  let count = 0
  const tell = () => {
    say('Making the demo organisation …')
    const records = [...demoRecords(now.getTime())]
    count = records.length
    return records
  }
  // Nobody of the demo exists, and its database holds nobody else: without a key of the home any will do.
  const people = { key: (await findPeopleKey(env)) ?? 'nobody of the demo exists', bots: [] }
  if (!(await replaceDemo(mark, tell, { now, people }))) return
  await deriveStale(undefined, now.getTime())
  await fillDemoPlans(now.getTime())
  await fillDemoRetros(now.getTime())
  await fillDemoReports(now.getTime(), env)
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  say(`Made the demo organisation of ${mark.day}: ${count.toLocaleString('en')} records in ${seconds} s`)
}
