// How fast the engine brings a file to hosts, over pipes of curl that read the same URL and put it to the same servers.
import { hostIdSchema } from '#server/ids.ts'
import { presignRead } from '#server/storage/presign.ts'
import { expectDone, queueTransfers, type StagedFile, stageFile } from '../staged-file.ts'
import { type BenchTable, median, printTable, tableOf, targetTable } from '../table.ts'
import { type EngineProcess, startEngine } from './engine.ts'
import { openGround } from './ground.ts'
import { isInstalled, pipe } from './programs.ts'
import type { SinkHost } from './sink-host.ts'
import { startSinks } from './sinks.ts'

const MiB = 1024 ** 2
const SIZE = 1024 * MiB
const ROUNDS = 3
const cases = [
  { hosts: 1, atLeast: 1 },
  { hosts: 6, atLeast: 1.8 },
]

export type Contest = { engine: EngineProcess; file: StagedFile; hosts: readonly SinkHost[] }

/** Milliseconds until the engine has settled the file with all hosts. */
export async function mirrorOnce({ engine, file, hosts }: Contest): Promise<number> {
  await queueTransfers(
    file,
    hosts.map(({ id }) => hostIdSchema.parse(id)),
  )
  const { files } = await engine.mirror([{ fileId: file.fileId, hosts: [...hosts] }])
  await expectDone(file)
  return files[0]?.ms ?? 0
}

/** Milliseconds until each of these has ended. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** MB/s of the file: medians of rounds in which each has its turn. */
export async function contest(own: () => Promise<number>, other: () => Promise<number>, rounds = ROUNDS) {
  const took = { own: [] as number[], other: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    took.own.push(await own())
    took.other.push(await other())
  }
  return { own: median(took.own), other: median(took.other) }
}

export const speedOf = (size: number, ms: number): number => size / 1e6 / (ms / 1000)

/** A host at each of these addresses, under ids of their own. */
export const hostsAt = (urls: readonly string[], prefix = 'host'): SinkHost[] =>
  urls.map((url, index) => ({ id: `${prefix}-${index + 1}`, url }))

/** Runs on a database, a storage and servers of its own. */
export async function benchThroughput(): Promise<BenchTable[]> {
  await using stack = new AsyncDisposableStack()
  if (!(await isInstalled('curl'))) {
    console.log('curl is not installed: nothing to compare with.')
    return []
  }
  const { env } = await openGround(stack)
  const engine = stack.use(startEngine(env))
  const small = await stageFile(MiB)
  const file = await stageFile(SIZE)
  const tables: BenchTable[] = []
  for (const { hosts: count, atLeast } of cases) {
    await using servers = new AsyncDisposableStack()
    const started = await Promise.all(Array.from({ length: count }, () => startSinks({ hosts: 1 })))
    for (const sinks of started) servers.use(sinks)
    const urls = started.flatMap((sinks) => sinks.urls)
    const hosts = hostsAt(urls)
    // Connections to the database and compiled code are there before the clock starts, as in a server that runs.
    await mirrorOnce({ engine, file: small, hosts })
    const from = await presignRead(file.key)
    const pipes = () => Promise.all(urls.map((url) => pipe(from, `${url}/file`, null)))
    const took = await contest(
      () => mirrorOnce({ engine, file, hosts }),
      () => timeOf(pipes),
    )
    tables.push(...tablesOf(count === 1 ? '1 host' : `${count} hosts`, { ...took, atLeast, rival: 'curl into curl' }))
  }
  return tables
}

type Outcome = { own: number; other: number; atLeast: number; rival: string; size?: number }

/** The speeds of both, and the ratio with its target. */
export function tablesOf(what: string, { own, other, atLeast, rival, size = SIZE }: Outcome): BenchTable[] {
  const speeds = [
    { case: rival, value: speedOf(size, other) },
    { case: 'the engine, with SHA-256', value: speedOf(size, own) },
  ]
  const aim = { case: `the engine over ${rival}`, value: other / own, target: { atLeast } }
  return [
    tableOf(`${size / MiB} MiB to ${what}`, 'MB/s of file', speeds),
    targetTable(`${size / MiB} MiB to ${what}: ratio`, 'times', [aim]),
  ]
}

if (import.meta.main) for (const table of await benchThroughput()) printTable(table)
