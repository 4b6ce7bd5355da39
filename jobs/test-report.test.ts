import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './test-report'

function written(report: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'report.json')
  writeFileSync(file, JSON.stringify(report))
  return file
}

test('a failed test is named with its file and the first line of why', () => {
  const file = written({
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [
      {
        name: '/code/lib/a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'counts' },
          { status: 'failed', fullName: 'adds up', failureMessages: ['expected 2 to be 3\n  at a.test.ts:4'] },
        ],
      },
    ],
  })
  expect(readVitestReport(file, '/code', false)).toEqual({
    passed: 3,
    failed: 1,
    failures: ['lib/a.test.ts > adds up: expected 2 to be 3'],
  })
})

test('a file that could not be read is a failure with its message', () => {
  const testResults = [
    { name: '/code/lib/a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
  ]
  const counts = readVitestReport(written({ numPassedTests: 3, numFailedTests: 0, testResults }), '/code', false)
  expect(counts).toEqual({ passed: 3, failed: 1, failures: ['lib/a.test.ts: no such module'] })
})

test('without a report the run failed once, however it ended', () => {
  expect(readVitestReport('/nowhere/report.json', '/code', true)).toEqual({ passed: 0, failed: 1, failures: [] })
  expect(readPlaywrightReport('/nowhere/report.json', true)).toEqual({ passed: 0, failed: 1, failures: [] })
})

test('browser tests are found at any depth; skipped and flaky ones did not pass', () => {
  const spec = { title: 'opens', file: 'a.spec.ts', line: 4, ok: false }
  const suites = [{ specs: [], suites: [{ specs: [spec, { ...spec, title: 'closes', ok: true }] }] }]
  const file = written({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 }, suites })
  expect(readPlaywrightReport(file, false)).toEqual({ passed: 5, failed: 3, failures: ['a.spec.ts:4 > opens'] })
})
