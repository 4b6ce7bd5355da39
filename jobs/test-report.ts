// What the reports of the two test programs say: how many passed, and which did not.
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { z } from 'zod'

export type TestCounts = { passed: number; failed: number; failures: string[] }

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).default([]) }),
      ),
    }),
  ),
})

const Spec = z.object({ title: z.string(), file: z.string(), line: z.number(), ok: z.boolean() })
type Suite = { specs: z.infer<typeof Spec>[]; suites?: Suite[] | undefined }
const Suite: z.ZodType<Suite> = z.object({
  specs: z.array(Spec),
  get suites() {
    return z.array(Suite).optional()
  },
})

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(Suite).default([]),
})

/** A run that ended badly without naming a test still failed once. */
export function readVitestReport(file: string, root: string, endedWell: boolean): TestCounts {
  const report = readReport(file, VitestReport)
  const failures = (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const path = relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [`${path}: ${firstLine(message)}`]
    return failed.map((test) => `${path} > ${test.fullName}: ${firstLine(test.failureMessages[0] ?? '')}`)
  })
  const failed = Math.max(report?.numFailedTests ?? 0, endedWell && report ? 0 : 1)
  return { passed: report?.numPassedTests ?? 0, failed, failures }
}

/** What was skipped, or passed only on a second try, did not pass. */
export function readPlaywrightReport(file: string, endedWell: boolean): TestCounts {
  const report = readReport(file, PlaywrightReport)
  const stats = report?.stats
  const unwell = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) + (stats?.skipped ?? 0)
  const failures = specsOf(report?.suites ?? [])
    .filter(({ ok }) => !ok)
    .map(({ file: path, line, title }) => `${path}:${line} > ${title}`)
  return { passed: stats?.expected ?? 0, failed: Math.max(unwell, endedWell && stats ? 0 : 1), failures }
}

function specsOf(suites: Suite[]): Suite['specs'] {
  return suites.flatMap((suite) => [...suite.specs, ...specsOf(suite.suites ?? [])])
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300)
}

function readReport<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : undefined
}
