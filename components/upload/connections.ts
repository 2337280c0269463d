// How many requests carry bytes at once, over all files of the page: whoever has waited longest goes next.
import { TaskQueue } from '@uppy/core/utils'

export type Connections = {
  /** Runs `task` when a connection is free; a signal that fires before then takes it out of the line. */
  take<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>
}

// Browsers open six to one origin over HTTP/1.1; two stay free for the product's own calls.
const MOST = 4

export function createConnections(): Connections {
  const queue = new TaskQueue({ concurrency: MOST })
  return {
    async take(task, signal) {
      signal.throwIfAborted()
      const place = queue.add(task)
      const leave = () => place.abort(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      try {
        return await place
      } finally {
        signal.removeEventListener('abort', leave)
      }
    },
  }
}
