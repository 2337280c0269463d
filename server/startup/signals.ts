// The end of the process: on a signal, or when it cannot go on.
import { setTimeout } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { lifecycle } from '#server/lifecycle.ts'
import type { Teardown } from './teardown.ts'

/** What has not ended by then, beyond the time that running transfers have, is killed. */
const HARD_END_MS = 9_500
/** Ctrl-C reaches this process twice, from the terminal and through npm. */
const SAME_SIGNAL_MS = 1_000
const START_SETTLES_MS = 3_000

export type Ending = {
  /** Ends the process with this status: closers, then everything that was started, in reverse. Never resolves. */
  end(status: number): Promise<never>
}

type Options = {
  teardown: Teardown
  /** Settles when the start is over, whichever way, so that nothing comes up behind the end. */
  started: () => Promise<unknown>
  /** How long running transfers may take to end by themselves, in milliseconds. */
  drainMs: number
}

/** Ends the process on SIGTERM and SIGINT with status 0 within 10 s after `drainMs`, and at once on a second one. */
export function endOnSignals({ teardown, started, drainMs }: Options): Ending {
  let endingSince: number | undefined

  const end = async (status: number): Promise<never> => {
    endingSince ??= performance.now()
    // A watchdog, so it must fire whatever else hangs.
    setTimeout(() => {
      teardown.kill('SIGKILL')
      process.exit(status)
    }, drainMs + HARD_END_MS)
    const stopped = lifecycle().stop()
    await Promise.race([started().catch(() => undefined), sleep(START_SETTLES_MS)])
    await stopped
    await teardown.run()
    process.exit(status)
  }
  const onSignal = () => {
    if (endingSince === undefined) return void end(0)
    if (performance.now() - endingSince < SAME_SIGNAL_MS) return
    teardown.kill('SIGQUIT')
    process.exit(1)
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return { end }
}
