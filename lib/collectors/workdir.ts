// The folder of a connection on this machine: what it keeps there it can always make again.
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

export function workdirOf(home: string, connection: string): string {
  return join(home, 'mirrors', createHash('sha256').update(connection).digest('hex').slice(0, 16))
}

export async function removeWorkdir(home: string, connection: string): Promise<void> {
  await rm(workdirOf(home, connection), { recursive: true, force: true })
}
