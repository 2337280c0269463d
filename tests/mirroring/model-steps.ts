// What may happen to a mirror, as data that fast-check draws and shrinks, and how each of it is done.
import fc from 'fast-check'
import { kinds } from './model-host.ts'
import { type AttemptPlan, type GroupPlan, points, type UploadPlan } from './model-plan.ts'
import type { Plans } from './model-worker.ts'
import type { World } from './model-world.ts'

const refusals = ['retry', 'unavailable', 'rejected', 'account'] as const

const often = <T>(usual: T, rare: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: rare })

const uploadPlan = often<UploadPlan>(
  { kind: 'fine' },
  fc.oneof(
    fc.record({
      kind: fc.constant('refuse' as const),
      error: fc.constantFrom(...refusals),
      at: fc.constantFrom('before' as const, 'middle' as const, 'after' as const),
    }),
    fc.record({ kind: fc.constant('lost' as const), stored: fc.boolean() }),
    fc.record({ kind: fc.constant('spoil' as const), what: fc.constantFrom('size' as const, 'digest' as const) }),
    fc.record({
      kind: fc.constant('hold' as const),
      at: fc.constantFrom(...points),
      who: fc.constant('worker' as const),
    }),
    fc.record({
      kind: fc.constant('hold' as const),
      at: fc.constantFrom(...points),
      who: fc.constantFrom('worker' as const, 'upload' as const),
    }),
  ),
)

const groupPlan = often<GroupPlan>(
  { kind: 'fine' },
  fc.oneof(
    fc.record({ kind: fc.constant('refuse' as const), error: fc.constantFrom(...refusals) }),
    fc.record({ kind: fc.constant('lost' as const), stored: fc.boolean() }),
    fc.record({ kind: fc.constant('hold' as const), at: fc.constantFrom('before' as const, 'stored' as const) }),
  ),
)

const attempt: fc.Arbitrary<AttemptPlan> = fc.record({
  upload: uploadPlan,
  group: groupPlan,
  find: fc.oneof(
    { weight: 5, arbitrary: fc.constant('fine' as const) },
    { weight: 1, arbitrary: fc.constant('retry' as const) },
  ),
})

const worker = fc.nat({ max: 1 })
const host = fc.nat({ max: kinds.length - 1 })
const plans = fc.array(attempt, { minLength: kinds.length, maxLength: kinds.length })
const storage = fc.oneof(
  { weight: 8, arbitrary: fc.constant('fine' as const) },
  { weight: 1, arbitrary: fc.constantFrom('broken' as const, 'changed' as const) },
)

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('work' as const), worker, file: fc.nat({ max: 2 }), plans, storage }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('list' as const), worker, plans }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wake' as const), worker }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('die' as const), worker }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), worker }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('lapse' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('upload' as const), file: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('start' as const), host }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), host: fc.option(host) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('retry' as const), host: fc.option(host) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tidy' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const) }) },
)

type Drawn<T> = T extends fc.Arbitrary<infer Value> ? Value : never
export type Step = Drawn<typeof step>

/** Files of a mirror, how many of them are uploaded at once, its first hosts, and what happens then. */
export const story = fc.record({
  sizes: fc.array(fc.constantFrom(1, 700, 3000), { minLength: 1, maxLength: 3 }),
  uploaded: fc.oneof({ weight: 4, arbitrary: fc.constant(3) }, { weight: 1, arbitrary: fc.nat({ max: 3 }) }),
  hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 3 }),
  steps: fc.array(step, { minLength: 1, maxLength: 18, size: 'max' }),
})

const idOf = (index: number | null) => (index === null ? undefined : kinds[index]?.id)

const plansOf = (given: readonly AttemptPlan[], read: Plans['storage']): Plans => ({
  hosts: new Map(kinds.flatMap(({ id }, index) => (given[index] ? [[id, given[index]] as const] : []))),
  storage: read,
})

/** Does one step, as far as there is something that it can be done to. */
export async function take(world: World, one: Step): Promise<void> {
  const { id, workers } = world
  const [first, second] = workers
  if (!first || !second) throw new Error('There are two workers.')
  const by = 'worker' in one && one.worker === 1 ? second : first
  switch (one.do) {
    case 'work': {
      const file = world.files[one.file % world.files.length]
      if (file) await world.work(by, file.id, plansOf(one.plans, one.storage))
      return
    }
    case 'list':
      return world.makeList(by, plansOf(one.plans, 'fine'))
    case 'wake':
      return world.wake(by)
    case 'die':
      return world.die(one.worker)
    case 'stop':
      return world.stop(by)
    case 'lapse':
      return world.lapse()
    case 'upload':
      return world.upload(one.file)
    case 'start':
      return world.ask((mirror) => mirror.start({ id, hosts: [kinds[one.host]?.id ?? ''] }))
    case 'cancel':
      return world.ask((mirror) => mirror.cancel({ id, host: idOf(one.host) }))
    case 'retry':
      return world.ask((mirror) => mirror.retry({ id, host: idOf(one.host) }))
    case 'tidy':
      return world.tidy()
    case 'sweep':
      return world.sweep()
    case 'delete':
      return world.delete()
  }
}
