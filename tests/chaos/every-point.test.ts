// SIGKILL at named points of a transfer's life, one after the other on the same data folder; `npm run chaos` goes through all of them.
import { expect, it } from 'vitest'
import { type Point, points } from '#server/mirroring/points.ts'
import { createDatabase } from '#tests/support/database.ts'
import { afterIt, beforeTheAnswer, dyingAt, everyPoint } from './every-point.ts'
import { play } from './play.ts'

/** Those after which most is left to find out; `EASYMIRROR_ALL_POINTS=1` takes every one. */
const telling: readonly Point[] = process.env['EASYMIRROR_ALL_POINTS'] ? points : ['answered', 'settled-uncommitted']

const lives = [
  { named: 'before a host has answered', at: beforeTheAnswer },
  { named: 'once it has', at: afterIt },
]
  .map(({ named, at }, index) => ({ named, at: at.filter((point) => telling.includes(point)), seed: 1001 + index }))
  .filter(({ at }) => at.length > 0)

it.concurrent.for(lives)(
  'loses nothing and cuts nothing when it is killed at a point $named',
  { timeout: 240_000 },
  async ({ at, seed }) => {
    const faults = at.includes('differs') ? [{ host: 'bunkr' as const, fault: { kind: 'wrong-size' as const } }] : []
    const { violations, blows } = await play(dyingAt(at, { seed, faults }), createDatabase)
    expect(violations).toEqual([])
    expect(blows.map(({ strike: { when } }) => 'point' in when && when.point)).toEqual(at)
  },
)

it('has a plan for every point', () => {
  const struck = everyPoint.flatMap(({ instances }) => instances.flat())
  expect(new Set(struck.map(({ when }) => 'point' in when && when.point))).toEqual(new Set(points))
  expect(struck).toHaveLength(points.length)
})
