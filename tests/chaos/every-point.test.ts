// SIGKILL at every named point of a transfer's life, one after the other on the same data folder.
import { expect, it } from 'vitest'
import type { Point } from '#server/mirroring/points.ts'
import { points } from '#server/mirroring/points.ts'
import { createDatabase } from '#tests/support/database.ts'
import { hostIds, type Plan } from './plan.ts'
import { play } from './play.ts'

const KB = 1_000

const beforeTheAnswer: Point[] = [
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
const afterIt: Point[] = [
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
const planOf = (at: readonly Point[], rest: Pick<Plan, 'seed' | 'faults'>): Plan => ({
  ...rest,
  setting: 'embedded',
  instances: [at.map((point) => ({ when: { point, arrival: 1 }, signal: 'SIGKILL' }))],
  frozen: { ms: 0, untilTakenOver: false },
  mirrors: [{ sizes: [300 * KB, 150 * KB, 40 * KB, 7], hosts: [...hostIds] }],
  bytesPerSecond: { pixeldrain: 600 * KB, gofile: 3_000 * KB, bunkr: 3_000 * KB },
})

const twoLives = [
  { named: 'before a host has answered', at: beforeTheAnswer, rest: { seed: 1001, faults: [] } },
  {
    named: 'once it has',
    at: afterIt,
    rest: { seed: 1002, faults: [{ host: 'bunkr' as const, fault: { kind: 'wrong-size' as const } }] },
  },
]

it.concurrent.for(twoLives)(
  'loses nothing and cuts nothing when it is killed at each point $named',
  { timeout: 240_000 },
  async ({ at, rest }) => {
    const { violations, blows } = await play(planOf(at, rest), createDatabase)
    expect(violations).toEqual([])
    expect(blows.map(({ strike: { when } }) => 'point' in when && when.point)).toEqual(at)
  },
)

it('knows every point', () => {
  expect([...beforeTheAnswer, ...afterIt].toSorted()).toEqual(points.toSorted())
})
