import { defineConfig } from '@playwright/test'
import { findSystemChromium } from './jobs/chromium'

const port = Number(process.env.E2E_PORT ?? 3977)
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // A test that needs a second try is a defect of the test or of the program.
  retries: 0,
  workers: 2,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/results.json' }]],
  // Limits against hanging only: a slow machine fails nothing.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    browserName: 'chromium',
    launchOptions: {
      executablePath: findSystemChromium(),
      // Chromium's sandbox refuses to run as root, which containers of continuous integration are.
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
  webServer: {
    command: 'node --import tsx e2e/server.ts',
    url: `http://127.0.0.1:${port}/healthz`,
    env: { E2E_PORT: String(port) },
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    timeout: 180_000,
  },
})
