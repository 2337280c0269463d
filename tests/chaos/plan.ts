// What happens in one run of the chaos suite, all of it decided by a number.
import { type Point, points } from '#server/mirroring/points.ts'
import type { Fault } from '#tests/simulators/fault.ts'
import { type Random, randomOf } from './random.ts'
import type { Strike } from './strike.ts'

export const hostIds = ['pixeldrain', 'gofile', 'bunkr'] as const
export type ChaosHost = (typeof hostIds)[number]

/**
 * Where database and storage are. `embedded`: in the data folder of the one instance, whose next start ends all leases;
 * `outside`: beside it, or shared by two, so that leases have to run out.
 */
export type Setting = 'embedded' | 'outside'

export type Plan = {
  seed: number
  setting: Setting
  /** One list of blows for each instance; after a kill it is started again and waits for the next one. */
  instances: Strike[][]
  /** How long a frozen instance stays so, in milliseconds, and whether it waits for others to have all that it was at. */
  frozen: { ms: number; untilTakenOver: boolean }
  mirrors: { sizes: number[]; hosts: ChaosHost[] }[]
  /** Of each simulator, over all of its requests. */
  bytesPerSecond: Record<ChaosHost, number>
  faults: { host: ChaosHost; fault: Fault }[]
}

const KB = 1_000
const MB = 1_000_000

/** A transfer has five tries; blows and faults together leave it one that nothing disturbs. */
const MOST_TROUBLES = 4

type HostFault = Plan['faults'][number]

/**
 * Faults that pass. GoFile cannot be asked for a copy whose reply got lost, so that those faults would make duplicates of
 * their own there; what is counted here are those that blows make.
 */
const faults: readonly HostFault[] = [
  ...hostIds.flatMap((host): HostFault[] => [
    { host, fault: { kind: 'status', status: 503 } },
    { host, fault: { kind: 'close', atByte: 20_000 } },
    { host, fault: { kind: 'wrong-size' } },
    { host, fault: { kind: 'slow-reply', ms: 700 } },
  ]),
  { host: 'pixeldrain', fault: { kind: 'cut-reply' } },
  { host: 'bunkr', fault: { kind: 'no-reply', stored: true } },
  { host: 'bunkr', fault: { kind: 'status', status: 500, on: 'group' } },
  { host: 'gofile', fault: { kind: 'status', status: 500, on: 'group' } },
]

/** Everything that a seed decides. Kinds of runs take turns: one in three embedded, one alone outside, one of two instances. */
export function planOf(seed: number): Plan {
  const random = randomOf(seed)
  const kind = (['embedded', 'alone', 'shared'] as const)[seed % 3] ?? 'embedded'
  const instances = kind === 'shared' ? sharedStrikes(random) : [kills(random, 2, kind === 'alone' ? 2 : 3)]
  return {
    seed,
    setting: kind === 'embedded' ? 'embedded' : 'outside',
    instances,
    // A lease is 20 s.
    frozen: { ms: random.between(20_000, 27_000), untilTakenOver: random.chance(0.5) },
    mirrors: Array.from({ length: random.between(1, 2) }, () => mirrorOf(random)),
    bytesPerSecond: { pixeldrain: speed(random), gofile: speed(random), bunkr: speed(random) },
    faults: faultsFor(instances.flat(), random),
  }
}

/** A strike where a copy differs needs one that does. */
function faultsFor(strikes: readonly Strike[], random: Random): HostFault[] {
  const drawn = Array.from({ length: random.between(0, MOST_TROUBLES - strikes.length) }, () => random.pick(faults))
  const needsDifference = strikes.some(({ when: at }) => 'point' in at && at.point === 'differs')
  return needsDifference ? [...drawn, { host: random.pick(hostIds), fault: { kind: 'wrong-size' } }] : drawn
}

const mirrorOf = (random: Random): Plan['mirrors'][number] => ({
  sizes: Array.from({ length: random.between(2, 4) }, () => sizeOf(random)),
  hosts: random.chance(0.75) ? [...hostIds] : [random.pick(hostIds)],
})

const sizeOf = (random: Random): number =>
  random.pick([
    random.between(1, 100),
    random.between(10 * KB, 100 * KB),
    random.between(100 * KB, MB),
    random.between(MB, 3 * MB),
  ])

const speed = (random: Random): number => random.between(400 * KB, 2 * MB)

/** Points at which a run comes by so seldom that only the first arrival is sure. */
const rare = new Set<Point>([
  'group-claimed',
  'group-made',
  'group-kept',
  'differs',
  'list-claimed',
  'list-made',
  'list-kept',
])

function when(random: Random): Strike['when'] {
  if (random.chance(0.25)) return { afterMs: random.between(30, 2_500) }
  const point = random.pick(points)
  return { point, arrival: rare.has(point) ? 1 : random.between(1, 3), orAfterMs: 4_000 }
}

const kills = (random: Random, least: number, most: number): Strike[] =>
  Array.from({ length: random.between(least, most) }, () => ({ when: when(random), signal: 'SIGKILL' }))

/** One of the two is killed, or frozen and woken; sometimes the other is killed too. */
function sharedStrikes(random: Random): Strike[][] {
  const first: Strike[] = random.chance(0.6) ? [{ when: when(random), signal: 'SIGSTOP' }] : kills(random, 1, 2)
  return [first, random.chance(0.5) ? kills(random, 1, 1) : []]
}
