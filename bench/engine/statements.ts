// How many statements a transfer costs the database, from `mirror.start` to the end, staging included: counted on the wire.
import { setTimeout as sleep } from 'node:timers/promises'
import { database } from '#db/connection.ts'
import { isOver } from '#db/schema/states.ts'
import { type MirrorId, mirrorIdSchema, hostIdSchema } from '#server/ids.ts'
import { upload, type Visitor, visit } from '#tests/support/visitor.ts'
import { type Aim, type BenchTable, targetTable } from '../table.ts'
import { build, startApp } from './app.ts'
import { openGround } from './ground.ts'
import { startHosts } from './hosts.ts'
import { startStatementProxy, type StatementProxy } from './statement-proxy.ts'

const FILE_BYTES = 16 * 1024
/** Milliseconds in which the database hears of nothing but the rounds of an idle instance. */
const IDLE_MS = 10_000
const POLL_MS = 100

const cases = [
  { files: 1, hosts: ['pixeldrain'] },
  { files: 20, hosts: ['pixeldrain', 'gofile', 'bunkr'] },
  { files: 1_000, hosts: ['pixeldrain', 'gofile', 'bunkr'] },
]

/** Past the proxy, so that who looks is not counted. Staging is deleted when the queue has no more jobs. */
async function untilAllIsOver(id: MirrorId): Promise<void> {
  for (;;) {
    const mirror = await database().query.mirrors.findFirst({ where: (row, { eq }) => eq(row.id, id) })
    const [jobs] = await database().execute<{ left: number }>(
      `select count(*)::int as left from pgboss.job where state in ('created', 'retry', 'active')`,
    )
    if (mirror && isOver(mirror.status) && jobs?.left === 0) {
      if (mirror.status !== 'done') throw new Error(`The mirror is ${mirror.status}.`)
      return
    }
    await sleep(POLL_MS)
  }
}

type Stand = { visitor: Visitor; proxy: StatementProxy }
type Counted = { uploading: number; sending: number; ms: number }

/** Statements for the uploads, and from the start to the end. */
async function countFor({ visitor, proxy }: Stand, { files, hosts }: (typeof cases)[number]): Promise<Counted> {
  const body = Buffer.alloc(FILE_BYTES, 'easymirror')
  proxy.takeStatements()
  const { id } = await upload(
    visitor,
    Array.from({ length: files }, (_, at) => ({ name: `file-${at}.bin`, body })),
  )
  const uploading = proxy.takeStatements()
  const from = performance.now()
  await visitor.call.mirror.start.mutate({ id, hosts: hosts.map((host) => hostIdSchema.parse(host)) })
  await untilAllIsOver(mirrorIdSchema.parse(id))
  return { uploading, sending: proxy.takeStatements(), ms: performance.now() - from }
}

/** Runs on a database, a storage and simulated hosts of its own. */
export async function benchStatements(): Promise<BenchTable[]> {
  await build()
  await using stack = new AsyncDisposableStack()
  const { env } = await openGround(stack)
  const proxy = stack.use(await startStatementProxy(env['DATABASE_URL'] ?? ''))
  const hosts = stack.use(await startHosts())
  const app = stack.use(await startApp({ ...env, ...hosts.env, DATABASE_URL: proxy.url }))
  const stand = { visitor: await visit(app.url), proxy }
  // What an instance asks once, in its first minute, is no cost of a transfer.
  await countFor(stand, { files: 1, hosts: ['pixeldrain', 'gofile', 'bunkr'] })
  await sleep(IDLE_MS)
  proxy.takeStatements()
  await sleep(IDLE_MS)
  const idlePerSecond = proxy.takeStatements() / (IDLE_MS / 1000)
  const aims: Aim[] = []
  for (const one of cases) {
    const { uploading, sending, ms } = await countFor(stand, one)
    const transfers = one.files * one.hosts.length
    const value = (sending - (idlePerSecond * ms) / 1000) / transfers
    const what = `${one.files} × ${one.hosts.length}, ${Math.round(uploading / one.files)} more for the upload of a file`
    aims.push({ case: what, value, target: { atMost: 12 } })
  }
  const idle = `an idle instance's ${idlePerSecond.toFixed(1)} a second are left out`
  return [targetTable(`Statements of the database per transfer, files × hosts; ${idle}`, 'statements', aims)]
}
