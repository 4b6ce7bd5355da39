// sg report: the weekly report as it would be sent, written into a folder. Sending one is report-send.ts.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Env, resolveGiven } from '../../lib/env'
import { StreamgaugeError } from '../../lib/errors'
import { deriveStale } from '../../lib/insights/derive-stale'
import { loadReportMaterial } from '../../lib/insights/report/material'
import { findReportScope } from '../../lib/insights/report/scope'
import { readReportWeek } from '../../lib/insights/report/week'
import { buildReport } from '../../lib/report/build'
import { type ReportPicture, reportPictures } from '../../lib/report/charts'
import { reportHtml } from '../../lib/report/email'
import type { Report } from '../../lib/report/report'
import { reportText } from '../../lib/report/text'
import { listServices } from '../../lib/store/services'
import { withDatabase } from '../database'
import { timeOption, UsageError } from '../usage'

export type ReportOptions = {
  team?: string
  service?: string
  week?: string
  now?: string
  out?: string
  to?: string
  subscriptions?: boolean
  json?: boolean
}
type Write = (text: string) => void

/** What is asked for: one of --out, --to and --subscriptions. Returns the exit code. */
export async function runReport(options: ReportOptions, write: Write): Promise<number> {
  const { out, to, subscriptions = false } = options
  const ways = [out !== undefined, to !== undefined, subscriptions].filter((given) => given).length
  if (ways !== 1) throw new UsageError('Give one of --out FOLDER, --to ADDRESS-OR-NAME and --subscriptions.')
  if (out !== undefined) {
    await writeReport({ ...options, out }, write)
    return 0
  }
  const { runSendReport, runSubscriptions } = await import('./report-send')
  if (to !== undefined) return runSendReport({ ...options, to }, write)
  await runSubscriptions(options, write)
  return 0
}

/** Writes `report.html`, `report.txt` and a picture a chart; says the subject and the files on standard output. */
async function writeReport(options: ReportOptions & { out: string }, write: Write): Promise<void> {
  const { team, service, week, out, now: asked } = options
  if (team !== undefined && service !== undefined) throw new UsageError('Give either --team or --service, not both.')
  if (out === '') throw new UsageError('--out is empty. Name a folder to write the report into.')
  const now = asked === undefined ? Date.now() : timeOption('now', asked, 'UTC')
  await withDatabase(async (env) => {
    const report = await makeReport({ team, service, week }, now, env)
    const { pictures, problem } = await drawn(report)
    if (problem !== null) process.stderr.write(`The charts are left out. ${problem}\n`)
    const fileOf = new Map(pictures.map(({ id, fileName }) => [id, fileName]))
    // The pictures lie beside it here; in a mail they are its own parts.
    const html = await reportHtml(report, ({ id }) => fileOf.get(id) ?? null)
    const files = await writeFiles(resolveGiven(out), [
      ['report.html', html],
      ['report.txt', reportText(report)],
      ...pictures.map(({ fileName, png }): [string, Buffer] => [fileName, png]),
    ])
    write(`${report.subject}\n${files.map((file) => `  ${file}\n`).join('')}`)
  })
}

async function makeReport(
  { week, ...scopeAsked }: Pick<ReportOptions, 'team' | 'service' | 'week'>,
  now: number,
  env: Env,
): Promise<Report> {
  await deriveStale()
  const { scope, services } = findReportScope(await listServices(), scopeAsked)
  const zones = services.map(({ timeZone }) => timeZone)
  const read = readReportWeek(week, zones, now)
  if (!read.ok) throw new UsageError(`--week: ${read.message} ${read.hint}`)
  return buildReport(await loadReportMaterial(scope, services, read.week, now), { url: env.url ?? null })
}

/** A machine without a renderer still has its report. */
async function drawn(report: Report): Promise<{ pictures: ReportPicture[]; problem: string | null }> {
  try {
    return { pictures: await reportPictures(report), problem: null }
  } catch (error) {
    if (error instanceof StreamgaugeError && error.kind === 'unavailable')
      return { pictures: [], problem: error.message }
    throw error
  }
}

const REFUSALS: Record<string, string> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'it is read-only',
  ENOSPC: 'no disk space is left',
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'a file of the report is a folder there',
}

/** Their paths. */
async function writeFiles(folder: string, files: [name: string, content: string | Buffer][]): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true })
    const written: string[] = []
    for (const [name, content] of files) {
      const path = join(folder, name)
      await writeFile(path, content)
      written.push(path)
    }
    return written
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown' // sound: only the file system throws here
    const message = `The report cannot be written to ${folder}: ${REFUSALS[code] ?? code}.`
    throw new StreamgaugeError('config', message, { cause, hint: 'Name another folder with --out.' })
  }
}
