// A database of the benchmark on the embedded server of its home: what the steps need to reach it, and what it uses.
import pg from 'pg'
import { acquireDatabase, type DatabaseLease } from '../../prisma/postgres'
import { cpuSecondsOf, parentOf, watchMemory } from './processes'
import { runStep, type StepResult } from './steps'

export type BenchDatabase = {
  env: NodeJS.ProcessEnv
  /** Runs one step and watches the server meanwhile. */
  step(args: string[], onProgress: (text: string) => void): Promise<Measured>
  bytes(): Promise<number>
  serverVersion: string
  release(): Promise<void>
}
export type Measured = StepResult & { serverPeakBytes: number | null; serverCpuSeconds: number | null }

async function ask<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Row>(statement)
    const [row] = rows
    if (!row) throw new Error('The server gave no answer.')
    return row
  } finally {
    await client.end()
  }
}

/** The server's first process: every connection is a child of it. */
async function findServer(url: string): Promise<number | null> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    // Asked while the connection is still there.
    return await parentOf(rows[0]?.pid ?? 0)
  } finally {
    await client.end()
  }
}

export async function openDatabase(home: string, name: string, say: (line: string) => void): Promise<BenchDatabase> {
  const lease: DatabaseLease = await acquireDatabase({ home, databaseName: name, onProgress: say })
  const maintenance = new URL(lease.url)
  maintenance.pathname = '/postgres'
  const server = await findServer(maintenance.href)
  const { version } = await ask<{ version: string }>(
    maintenance.href,
    `select current_setting('server_version') as version`,
  )
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: 'silent',
    STREAMGAUGE_HOME: home,
    STREAMGAUGE_CONFIG: '',
    DATABASE_URL: lease.url,
    DATABASE_DIRECT_URL: lease.url,
  }
  return {
    env,
    serverVersion: version,
    async step(args, onProgress) {
      const memory = watchMemory(server)
      const before = await cpuSecondsOf(server)
      const result = await runStep(args, env, onProgress).finally(() => memory.stop())
      const after = await cpuSecondsOf(server)
      const serverCpuSeconds = before === null || after === null ? null : after - before
      return { ...result, serverPeakBytes: await memory.stop(), serverCpuSeconds }
    },
    async bytes() {
      const { bytes } = await ask<{ bytes: string }>(lease.url, 'select pg_database_size(current_database()) as bytes')
      return Number(bytes)
    },
    release: () => lease.release(),
  }
}
