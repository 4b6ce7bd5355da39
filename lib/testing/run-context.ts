import type { RunContext } from '../collectors/contract'
import { temporaryFolder } from './git-repository'

/** A run in a folder of its own that nobody stops, on the first day of 1970 unless told. */
export function runContext(given: Partial<RunContext> = {}): RunContext {
  const now = given.now ?? new Date(0)
  return {
    workdir: given.workdir ?? temporaryFolder(),
    signal: new AbortController().signal,
    now,
    clock: () => now,
    environment: process.env,
    wantPaths: false,
    services: [],
    allowPrivateAddresses: true,
    ...given,
  }
}
