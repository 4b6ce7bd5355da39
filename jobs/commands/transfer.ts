// sg import and sg export with their database: opened before, facts brought up to date after an import.
import { deriveStale } from '../../lib/insights/derive-stale'
import { withDatabase } from '../database'
import { readPeople } from '../people'
import { timeOption } from '../usage'
import { runExport } from './export'
import { runImport } from './import'

const FAILED = 1

/** Imports, then derives the services that were touched. Returns the exit code. */
export async function runImportCommand(files: string[], options: { json?: boolean }): Promise<number> {
  return withDatabase(async (env) => {
    const { stdin, stdout, stderr } = process
    const code = await runImport(files, { json: options.json, stdin, stdout, stderr, people: await readPeople(env) })
    let toldAt = Date.now()
    const report = await deriveStale((done, total, repository) => {
      if (Date.now() - toldAt < 1000) return
      toldAt = Date.now()
      stderr.write(`deriving ${repository} (${done + 1} of ${total})\n`)
    })
    for (const { repository, reason } of report.failed) stderr.write(`could not derive ${repository}: ${reason}\n`)
    return report.failed.length > 0 ? FAILED : code
  })
}

export async function runExportCommand(options: { since?: string }): Promise<number> {
  const since = options.since === undefined ? undefined : new Date(timeOption('since', options.since, 'UTC'))
  return withDatabase(() => runExport({ since, stdout: process.stdout }))
}
