// One measured step in a process of its own: `import FILE`, `derive` or `giant SERVICE`. Says what it took as one JSON line.
import { PassThrough } from 'node:stream'
import { deriveRepository } from '../../lib/derive'
import { factTables } from '../../lib/derive/tables'
import { deriveStale } from '../../lib/insights/derive-stale'
import { loadRepositories } from '../../lib/store/records'
import { loadConfiguredByName } from '../../lib/store/services'
import { runImport } from '../commands/import'
import { withDatabase } from '../database'
import { readPeople } from '../people'
import type { StepResult } from './steps'

const [step = '', argument = ''] = process.argv.slice(2)

async function importFile(file: string): Promise<void> {
  await withDatabase(async (env) => {
    const sink = () => new PassThrough().resume()
    const people = await readPeople(env)
    const code = await runImport([file], { stdin: process.stdin, stdout: sink(), stderr: process.stderr, people })
    if (code !== 0) throw new Error(`The import ended with code ${code}.`)
  })
}

async function deriveAll(): Promise<void> {
  await withDatabase(async () => {
    let toldAt = Date.now()
    const report = await deriveStale((done, total) => {
      if (Date.now() - toldAt < 1000) return
      toldAt = Date.now()
      process.send?.({ progress: `${done} of ${total} repositories` })
    })
    const [failure] = report.failed
    if (failure) throw new Error(`${failure.repository} could not be derived: ${failure.reason}`)
  })
}

/** Facts and columns of one service from records in memory: seconds without reading or writing. */
async function derivePure(name: string): Promise<{ seconds: number; cpuSeconds: number }> {
  return withDatabase(async () => {
    const [service] = await loadConfiguredByName([name])
    if (!service) throw new Error(`There is no service ${name}.`)
    const asked = { name: service.input.repository, serviceNames: [name], wantPaths: false }
    const [records] = await loadRepositories([asked])
    if (!records) throw new Error(`There is no repository of ${name}.`)
    const [at, cpu] = [performance.now(), process.cpuUsage()]
    const [derivation] = deriveRepository(records, [service.input], 'production', [])
    if (!derivation) throw new Error(`${name} could not be derived.`)
    const deployments = derivation.deployments.map((base) => ({ ...base, ...UNTROUBLED }))
    const rows = { deployments, changes: derivation.changes, incidents: [] }
    factTables(rows, service.settings.active, derivation.quality)
    const { user, system } = process.cpuUsage(cpu)
    return { seconds: (performance.now() - at) / 1000, cpuSeconds: (user + system) / 1e6 }
  })
}

const UNTROUBLED = { failed: false, reasons: [], incidents: [], recoveredAt: null, rework: false }

const cpu = process.cpuUsage()
const startedAt = performance.now()
let pure: { seconds: number; cpuSeconds: number } | undefined
if (step === 'import') await importFile(argument)
else if (step === 'derive') await deriveAll()
else pure = await derivePure(argument)
const { user, system } = process.cpuUsage(cpu)
const result: StepResult = {
  seconds: pure?.seconds ?? (performance.now() - startedAt) / 1000,
  cpuSeconds: pure?.cpuSeconds ?? (user + system) / 1e6,
  // Kilobytes, on every platform.
  peakBytes: process.resourceUsage().maxRSS * 1024,
}
process.send?.({ result }, () => process.exit(0))
