// Connections to the storage that were used before and can be used again, so that small files do not wait for new ones.
import { clearTimeout, setTimeout } from 'node:timers'
import { processWide } from '#server/process-wide.ts'
import { ReadConnection } from './read-connection.ts'

/** Servers close idle connections after 5 s and more; in milliseconds. */
const IDLE_MS = 4_000
const MOST_IDLE = 16

type Idle = { connection: ReadConnection; end: NodeJS.Timeout }

export class ReadConnections {
  readonly #idle = new Map<string, Idle[]>()

  /** One that is idle, or a new one. */
  take(origin: URL): ReadConnection {
    const idle = this.#idle.get(origin.origin) ?? []
    for (let found = idle.pop(); found; found = idle.pop()) {
      clearTimeout(found.end)
      if (found.connection.isOpen) return found.connection
    }
    return this.open(origin)
  }

  open(origin: URL): ReadConnection {
    return new ReadConnection(origin)
  }

  /** Keeps the connection for a while if it is still good for something, and ends it otherwise. */
  giveBack(origin: URL, connection: ReadConnection): void {
    const idle = this.#idle.get(origin.origin) ?? []
    this.#idle.set(origin.origin, idle)
    if (!connection.canBeReused() || idle.length >= MOST_IDLE) {
      connection.destroy(new Error('The read is over.'))
      return
    }
    connection.rest()
    const end = setTimeout(() => {
      idle.splice(
        idle.findIndex((each) => each.connection === connection),
        1,
      )
      connection.destroy(new Error('The connection was idle.'))
    }, IDLE_MS)
    end.unref()
    idle.push({ connection, end })
  }
}

/** The connections of this process. */
export const readConnections = (): ReadConnections => processWide('read-connections', () => new ReadConnections())
