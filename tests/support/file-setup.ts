// Runs in each test file, before it is loaded: makes loading quicker, and ends what the file has started once all of its tests are over.
import { afterAll, type RunnerTestSuite } from 'vitest'
import { speedUpResolution } from '#server/startup/module-resolution.ts'
import { cleanUp } from './cleanup.ts'

speedUpResolution()

const failedIn = (suite: Readonly<RunnerTestSuite>): boolean =>
  suite.result?.state === 'fail' ||
  suite.tasks.some((task) => (task.type === 'suite' ? failedIn(task) : task.result?.state === 'fail'))

afterAll(async ({}, suite) => {
  await cleanUp({ failed: failedIn(suite) })
})
