// The database servers of a test run: started once before the first file, stopped after the last one.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const homes: string[] = []
  const leases: DatabaseLease[] = []
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
