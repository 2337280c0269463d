// Plans in which the product dies at one named point after the other, each time at the next start on the same data folder.
import type { Point } from '#server/mirroring/points.ts'
import { hostIds, type Plan } from './plan.ts'

const KB = 1_000

export const beforeTheAnswer: Point[] = [
  'claimed',
  'group-claimed',
  'group-made',
  'group-kept',
  'read-opened',
  'first-byte',
  'middle',
  'last-byte',
  'asking-for-copy',
  'answered',
  'verified',
]
export const afterIt: Point[] = [
  'differs',
  'settling',
  'settled-uncommitted',
  'settled',
  'staging-deleting',
  'staging-deleted',
  'list-claimed',
  'list-made',
  'list-kept',
]

/** The product dies at each of these, and its next start waits for the next one. PixelDrain's list comes last, as it is slow. */
export const dyingAt = (at: readonly Point[], rest: Pick<Plan, 'seed' | 'faults'>): Plan => ({
  ...rest,
  setting: 'embedded',
  instances: [at.map((point) => ({ when: { point, arrival: 1 }, signal: 'SIGKILL' }))],
  frozen: { ms: 0, untilTakenOver: false },
  mirrors: [{ sizes: [300 * KB, 150 * KB, 40 * KB, 7], hosts: [...hostIds] }],
  bytesPerSecond: { pixeldrain: 600 * KB, gofile: 3_000 * KB, bunkr: 3_000 * KB },
})

/** Every point once, in two lives. */
export const everyPoint: readonly Plan[] = [
  dyingAt(beforeTheAnswer, { seed: 1001, faults: [] }),
  dyingAt(afterIt, { seed: 1002, faults: [{ host: 'bunkr', fault: { kind: 'wrong-size' } }] }),
]
