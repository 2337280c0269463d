// Instances that share a database and a storage: one is frozen for longer than its leases and woken, one is killed and started again.
import { expect, it } from 'vitest'
import { createDatabase } from '#tests/support/database.ts'
import { hostIds, type Plan } from './plan.ts'
import { play } from './play.ts'

const KB = 1_000

/** More files than one instance takes at once, so that each has some. */
const plan: Plan = {
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

it('others take over within 90 s what frozen and killed instances were at, and who wakes up leaves nothing twice', {
  timeout: 240_000,
}, async () => {
  const { violations, blows, takeovers } = await play(plan, createDatabase)
  expect(violations).toEqual([])
  expect(blows.map(({ strike }) => strike.signal).toSorted()).toEqual(['SIGKILL', 'SIGSTOP'])
  expect(takeovers).toHaveLength(2)
  // Nobody took anything away from an instance whose lease had not run out.
  for (const ms of takeovers) expect(ms).toBeGreaterThan(10_000)
})
