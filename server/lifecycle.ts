// The end of this process as one object that the server and the application share: who must be told, and for how long we wait.
import { processWide } from '#server/process-wide.ts'
import { closeInTime, type Part } from '#server/startup/teardown.ts'

export type Lifecycle = {
  /** Aborts when the process begins to stop: long answers end, and nothing new begins. */
  readonly stopping: AbortSignal
  /**
   * Runs `close` when the process stops, beside the other closers, with `patienceMs` (5 s) to finish; the database and the
   * storage still answer then. Registering the same name again replaces the earlier closer.
   */
  onStop(name: string, close: () => Promise<void>, patienceMs?: number): void
  /** Aborts `stopping` and waits for the closers; never throws, and does it once however often it is called. */
  stop(): Promise<void>
}

const CLOSER_MS = 5_000

/** The lifecycle of this process. */
export const lifecycle = (): Lifecycle => processWide('lifecycle', createLifecycle)

function createLifecycle(): Lifecycle {
  const controller = new AbortController()
  const closers = new Map<string, Part>()
  let stopped: Promise<void> | undefined

  const stopOnce = async () => {
    controller.abort(new Error('EasyMirror is stopping'))
    await Promise.all([...closers.values()].map(closeInTime))
  }
  return {
    stopping: controller.signal,
    onStop: (name, close, patienceMs = CLOSER_MS) => void closers.set(name, { name, close, patienceMs }),
    stop: () => {
      stopped ??= stopOnce()
      return stopped
    },
  }
}
