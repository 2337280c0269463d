// How many uploads go on at once, to a host and in all, over all files of this process; the next one is of who has fewest.
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostId, UserId } from '#server/ids.ts'

export type Release = () => void
export type Wanted = { host: HostId; most: number }

/** An upload that goes on. */
type Place = { host: HostId; owner: UserId }
/** All that a file takes at once. */
type Party = { granted: Map<HostId, Release> }
type Waiter = Place & { most: number; party: Party; decide: () => void }

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
   * Takes a slot at each host, which allows `most` at once, waiting up to `patienceMs` for those that are busy. Who has fewest
   * slots at a host is next there, then who has fewest in all, then who came first. Where it is this process that is busy, a
   * file goes with the slots that it has, so that none is held by somebody who waits.
   * @returns how to give back what could be had
   */
  async take(
    wanted: readonly Wanted[],
    { owner, patienceMs }: { owner: UserId; patienceMs: number },
  ): Promise<Map<HostId, Release>> {
    const party: Party = { granted: new Map() }
    const waiters = wanted.map(({ host, most }) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      return { decided: promise, waiter: { host, most, owner, party, decide: resolve } }
    })
    for (const { waiter } of waiters) this.#waiting.add(waiter)
    this.#grantNext()
    if (!waiters.some(({ waiter }) => this.#waiting.has(waiter))) return party.granted
    const timer = new AbortController()
    const late = sleep(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined)
    await Promise.race([Promise.all(waiters.map(({ decided }) => decided)), late])
    timer.abort()
    for (const { waiter } of waiters) this.#waiting.delete(waiter)
    return party.granted
  }

  #grantNext(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      const { host, owner, party } = next
      const place = { host, owner }
      this.#taken.add(place)
      party.granted.set(host, () => {
        if (this.#taken.delete(place)) this.#grantNext()
      })
      this.#decide(next)
    }
    if (this.#taken.size < this.#total) return
    for (const waiter of this.#waiting) if (waiter.party.granted.size > 0) this.#decide(waiter)
  }

  #decide(waiter: Waiter): void {
    this.#waiting.delete(waiter)
    waiter.decide()
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
