// Numbers that look random and are the same again for the same seed.

export type Random = {
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  /** @throws {Error} when there is none */
  pick<T>(items: readonly T[]): T
  /** True so often, 0 to 1. */
  chance(share: number): boolean
}

/** Mulberry32 (Tommy Ettinger): 32 bits of state are plenty for a plan of some fifty choices. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1))
  return {
    between,
    pick(items) {
      const picked = items[between(0, items.length - 1)]
      if (picked === undefined) throw new Error('There is nothing to pick from.')
      return picked
    },
    chance: (share) => fraction() < share,
  }
}
