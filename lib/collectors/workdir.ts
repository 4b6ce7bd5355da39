// The folder of a connection on this machine: what it keeps there it can always make again.
import { createHash } from 'node:crypto'
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

export function workdirOf(home: string, connection: string): string {
  return join(home, 'mirrors', createHash('sha256').update(connection).digest('hex').slice(0, 16))
}

export async function removeWorkdir(home: string, connection: string): Promise<void> {
  await rm(workdirOf(home, connection), { recursive: true, force: true })
}

const MIRRORS = 'repositories'
const FOLDER = /^[0-9a-f]{16}$/

/** In a connection's folder, that of one of its scopes: a mirror's folder holds no other mirror. */
export function mirrorDirOf(workdir: string, scope: string): string {
  return join(workdir, MIRRORS, folderOf(scope))
}

function folderOf(scope: string): string {
  return createHash('sha256').update(scope).digest('hex').slice(0, 16)
}

/** Removes the mirrors of all scopes but these. Nothing that does not look like one, and nothing behind a link. */
export async function keepMirrorsOf(workdir: string, scopes: Iterable<string>): Promise<void> {
  const parent = join(workdir, MIRRORS)
  const isFolder = (await lstat(parent).catch(() => null))?.isDirectory()
  if (!isFolder) return
  const kept = new Set([...scopes].map(folderOf))
  for (const entry of await readdir(parent, { withFileTypes: true })) {
    if (entry.isDirectory() && FOLDER.test(entry.name) && !kept.has(entry.name))
      await rm(join(parent, entry.name), { recursive: true, force: true })
  }
}
