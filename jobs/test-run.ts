// `npm test`: types, lint, tests against real databases, the build and the browser tests, all of them even when one fails.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describeError } from '../lib/errors'
import { buildIfStale, nextProgram, root } from './build'
import { findBrowser } from './chromium'
import { readPlaywrightReport, readVitestReport, type TestCounts } from './test-report'

type Step = { name: string; ok: boolean; counts?: TestCounts; seconds: number }

const INTERRUPTED = 130
const modules = join(root, 'node_modules')
const results = join(root, 'test-results')

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

let running: ChildProcess | undefined
const interrupted = new AbortController()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) return
    interrupted.abort()
    running?.kill(signal)
  })
}

/** Runs a program of the packages, its output shown as it comes; true when it ends well. */
function run(program: string, args: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [join(modules, program), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // In a group of its own a Ctrl-C reaches it once, from us; a second one would cut its cleaning up short.
    detached: process.platform !== 'win32',
  })
  running = child
  return new Promise((settle) => {
    child.once('error', () => settle(false))
    child.once('exit', (code) => settle(code === 0))
  })
}

async function checkTypes(): Promise<boolean> {
  // Next writes next-env.d.ts and the types of its routes, which the compiler then reads.
  const ready = await run(nextProgram.slice(modules.length + 1), ['typegen'])
  return (await run('typescript/bin/tsc', ['--noEmit', '--incremental', 'false'])) && ready
}

async function runVitest(): Promise<[boolean, TestCounts]> {
  const file = join(results, 'vitest.json')
  rmSync(file, { force: true })
  const ok = await run('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const counts = readVitestReport(file, root, ok)
  return [ok && counts.failed === 0, counts]
}

async function build(): Promise<boolean> {
  try {
    if (!(await buildIfStale(say, interrupted.signal))) say('The build is current')
    return true
  } catch (error) {
    say(describeError(error))
    return false
  }
}

/** A missing browser fails the tests, it never skips them. */
async function hasBrowser(): Promise<boolean> {
  const { chromium } = await import('@playwright/test')
  const install = () => run('@playwright/test/cli.js', ['install', 'chromium'])
  return findBrowser({ env: process.env, say, ownPath: chromium.executablePath(), install })
}

async function runBrowserTests(built: boolean): Promise<[boolean, TestCounts]> {
  if (!built || !(await hasBrowser())) {
    if (!built) say('The browser tests cannot run without a build')
    return [false, { passed: 0, failed: 1, failures: [] }]
  }
  const file = join(results, 'results.json')
  rmSync(file, { force: true })
  const ok = await run('@playwright/test/cli.js', ['test'])
  const counts = readPlaywrightReport(file, ok)
  return [ok && counts.failed === 0, counts]
}

async function main(): Promise<boolean> {
  const steps: Step[] = []
  const step = async (name: string, action: () => Promise<boolean | [boolean, TestCounts]>): Promise<boolean> => {
    if (interrupted.signal.aborted) return false
    say(`\n── ${name}`)
    const startedAt = Date.now()
    const outcome = await action()
    const [ok, counts] = Array.isArray(outcome) ? outcome : [outcome, undefined]
    steps.push({ name, ok, counts, seconds: (Date.now() - startedAt) / 1000 })
    return ok
  }
  mkdirSync(results, { recursive: true })
  await step('Types (tsc)', checkTypes)
  await step('Lint (biome)', () =>
    run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--diagnostic-level=warn']),
  )
  await step('Unit and database tests (vitest)', runVitest)
  const built = await step('Build (next)', build)
  await step('Browser tests (playwright)', () => runBrowserTests(built))

  if (interrupted.signal.aborted) process.exit(INTERRUPTED)

  say('\n── Summary')
  let passed = 0
  let failed = 0
  for (const { name, ok, counts, seconds } of steps) {
    passed += counts?.passed ?? 0
    failed += counts?.failed ?? 0
    const detail = counts ? `, ${counts.passed} passed, ${counts.failed} failed` : ''
    say(`${ok ? 'ok    ' : 'FAILED'}  ${name}${detail} (${seconds.toFixed(1)} s)`)
    for (const failure of counts?.failures ?? []) say(`          ${failure}`)
  }
  // Types, lint and build count as one each only when they fail: the line counts tests.
  failed += steps.filter((done) => !done.ok && !done.counts).length
  say(`${passed} passed, ${failed} failed`)
  return steps.every((done) => done.ok)
}

process.exit((await main()) ? 0 : 1)
