// A wait between two looks at something that a host is still working on.
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits `ms` milliseconds.
 * @throws the reason of `signal`, once that is aborted
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw error
  })
}
