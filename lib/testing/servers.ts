// The database servers of a test run: started once before the first file, stopped after the last one.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../prisma/migrate'
import { acquireDatabase, type DatabaseLease } from '../../prisma/postgres'
import type { TestServer } from './database'

const debianServer = { directory: '/usr/lib/postgresql/15/bin', major: 15 }

// These servers hold nothing worth keeping; the crash tests use servers of their own.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
}

const template = 'migrated_template'

/** At once and without waiting, for a run that is interrupted: vitest then leaves without its teardown. */
function abandon(home: string): void {
  try {
    const place = JSON.parse(readFileSync(join(home, 'postgres/server.json'), 'utf8'))
    const file = join(resolve(home, 'postgres', place.dataDirectory), 'postmaster.pid')
    process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT')
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const homes: string[] = []
  const leases: DatabaseLease[] = []
  const abandonAll = () => homes.forEach(abandon)
  process.once('exit', abandonAll)
  const startServer = async (name: string, binaries?: { directory: string; major: number }): Promise<TestServer> => {
    const home = mkdtempSync(join(tmpdir(), 'streamgauge-test-'))
    homes.push(home)
    // As root the server runs as another user, who must be able to enter.
    chmodSync(home, 0o755)
    const lease = await acquireDatabase({ home, databaseName: template, settings, binaries })
    leases.push(lease)
    await migrate(lease.url)
    const url = new URL(lease.url)
    url.pathname = '/postgres'
    return { name, url: url.href, template }
  }
  const stopServers = async () => {
    for (const lease of leases) await lease.release()
    for (const home of homes) rmSync(home, { recursive: true, force: true })
    process.off('exit', abandonAll)
  }
  try {
    const starting = [startServer('PostgreSQL 18')]
    if (existsSync(join(debianServer.directory, 'postgres'))) starting.push(startServer('PostgreSQL 15', debianServer))
    project.provide('servers', await Promise.all(starting))
  } catch (error) {
    await stopServers()
    throw error
  }
  return stopServers
}
