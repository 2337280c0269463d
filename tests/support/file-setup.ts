// Runs in each test file, before it is loaded: makes loading quicker, gives the file a process as if it were new, and ends what the
// file has started once all of its tests are over.
import { afterAll, type RunnerTestSuite, vi } from 'vitest'
import { speedUpResolution } from '#server/startup/module-resolution.ts'
import { cleanUp } from './cleanup.ts'
import { firstEnvironment } from './first-environment.ts'

speedUpResolution()
beginAnew()

/** Files share a process one after another; the clock, the environment and what the product keeps once per process they do not. */
function beginAnew(): void {
  vi.useRealTimers()
  for (const symbol of Object.getOwnPropertySymbols(globalThis))
    if (Symbol.keyFor(symbol)?.startsWith('easymirror.')) Reflect.deleteProperty(globalThis, symbol)
  for (const name of Object.keys(process.env)) if (!(name in firstEnvironment)) delete process.env[name]
  Object.assign(process.env, firstEnvironment)
}

const failedIn = (suite: Readonly<RunnerTestSuite>): boolean =>
  suite.result?.state === 'fail' ||
  suite.tasks.some((task) => (task.type === 'suite' ? failedIn(task) : task.result?.state === 'fail'))

afterAll(async ({}, suite) => {
  await cleanUp({ failed: failedIn(suite) })
})
