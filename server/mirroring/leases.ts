// The leases of all transfers that run in this process: renewed by one heartbeat, and a transfer is stopped when its lease is lost.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#db/connection.ts'
import type { Lease, MirrorId, TransferId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { beat } from '#server/queries/system/heartbeat.ts'

/** Also how soon a cancelled transfer stops, in milliseconds. */
const BEAT_MS = 400

export type Leased = { id: TransferId; mirrorId: MirrorId; lease: Lease }

type Holding = Leased & { bytes: number; told: number; stop: AbortController; lost: boolean }

export type Held = {
  signal: AbortSignal
  onBytes: (bytes: number) => void
  bytes(): number
  isLost(): boolean
  /** The transfer has been settled: it needs no more signs of life. */
  letGo(): void
}

export class Leases {
  readonly #database: Database
  readonly #held = new Set<Holding>()
  #isBeating = false

  constructor(database: Database) {
    this.#database = database
  }

  /** Begins to keep a transfer alive. Its signal aborts with `signal`, or when the lease is lost. */
  hold(leased: Leased, signal: AbortSignal): Held {
    const holding: Holding = { ...leased, bytes: 0, told: 0, stop: new AbortController(), lost: false }
    this.#held.add(holding)
    if (!this.#isBeating) void this.#beatOn()
    return {
      signal: AbortSignal.any([signal, holding.stop.signal]),
      onBytes: (bytes) => {
        holding.bytes += bytes
      },
      bytes: () => holding.bytes,
      isLost: () => holding.lost,
      letGo: () => void this.#held.delete(holding),
    }
  }

  async #beatOn(): Promise<void> {
    this.#isBeating = true
    for (;;) {
      await sleep(BEAT_MS, undefined, { ref: false })
      if (this.#held.size === 0) break
      // A database that is away for a moment ends nothing: the lease outlives many beats.
      await this.#beat().catch((err: unknown) =>
        log.warn({ err }, 'the progress of transfers could not be written down'),
      )
    }
    this.#isBeating = false
  }

  async #beat(): Promise<void> {
    const all = [...this.#held]
    const beats = all.map(({ id, mirrorId, lease, bytes, told }) => ({
      id,
      mirrorId,
      lease,
      bytes,
      moved: bytes !== told,
    }))
    const kept = await beat(this.#database, beats)
    for (const [index, holding] of all.entries()) {
      holding.told = beats[index]?.bytes ?? 0
      if (!kept.has(holding.id) && this.#held.has(holding)) stop(holding)
    }
  }
}

function stop(holding: Holding): void {
  holding.lost = true
  holding.stop.abort(new Error('The transfer was cancelled or taken over.'))
}
