// Random stories of a mirror on the real engine and a real database: docs/mirroring.md holds after every step of each of them.
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { startGround } from './model-ground.ts'
import { story } from './model-steps.ts'
import { type Story, tell } from './model-story.ts'
import type { Ground } from './model-world.ts'

/** PROPERTY_RUNS tells so many stories; PROPERTY_SEED tells others, and with PROPERTY_PATH one of them again. */
const { PROPERTY_RUNS, PROPERTY_SEED, PROPERTY_PATH } = process.env
/** In `npm test`: as many as fit into this time, in milliseconds, and fewer than these only on a machine that is too slow. */
const ENOUGH_MS = 12_000
const MOST = 200
const LEAST = 5

let ground: Ground

beforeAll(async () => {
  ground = await startGround()
})

const how: fc.Parameters<[Story]> = {
  ...(PROPERTY_RUNS === undefined
    ? { numRuns: MOST, interruptAfterTimeLimit: ENOUGH_MS, markInterruptAsFailure: false }
    : { numRuns: Number(PROPERTY_RUNS) }),
  ...(PROPERTY_SEED !== undefined && { seed: Number(PROPERTY_SEED) }),
  ...(PROPERTY_PATH !== undefined && { path: PROPERTY_PATH, endOnFailure: true }),
}

it('keeps what it promises in random stories', { timeout: 3_600_000 }, async () => {
  let told = 0
  const property = fc.asyncProperty(story, async (drawn) => {
    told += 1
    expect(await tell(ground, drawn)).toBeNull()
  })
  await fc.assert(property, how)
  if (PROPERTY_RUNS === undefined) expect(told).toBeGreaterThan(LEAST)
})
