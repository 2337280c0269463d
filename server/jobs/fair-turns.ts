// Whose job is next: of all owners who have one waiting, the one who has fewest running here. Work is never left for fairness.

/** One owner leaves a place for others from so many places on; of fewer, keeping one would cost too much of what there is. */
const ENOUGH_TO_SHARE = 4

export type Taken = { groupId?: string | null | undefined }

/** Asks the queue for up to `most` jobs that wait, but for those of some owners. */
export type Ask<Job> = (most: number, besides: string[]) => Promise<Job[]>

export class FairTurns {
  readonly #most: number
  /** Nobody but these owners has a job waiting, as far as we were told; null when that is not known. */
  #waiting: ReadonlySet<string> | null = null
  #tidings = 0

  /** @param places jobs that run at once */
  constructor(places: number) {
    this.#most = places < ENOUGH_TO_SHARE ? places : places - 1
  }

  /** There may be new jobs, of anybody. */
  told(): void {
    this.#tidings += 1
    this.#waiting = null
  }

  /**
   * Takes a job of who is next, or several at once where nobody else has any.
   * @param held jobs that run here by owner
   * @returns none when nobody has a job waiting who may have another place
   */
  async next<Job extends Taken>(held: ReadonlyMap<string, number>, free: number, ask: Ask<Job>): Promise<Job[]> {
    const levels = [...new Set([0, ...held.values()])].toSorted((one, other) => one - other)
    for (const level of levels) {
      const besides = [...held].filter(([, count]) => count > level || count >= this.#most).map(([owner]) => owner)
      const others = this.#others(besides)
      if (others?.length === 0) continue
      const [only] = this.#waiting?.size === 1 ? this.#waiting : []
      const most = only === undefined ? 1 : Math.min(free, this.#most - (held.get(only) ?? 0))
      const tidings = this.#tidings
      const jobs = await ask(most, besides)
      if (jobs.length < most && tidings === this.#tidings)
        this.#waiting = new Set(besides.filter((owner) => this.#waiting?.has(owner) ?? true))
      if (jobs.length > 0) return jobs
    }
    return []
  }

  /** Those who may have a job waiting, but for these; null when it may be anybody. */
  #others(besides: readonly string[]): string[] | null {
    return this.#waiting && [...this.#waiting].filter((owner) => !besides.includes(owner))
  }
}
