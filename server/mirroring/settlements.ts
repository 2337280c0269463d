// Settles attempts as they end: those of one mirror wait for each other's row lock anyway, so what comes meanwhile goes together.
import type { Database } from '#db/connection.ts'
import type { MirrorId } from '#server/ids.ts'
import { type Settlement, settleTogether } from '#server/queries/system/settle.ts'

/** Enough to make a thousand small files cheap, and few enough for a transaction of some milliseconds. */
const MOST_TOGETHER = 100

type Waiting = { settlement: Settlement; counted: PromiseWithResolvers<boolean> }

export class Settlements {
  readonly #database: Database
  readonly #waiting = new Map<MirrorId, Waiting[]>()

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Writes the end of an attempt down, with what follows from it.
   * @returns whether this attempt still counted
   * @throws what the database throws; nothing has changed then
   */
  settle(settlement: Settlement): Promise<boolean> {
    const { mirrorId } = settlement.attempt
    const counted = Promise.withResolvers<boolean>()
    const waiting = this.#waiting.get(mirrorId)
    if (waiting) waiting.push({ settlement, counted })
    else {
      const begun = [{ settlement, counted }]
      this.#waiting.set(mirrorId, begun)
      void this.#settleAll(mirrorId, begun)
    }
    return counted.promise
  }

  async #settleAll(mirrorId: MirrorId, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) {
      const together = waiting.splice(0, MOST_TOGETHER)
      try {
        const settlements = together.map(({ settlement }) => settlement)
        const counted = await settleTogether(this.#database, mirrorId, settlements)
        for (const [index, one] of together.entries()) one.counted.resolve(counted[index] ?? false)
      } catch (error) {
        for (const one of together) one.counted.reject(error)
      }
    }
    this.#waiting.delete(mirrorId)
  }
}
