// What a slow host costs the others and the storage: hosts that read at a pace of their own, so that the machine is not the limit.
import { hostIdSchema } from '#server/ids.ts'
import { expectDone, queueTransfers, type StagedFile, stageFile } from '../staged-file.ts'
import { type Aim, type BenchTable, tableOf, targetTable } from '../table.ts'
import { hostsAt } from './contest.ts'
import { type EngineProcess, type Order, startEngine } from './engine.ts'
import { type Ground, openGround } from './ground.ts'
import { startSinks } from './sinks.ts'

const MiB = 1024 ** 2
const COUNTS = [1, 3, 6, 12, 24]
const SIZE = 64 * MiB
/** Of each host, in bytes a second: 24 of them are a quarter of what two cores can send. */
const PACE = 16 * MiB
const SLOW_SHARE = 1 / 10
/** Long enough for the time in which a hold-up is noticed to be a small part of it, as it is of the files that matter. */
const LONG_SIZE = 512 * MiB
const SLOW_HOST = 'host-1'

type Stand = { ground: Ground; engine: EngineProcess }

/** Hosts of this pace, the first of them slow where that is wanted, for as long as the stack lives. */
async function startHosts(stack: AsyncDisposableStack, count: number, slow: boolean) {
  const bytesPerSecond = Array.from({ length: count }, (_, at) => (slow && at === 0 ? PACE * SLOW_SHARE : PACE))
  return hostsAt(stack.use(await startSinks({ hosts: count, bytesPerSecond })).urls)
}

async function orderOf(file: StagedFile, hosts: Order['hosts'], leave?: string): Promise<Order> {
  await queueTransfers(
    file,
    hosts.map(({ id }) => hostIdSchema.parse(id)),
  )
  return { fileId: file.fileId, hosts, ...(leave !== undefined && { leave }) }
}

type Wanted = { counts: readonly number[]; slow: boolean }

/** Bytes that were read of storage for each byte of a file, for files that go to so many hosts each, side by side. */
async function readsOf({ ground, engine }: Stand, { counts, slow }: Wanted): Promise<number[]> {
  await using servers = new AsyncDisposableStack()
  const files: StagedFile[] = []
  const orders: Order[] = []
  for (const count of counts) {
    const file = await stageFile(SIZE)
    files.push(file)
    orders.push(await orderOf(file, await startHosts(servers, count, slow)))
  }
  await engine.mirror(orders)
  for (const file of files) await expectDone(file)
  const read = await Promise.all(files.map(({ key }) => ground.storage.takeBytesRead(key)))
  return read.map((bytes) => bytes / SIZE)
}

/** Milliseconds until all hosts but the slow one have the file. */
async function timeOfTheFast({ engine }: Stand, count: number, slow: boolean): Promise<number> {
  await using servers = new AsyncDisposableStack()
  const fast = (await startHosts(servers, count, false)).map(({ url }, at) => ({ id: `host-${at + 2}`, url }))
  const slowest = slow ? await startHosts(servers, 1, true) : []
  const order = await orderOf(await stageFile(LONG_SIZE), [...fast, ...slowest], slow ? SLOW_HOST : undefined)
  const { files } = await engine.mirror([order])
  return Math.max(...fast.map(({ id }) => files[0]?.uploadedMs[id] ?? Number.NaN))
}

const nameOf = (count: number): string => (count === 1 ? '1 host' : `${count} hosts`)

/** Runs on a database, a storage and servers of its own. */
export async function benchSlowHost(): Promise<BenchTable[]> {
  await using stack = new AsyncDisposableStack()
  const ground = await openGround(stack)
  const stand = { ground, engine: stack.use(startEngine(ground.env)) }
  const equal: Aim[] = []
  for (const count of COUNTS) {
    const [value = Number.NaN] = await readsOf(stand, { counts: [count], slow: false })
    equal.push({ case: nameOf(count), value, target: { atMost: 1 } })
  }
  const several = COUNTS.slice(1)
  const reads = await readsOf(stand, { counts: several, slow: true })
  const uneven: Aim[] = several.map((count, at) => ({
    case: `${nameOf(count)}, one of them slow`,
    value: reads[at] ?? Number.NaN,
    target: { atMost: 2 },
  }))
  const without = await timeOfTheFast(stand, 5, false)
  const beside = await timeOfTheFast(stand, 5, true)
  const what = `${SIZE / MiB} MiB to hosts at ${PACE / MiB} MiB/s`
  const long = `${LONG_SIZE / MiB} MiB to 5 hosts at ${PACE / MiB} MiB/s`
  const slower = 'a host ten times slower beside them'
  return [
    targetTable(`Bytes read from storage per byte of file, ${what}`, 'times', equal),
    targetTable(`The same with one host ten times slower`, 'times', uneven),
    tableOf(`Time until the fast hosts have it, ${long}`, 'ms', [
      { case: 'alone', value: without },
      { case: slower, value: beside },
    ]),
    targetTable(`Time of the fast hosts, ${long}: ratio`, 'times', [
      { case: `with ${slower}, over without it`, value: beside / without, target: { atMost: 1.1 } },
    ]),
  ]
}
