// How the tests run: several files in a process one after another, no retries, one database server for all.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const unit = ['tests/{hosts,lint,scripts,simulators,storage}/**/*.test.ts']
const browser = ['tests/pages/**/*.test.ts']

/** Files that take longest although they are short begin first, so that none of them is the last one, which runs alone. */
const longest = /\/(uploads-survive|looks|upload-faults|every-point|killed|end|faults|fault-table)\.test\.ts$/

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  // No test loads styles: those of the product are made by its build.
  css: { postcss: {} },
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    setupFiles: ['tests/support/file-setup.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // What files load is the same for most of them: once per process is enough. `file-setup.ts` makes the rest of it as new.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    retry: 0,
    reporters: ['default', 'json', './tests/support/host-table.ts'],
    outputFile: { json: 'tests/.artifacts/results.json' },
    projects: [
      { extends: true, test: { name: 'unit', include: unit } },
      // A folder that is new is found here.
      { extends: true, test: { name: 'integration', include: ['tests/**/*.test.ts'], exclude: [...unit, ...browser] } },
      { extends: true, test: { name: 'browser', include: browser, testTimeout: 150_000 } },
    ],
  },
})
