// How many uploads go to a host at once, over all files of this process.
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostId } from '#server/ids.ts'

export type Release = () => void

type Waiter = { grant: () => void }

export class HostSlots {
  readonly #taken = new Map<HostId, number>()
  readonly #waiting = new Map<HostId, Set<Waiter>>()

  /**
   * Takes a slot at a host that allows `most` at once, waiting up to `patienceMs` for one.
   * @returns how to give it back, or null when none came free in time
   */
  async take(host: HostId, most: number, patienceMs: number): Promise<Release | null> {
    if (this.#count(host) < most) return this.#grant(host)
    const queue = this.#waiting.get(host) ?? new Set<Waiter>()
    this.#waiting.set(host, queue)
    const granted = Promise.withResolvers<Release>()
    const waiter = { grant: () => granted.resolve(this.#grant(host)) }
    queue.add(waiter)
    const timer = new AbortController()
    const late = sleep(patienceMs, null, { signal: timer.signal }).catch(() => null)
    const release = await Promise.race([granted.promise, late])
    timer.abort()
    // Who is no longer in the queue has been granted a slot, be it at the last moment.
    return release ?? (queue.delete(waiter) ? null : granted.promise)
  }

  #count(host: HostId): number {
    return this.#taken.get(host) ?? 0
  }

  #grant(host: HostId): Release {
    this.#taken.set(host, this.#count(host) + 1)
    let given = false
    return () => {
      if (given) return
      given = true
      this.#taken.set(host, this.#count(host) - 1)
      const [next] = this.#waiting.get(host) ?? []
      if (!next) return
      this.#waiting.get(host)?.delete(next)
      next.grant()
    }
  }
}
