// How the tests run: each file in a process of its own, two at a time, no retries, one database server for all.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    globalSetup: ['tests/support/global-setup.ts'],
    setupFiles: ['tests/support/file-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    retry: 0,
    reporters: ['default', 'json'],
    outputFile: { json: 'tests/.artifacts/results.json' },
  },
})
