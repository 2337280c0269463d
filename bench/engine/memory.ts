// How far the memory of the engine's process grows while it sends a large file, above what it had before.
import { hostIdSchema } from '#server/ids.ts'
import { expectDone, queueTransfers, type StagedFile, stageFile } from '../staged-file.ts'
import { type BenchTable, targetTable } from '../table.ts'
import { hostsAt, mirrorOnce } from './contest.ts'
import { startEngine } from './engine.ts'
import { openGround } from './ground.ts'
import type { SinkHost } from './sink-host.ts'
import { startSinks } from './sinks.ts'

const MiB = 1024 ** 2
const SIZE = 4096 * MiB

type Case = { env: Record<string, string>; small: StagedFile; large: StagedFile; hosts: readonly SinkHost[] }

/** In bytes; each in a process of its own that has sent a small file before. */
async function growthOf({ env, small, large, hosts }: Case): Promise<number> {
  await using engine = startEngine(env)
  await mirrorOnce({ engine, file: small, hosts })
  await queueTransfers(
    large,
    hosts.map(({ id }) => hostIdSchema.parse(id)),
  )
  const { grownBytes } = await engine.mirror([{ fileId: large.fileId, hosts: [...hosts] }])
  await expectDone(large)
  return grownBytes
}

/** Runs on a database, a storage and servers of its own. */
export async function benchMemory(): Promise<BenchTable[]> {
  if (process.platform !== 'linux') {
    console.log('The memory of a process at its most is told by Linux only.')
    return []
  }
  await using stack = new AsyncDisposableStack()
  const { env } = await openGround(stack)
  const [small, large] = [await stageFile(MiB), await stageFile(SIZE)]
  const hosts = hostsAt(stack.use(await startSinks({ hosts: 24 })).urls)
  const six = await growthOf({ env, small, large, hosts: hosts.slice(0, 6) })
  const all = await growthOf({ env, small, large, hosts })
  return [
    targetTable(`Growth of memory, ${SIZE / MiB} MiB`, 'MiB', [
      { case: '6 hosts, over idle', value: six / MiB, target: { atMost: 64 } },
      { case: '24 hosts, over 6', value: (all - six) / MiB, target: { atMost: 32 } },
    ]),
  ]
}
