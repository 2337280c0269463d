// The leases of a file's running transfers: renewed while their bytes move, and a transfer is stopped when its lease is lost.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lease, MirrorId, TransferId } from '#server/ids.ts'
import { log } from '#server/log.ts'
import { beat } from '#server/queries/system/heartbeat.ts'
import type { Engine } from './engine.ts'

/** Also how soon a cancelled transfer stops, in milliseconds. */
const BEAT_MS = 400

type Holding = { bytes: number; stop: AbortController; lost: boolean }

export type Held = {
  signal: AbortSignal
  onBytes: (bytes: number) => void
  bytes(): number
  isLost(): boolean
  /** The transfer is being settled: it needs no more signs of life. */
  letGo(): void
}

export class Leases {
  readonly #engine: Engine
  readonly #mirrorId: MirrorId
  readonly #lease: Lease
  readonly #held = new Map<TransferId, Holding>()
  readonly #over = new AbortController()
  #told = new Map<TransferId, number>()

  constructor({ engine, mirrorId, lease }: { engine: Engine; mirrorId: MirrorId; lease: Lease }) {
    this.#engine = engine
    this.#mirrorId = mirrorId
    this.#lease = lease
    void this.#beatOn()
  }

  /** Begins to keep a transfer alive. Its signal aborts with `signal`, or when the lease is lost. */
  hold(id: TransferId, signal: AbortSignal): Held {
    const holding: Holding = { bytes: 0, stop: new AbortController(), lost: false }
    this.#held.set(id, holding)
    return {
      signal: AbortSignal.any([signal, holding.stop.signal]),
      onBytes: (bytes) => {
        holding.bytes += bytes
      },
      bytes: () => holding.bytes,
      isLost: () => holding.lost,
      letGo: () => void this.#held.delete(id),
    }
  }

  end(): void {
    this.#over.abort()
  }

  async #beatOn(): Promise<void> {
    const { signal } = this.#over
    // A rejected wait is the end. A database that is away for a moment ends nothing: the lease outlives many beats.
    while (await sleep(BEAT_MS, true, { signal }).catch(() => false))
      await this.#beat().catch((err: unknown) =>
        log.warn({ err }, 'the progress of transfers could not be written down'),
      )
  }

  async #beat(): Promise<void> {
    const beats = [...this.#held].map(([id, { bytes }]) => ({ id, bytesSent: bytes }))
    const moved = beats.some(({ id, bytesSent }) => this.#told.get(id) !== bytesSent)
    const kept = await beat(this.#engine.database, { mirrorId: this.#mirrorId, lease: this.#lease, moved }, beats)
    this.#told = new Map(beats.map(({ id, bytesSent }) => [id, bytesSent]))
    this.#stopLost(beats.map(({ id }) => id).filter((id) => !kept.has(id)))
  }

  #stopLost(ids: TransferId[]): void {
    for (const id of ids) {
      const holding = this.#held.get(id)
      if (!holding) continue
      holding.lost = true
      holding.stop.abort(new Error('The transfer was cancelled or taken over.'))
    }
  }
}
