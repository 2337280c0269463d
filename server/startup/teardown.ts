// What a start has brought up, so that an end takes it down in reverse, each part with a deadline.
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#server/log.ts'

export type Part = {
  name: string
  close: () => Promise<void> | void
  /** Milliseconds after which the next part's turn comes all the same. */
  patienceMs: number
  /** Ends at once what would outlive this process. */
  kill?: (signal: 'SIGQUIT' | 'SIGKILL') => void
}

export type Teardown = {
  /** Registers a part; best before it begins to come up. */
  add(part: Part): void
  /** Closes all parts, the last first; never throws. Takes at most the sum of their patience. */
  run(): Promise<void>
  /** Calls each part's `kill` that is not closed yet. */
  kill(signal: 'SIGQUIT' | 'SIGKILL'): void
}

export function createTeardown(): Teardown {
  const parts: Part[] = []
  return {
    add: (part) => void parts.push(part),
    run: async () => {
      for (let part = parts.at(-1); part; part = parts.at(-1)) {
        await closeInTime(part)
        parts.splice(parts.indexOf(part), 1)
      }
    },
    kill: (signal) => {
      for (const part of parts) part.kill?.(signal)
    },
  }
}

/** Runs `close` for at most `patienceMs`; a failure or a deadline missed goes to the log. */
export async function closeInTime({ name, close, patienceMs }: Part): Promise<void> {
  const early = new AbortController()
  const deadline = sleep(patienceMs, 'late' as const, { signal: early.signal }).catch(() => 'early' as const)
  try {
    const outcome = await Promise.race([close(), deadline])
    if (outcome === 'late') log.warn({ part: name }, 'did not finish in time while stopping')
  } catch (err) {
    log.error({ err, part: name }, 'failed while stopping')
  } finally {
    early.abort()
  }
}
