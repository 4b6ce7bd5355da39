import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{lib,jobs,prisma,app}/**/*.test.{ts,tsx}'],
    globalSetup: 'lib/testing/servers.ts',
    setupFiles: 'lib/testing/leave-nothing.ts',
    environment: 'node',
    pool: 'forks',
    // Every core, as most of a database or process test is waiting; Vitest would leave one idle.
    maxWorkers: '100%',
    // Limits against hanging only: a slow machine fails nothing.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 45_000 } },
    // Nothing of the surrounding shell may decide what a test sees.
    env: {
      TZ: 'UTC',
      LOG_LEVEL: 'silent',
      DATABASE_URL: '',
      STREAMGAUGE_HOME: '',
      STREAMGAUGE_CONFIG: '',
      STREAMGAUGE_CALLED_FROM: '',
      STREAMGAUGE_SMTP_URL: '',
      STREAMGAUGE_MAIL_FROM: '',
    },
    // `server-only` throws outside React's server build; tests run server code in plain Node.
    alias: { 'server-only': new URL('./lib/testing/empty.ts', import.meta.url).pathname },
  },
})
