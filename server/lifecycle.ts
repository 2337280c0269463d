// The end of this process as one object that the server and the application share: who must be told, and for how long we wait.
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#server/log.ts'
import { processWide } from '#server/process-wide.ts'

type Closer = { name: string; close: () => Promise<void> }

export type Lifecycle = {
  /** Aborts when the process begins to stop: long answers end, and nothing new begins. */
  readonly stopping: AbortSignal
  /**
   * Runs `close` when the process stops, beside the other closers, with 5 s to finish; the database and the storage
   * still answer then. Registering the same name again replaces the earlier closer.
   */
  onStop(name: string, close: () => Promise<void>): void
  /** Aborts `stopping` and waits for the closers, at most 5 s; never throws, and does it once however often it is called. */
  stop(): Promise<void>
}

const CLOSER_MS = 5_000

/** The lifecycle of this process. */
export const lifecycle = (): Lifecycle => processWide('lifecycle', createLifecycle)

function createLifecycle(): Lifecycle {
  const controller = new AbortController()
  const closers = new Map<string, Closer>()
  let stopped: Promise<void> | undefined

  const stopOnce = async () => {
    controller.abort(new Error('EasyMirror is stopping'))
    await Promise.all([...closers.values()].map(closeInTime))
  }
  return {
    stopping: controller.signal,
    onStop: (name, close) => void closers.set(name, { name, close }),
    stop: () => {
      stopped ??= stopOnce()
      return stopped
    },
  }
}

async function closeInTime({ name, close }: Closer): Promise<void> {
  const late = new AbortController()
  const deadline = sleep(CLOSER_MS, 'late', { signal: late.signal }).catch(() => 'late')
  try {
    const outcome = await Promise.race([close(), deadline])
    if (outcome === 'late') log.warn({ closer: name }, 'did not finish in time while stopping')
  } catch (err) {
    log.error({ err, closer: name }, 'failed while stopping')
  } finally {
    late.abort()
  }
}
