// How much is read from storage for 1, 3 and 6 hosts, and what the further hosts cost in time: the engine on a real database.
import { closeDatabase, database } from '#db/connection.ts'
import { publishEnvironment, readEnvironment } from '#server/env.ts'
import { createCatalogue } from '#server/hosts/catalogue.ts'
import type { Host } from '#server/hosts/host.ts'
import { createHostHttp } from '#server/hosts/http.ts'
import { ownStorage } from '#server/hosts/registry.ts'
import { type HostId, hostIdSchema } from '#server/ids.ts'
import { engine } from '#server/jobs/engine.ts'
import { queue } from '#server/jobs/queue.ts'
import type { Engine } from '#server/mirroring/engine.ts'
import { mirrorFile } from '#server/mirroring/mirror-file.ts'
import { openShared } from '#server/mirroring/shared.ts'
import { ensureBucket } from '#server/storage/bucket.ts'
import { startBunkr } from '#tests/simulators/bunkr.ts'
import { startGofile } from '#tests/simulators/gofile.ts'
import { startPixeldrain } from '#tests/simulators/pixeldrain.ts'
import { startCountingStorage } from './counting-storage.ts'
import { benchEnvironment } from './environment.ts'
import { startScratchDatabase } from './scratch-database.ts'
import { expectDone, queueTransfers, stageFile } from './staged-file.ts'
import { type BenchTable, tableOf } from './table.ts'

const MiB = 1024 ** 2
const SIZE = 64 * MiB
const COUNTS = [1, 3, 6]
/** Slow enough for six simulators, each of which computes digests of its own, to share a core with what is measured. */
const BYTES_PER_SECOND = 16 * MiB

/** Six hosts of three kinds, each a server of its own, under ids of their own. */
async function startSixHosts(stack: AsyncDisposableStack): Promise<Map<HostId, Host>> {
  const http = createHostHttp({ idleMs: 60_000, replyMs: 60_000 })
  const hosts = new Map<HostId, Host>()
  for (const round of [1, 2])
    for (const start of [startPixeldrain, startGofile, startBunkr]) {
      const simulator = stack.use(await start({ bytesPerSecond: BYTES_PER_SECOND }))
      publishEnvironment(simulator.env)
      const read = readEnvironment()
      if ('faults' in read) throw new Error('The environment of a simulator is not valid.')
      const entry = createCatalogue(read.environment, { http, storage: ownStorage }).find(
        ({ host }) => host.id === simulator.id,
      )
      if (!entry?.enabled) throw new Error(`${simulator.id} is not ready.`)
      const id = hostIdSchema.parse(`${simulator.id}-${round}`)
      hosts.set(id, { ...entry.host, id })
    }
  return hosts
}

/** Runs on a database, a storage and six simulated hosts of its own. */
export async function benchReads(): Promise<BenchTable[]> {
  await using stack = new AsyncDisposableStack()
  const storage = stack.use(await startCountingStorage())
  const scratch = stack.use(await startScratchDatabase())
  publishEnvironment({ ...benchEnvironment, ...storage.env, DATABASE_URL: scratch.url })
  stack.defer(async () => {
    await (await queue()).stop({ graceful: false })
    await closeDatabase()
  })
  await ensureBucket()
  const hosts = await startSixHosts(stack)
  const shared = openShared(database(), SIZE)
  const own: Engine = { ...engine(), hostOf: (id) => hosts.get(id) }
  const read: { case: string; value: number }[] = []
  const took: { case: string; value: number }[] = []
  for (const count of COUNTS) {
    const file = await stageFile(SIZE)
    await queueTransfers(file, [...hosts.keys()].slice(0, count))
    storage.takeBytesRead()
    const from = performance.now()
    const { signal } = new AbortController()
    await mirrorFile(own, file.fileId, { ...shared, claiming: signal, signal })
    const name = count === 1 ? '1 host' : `${count} hosts`
    took.push({ case: name, value: performance.now() - from })
    read.push({ case: name, value: storage.takeBytesRead() / MiB })
    await expectDone(file)
  }
  const what = `a file of ${SIZE / MiB} MiB, hosts at ${BYTES_PER_SECOND / MiB} MiB/s each`
  return [
    tableOf(`Bytes read from storage, ${what}`, 'MiB', read),
    tableOf(`Time to be on all of them, ${what}`, 'ms', took),
  ]
}
