// How many uploads go on at once, to a host and in all, over all files of this process; the next one is of who has fewest.
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostId, UserId } from '#server/ids.ts'

export type Release = () => void

/** An upload that goes on, or waits to. */
type Place = { host: HostId; owner: UserId }
type Waiter = Place & { most: number; grant: (release: Release) => void }

export class HostSlots {
  readonly #total: number
  readonly #taken = new Set<Place>()
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiter>()

  /** @param total uploads at once over all hosts */
  constructor(total: number) {
    this.#total = total
  }

  /**
   * Takes a slot at a host that allows `most` at once, waiting up to `patienceMs` for one. Who has fewest slots at the host is
   * next, then who has fewest in all, then who came first.
   * @returns how to give it back, or null when none came free in time
   */
  async take(
    host: HostId,
    { most, owner, patienceMs }: { most: number; owner: UserId; patienceMs: number },
  ): Promise<Release | null> {
    const granted = Promise.withResolvers<Release>()
    const waiter: Waiter = { host, owner, most, grant: granted.resolve }
    this.#waiting.add(waiter)
    this.#grantNext()
    if (!this.#waiting.has(waiter)) return granted.promise
    const timer = new AbortController()
    const late = sleep(patienceMs, null, { signal: timer.signal }).catch(() => null)
    const release = await Promise.race([granted.promise, late])
    timer.abort()
    // Who is no longer among those who wait has been granted a slot, be it at the last moment.
    return release ?? (this.#waiting.delete(waiter) ? null : granted.promise)
  }

  #grantNext(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      const { host, owner } = next
      const place = { host, owner }
      this.#waiting.delete(next)
      this.#taken.add(place)
      next.grant(() => {
        if (this.#taken.delete(place)) this.#grantNext()
      })
    }
  }

  #next(): Waiter | undefined {
    if (this.#taken.size >= this.#total) return undefined
    let best: { waiter: Waiter; rank: number } | undefined
    for (const waiter of this.#waiting) {
      const rank = this.#rank(waiter)
      if (rank < (best?.rank ?? Number.POSITIVE_INFINITY)) best = { waiter, rank }
    }
    return best?.waiter
  }

  /** The lower the sooner; infinite while the host takes no more. */
  #rank({ host, owner, most }: Waiter): number {
    let atHost = 0
    let ofOwner = 0
    let ofOwnerAtHost = 0
    for (const taken of this.#taken) {
      if (taken.host === host) atHost += 1
      if (taken.owner === owner) ofOwner += 1
      if (taken.host === host && taken.owner === owner) ofOwnerAtHost += 1
    }
    return atHost >= most ? Number.POSITIVE_INFINITY : ofOwnerAtHost * this.#total + ofOwner
  }
}
