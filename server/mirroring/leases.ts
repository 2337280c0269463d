// The leases of all transfers that run in this process: renewed by one heartbeat, and a transfer is stopped when its lease is lost.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#db/connection.ts'
import type { Lease, MirrorId, TransferId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { beat } from '#server/queries/system/heartbeat.ts'
import { LEASE_SECONDS } from '#server/queries/system/lease.ts'

/** Also how soon a cancelled transfer stops, in milliseconds. */
const BEAT_MS = 400
/** A lease that was renewed longer ago than this may be somebody else's by now, whatever kept us from renewing it; in milliseconds. */
const SURE_MS = LEASE_SECONDS * 1000 * 0.75

export type Leased = { id: TransferId; mirrorId: MirrorId; lease: Lease }

type Holding = Leased & { bytes: number; told: number; renewedAt: number; stop: AbortController; lost: boolean }

export type Held = {
  signal: AbortSignal
  onBytes: (bytes: number) => void
  bytes(): number
  isLost(): boolean
  /**
   * Resolves while the lease is ours for sure. A process that was frozen, or cut off from the database, waits here until it
   * knows: what it went on to send would be there twice.
   * @throws the reason of `signal` once the lease is lost
   */
  untilSure(): Promise<void>
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
    const renewedAt = performance.now()
    const holding: Holding = { ...leased, bytes: 0, told: 0, renewedAt, stop: new AbortController(), lost: false }
    this.#held.add(holding)
    if (!this.#isBeating) void this.#beatOn()
    const either = AbortSignal.any([signal, holding.stop.signal])
    return {
      signal: either,
      onBytes: (bytes) => {
        holding.bytes += bytes
      },
      bytes: () => holding.bytes,
      isLost: () => holding.lost,
      untilSure: async () => {
        while (performance.now() - holding.renewedAt > SURE_MS) {
          await sleep(BEAT_MS, undefined, { signal: either }).catch(() => undefined)
          either.throwIfAborted()
        }
      },
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
    const from = performance.now()
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
      if (kept.has(holding.id)) holding.renewedAt = from
      else if (this.#held.has(holding)) stop(holding)
    }
  }
}

function stop(holding: Holding): void {
  holding.lost = true
  holding.stop.abort(new Error('The transfer was cancelled or taken over.'))
}
