// Runs in each test file: ends what the file has started, once all of its tests are over.
import { afterAll, type RunnerTestSuite } from 'vitest'
import { cleanUp } from './cleanup.ts'

const failedIn = (suite: Readonly<RunnerTestSuite>): boolean =>
  suite.result?.state === 'fail' ||
  suite.tasks.some((task) => (task.type === 'suite' ? failedIn(task) : task.result?.state === 'fail'))

afterAll(async ({}, suite) => {
  await cleanUp({ failed: failedIn(suite) })
})
