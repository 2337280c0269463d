// Instances that share a database and a storage: one is frozen for longer than its leases and woken, one is killed and started again.
import { hostIds, type Plan } from './plan.ts'

const KB = 1_000

/** More files than one instance takes at once, so that each has some. */
export const sharedWork: Plan = {
  seed: 2001,
  setting: 'outside',
  instances: [
    // In the middle of a transaction, which holds the mirror's row.
    [{ when: { point: 'settled-uncommitted', arrival: 1 }, signal: 'SIGSTOP' }],
    [{ when: { point: 'middle', arrival: 1 }, signal: 'SIGKILL' }],
  ],
  frozen: { ms: 21_000, untilTakenOver: true },
  mirrors: [{ sizes: [400, 300, 200, 150, 100, 90, 50, 20].map((size) => size * KB), hosts: [...hostIds] }],
  bytesPerSecond: { pixeldrain: 400 * KB, gofile: 500 * KB, bunkr: 450 * KB },
  faults: [],
}
