// A story of one mirror, told step by step, with a look at everything after each of them.
import { kinds } from './model-host.ts'
import { Invariants, type Violation } from './model-invariants.ts'
import { takeSnapshot } from './model-snapshot.ts'
import { type Step, take } from './model-steps.ts'
import { type Ground, World } from './model-world.ts'

/** Sizes of the files in bytes, how many of them are uploaded before anything else, the first hosts, and what happens then. */
export type Story = { sizes: readonly number[]; uploaded: number; hosts: readonly number[]; steps: readonly Step[] }

export type Finding = { step: string; wrong: Violation[] }

/** Tells a story, and gives what was wrong after which of its steps. */
export async function tell(ground: Ground, { sizes, uploaded, hosts, steps }: Story): Promise<Finding | null> {
  const world = await World.create(ground, sizes)
  const invariants = new Invariants(world)
  let before = await takeSnapshot(world.id)
  const after = async (step: string, doIt: () => Promise<void>) => {
    world.look()
    await doIt()
    const now = await takeSnapshot(world.id)
    const wrong = invariants.check(before, now)
    before = now
    return wrong.length > 0 ? { step, wrong } : null
  }
  const begin = async () => {
    for (let index = 0; index < Math.min(uploaded, sizes.length); index += 1) await world.upload(index)
    const ids = hosts.flatMap((index) => kinds[index]?.id ?? [])
    await world.ask((mirror) => mirror.start({ id: world.id, hosts: ids }))
  }
  const acts: [string, () => Promise<void>][] = [
    ['begin', begin],
    ...steps.map((one, index): [string, () => Promise<void>] => [`${index}: ${one.do}`, () => take(world, one)]),
  ]
  try {
    for (const [name, act] of acts) {
      const wrong = await after(name, act)
      if (wrong) return wrong
    }
    world.look()
    await world.finish()
    const wrong = invariants.checkEnd(await takeSnapshot(world.id))
    return wrong.length > 0 ? { step: 'the end', wrong } : null
  } finally {
    await world.end()
  }
}
