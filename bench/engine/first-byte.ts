// How long it takes from the answer of `mirror.start` to a file at a host: small ones, so that the last byte comes with the first.
import { hostIdSchema } from '#server/ids.ts'
import { isOver, untilMirror, upload, visit } from '#tests/support/visitor.ts'
import { type BenchTable, median, targetTable } from '../table.ts'
import { build, startApp } from './app.ts'
import { openGround } from './ground.ts'
import { startHosts } from './hosts.ts'

const MIRRORS = 30
const FILE_BYTES = 16 * 1024

/** Runs on a database, a storage and simulated hosts of its own. */
export async function benchFirstByte(): Promise<BenchTable[]> {
  await build()
  await using stack = new AsyncDisposableStack()
  const { env } = await openGround(stack)
  const hosts = stack.use(await startHosts())
  const app = stack.use(await startApp({ ...env, ...hosts.env }))
  const visitor = await visit(app.url)
  const body = Buffer.alloc(FILE_BYTES, 'easymirror')
  const waits: number[] = []
  for (let mirror = 0; mirror < MIRRORS; mirror++) {
    const { id } = await upload(visitor, [{ name: 'file.bin', body }])
    await visitor.call.mirror.start.mutate({ id, hosts: [hostIdSchema.parse('pixeldrain')] })
    const answeredAt = Date.now()
    await untilMirror(visitor, id, isOver)
    waits.push(((await hosts.arrivals()).at(-1) ?? Number.NaN) - answeredAt)
  }
  const what = `${MIRRORS} mirrors one after the other, median`
  return [
    targetTable('From the answer of mirror.start to the first byte at a host', 'ms', [
      { case: what, value: median(waits), target: { atMost: 50 } },
    ]),
  ]
}
