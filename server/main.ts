// The whole product in one process and on one port: `node server/main.ts [--dev]`.
import { type Environment, readEnvironment } from './env.ts'
import { lifecycle } from './lifecycle.ts'
import { log } from './log.ts'
import { speedUpResolution } from './startup/module-resolution.ts'
import { endOnSignals } from './startup/signals.ts'
import { StartError } from './startup/start-error.ts'
import { createTeardown } from './startup/teardown.ts'

const read = readEnvironment()
if ('faults' in read) {
  for (const { variable, message } of read.faults) process.stderr.write(`${variable}: ${message}\n`)
  process.exit(1)
} else {
  await run(read.environment)
}

async function run(environment: Environment): Promise<void> {
  const teardown = createTeardown()
  const { promise: started, resolve: settle } = Promise.withResolvers<void>()
  const ending = endOnSignals({ teardown, started: () => started, drainMs: environment.DRAIN_SECONDS * 1000 })
  const dev = process.argv.includes('--dev')
  try {
    // Loaded here, so that bad variables are told at once, and signals heard while it loads.
    speedUpResolution()
    const { start } = await import('./startup/start.ts')
    const url = await start({ environment, dev, teardown, onLost: () => void ending.end(1) })
    process.stdout.write(`EasyMirror is ready at ${url}\n`)
  } catch (error) {
    if (lifecycle().stopping.aborted) return
    tell(error)
    settle()
    await ending.end(1)
  } finally {
    settle()
  }
}

/** One line for the operator; what only a developer can read goes to the log. */
function tell(error: unknown): void {
  if (!(error instanceof StartError)) return log.fatal({ err: error }, 'EasyMirror could not start')
  log.debug({ err: error }, 'the start failed')
  process.stderr.write(`${error.message}\n`)
}
