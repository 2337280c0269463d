// How a host does, as `mirror.hosts` tells it: by our own transfers of the last seven days, asked for once a minute.
import { database } from '#db/connection.ts'
import type { HostId } from '#server/ids.ts'
import { processWide } from '#server/process-wide.ts'
import type { HostPause } from '#server/queries/host-pauses.ts'
import { type HostRecord, listPastErrors, type PastError, readHostRecords } from '#server/queries/host-records.ts'

/** Milliseconds that what was read is good for. */
const FRESH_MS = 60_000

export type HostHealth = {
  /** From 0 to 1; null while nothing has ended there. */
  successRate: number | null
  /** Null while no copy has been made. */
  medianBytesPerSecond: number | null
  /** Transfers that this was counted from: those of seven days, or the newest of all hosts where there are very many. */
  transfers: number
  /** What went wrong last, as a whole sentence, however long ago. */
  lastError: PastError | null
  /** When a paused host is tried again; in the past while a file is under way that tries it. */
  pausedUntil: Date | null
}

type Held = { records: Promise<Map<HostId, HostRecord>>; readAt: number }

const held = () => processWide('host-records', () => ({ last: undefined as Held | undefined }))

/** Whoever comes within a minute gets the same answer, and asks nobody. One that failed is asked for anew. */
async function records(): Promise<Map<HostId, HostRecord>> {
  const slot = held()
  if (slot.last && performance.now() - slot.last.readAt < FRESH_MS) return slot.last.records
  const last = { records: readHostRecords(database()), readAt: performance.now() }
  slot.last = last
  last.records.catch(() => {
    if (slot.last === last) slot.last = undefined
  })
  return last.records
}

const noRecord: HostRecord = { successRate: null, medianBytesPerSecond: null, transfers: 0 }

/** Gives what is to be told of any host. */
export async function readHealth(): Promise<
  (host: { id: HostId; name: string }, pause: HostPause | undefined) => HostHealth
> {
  const [known, errors] = await Promise.all([records(), listPastErrors(database())])
  return ({ id, name }, pause) => {
    const error = errors.get(id)
    return {
      ...(known.get(id) ?? noRecord),
      lastError: error ? { ...error, sentence: `${name} ${error.sentence}` } : null,
      pausedUntil: pause?.until ?? null,
    }
  }
}
