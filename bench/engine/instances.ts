// What three instances on one database do over one, where the hosts are the limit and not the machine.
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { database } from '#db/connection.ts'
import { hostIdSchema } from '#server/ids.ts'
import { upload, visit } from '#tests/support/visitor.ts'
import { benchEnvironment } from '../environment.ts'
import { type BenchTable, tableOf } from '../table.ts'
import { type App, build, startApp } from './app.ts'
import { openGround } from './ground.ts'
import { startHosts } from './hosts.ts'

const MIRRORS = 24
const FILE_BYTES = 16 * 1024
/** Before each reply of a host, of which a file needs two. */
const LATENCY_MS = 500
const COUNTS = [1, 3]
const POLL_MS = 50

/** How many transfers ended well at this instance. */
async function doneAt({ url }: App): Promise<number> {
  const authorization = `Bearer ${benchEnvironment.CRON_SECRET}`
  const answer = await request(`${url}/api/metrics`, { headers: { authorization } })
  const line = /^easymirror_transfers_total\{[^}]*outcome="done"[^}]*\} (\d+)/m.exec(await answer.body.text())
  return Number(line?.[1] ?? 0)
}

async function untilNoneIsLeft(): Promise<void> {
  for (;;) {
    const left = await database().query.transfers.findMany({ where: (row, { ne }) => ne(row.status, 'done') })
    const failed = left.find(({ status }) => status === 'failed')
    if (failed) throw new Error(`A transfer has failed: ${failed.error}`)
    if (left.length === 0) return
    await sleep(POLL_MS)
  }
}

/** Milliseconds until all mirrors are done, and how the instances have shared them. */
async function runWith(env: Record<string, string>, count: number): Promise<{ ms: number; shares: number[] }> {
  await using stack = new AsyncDisposableStack()
  const apps: App[] = []
  for (let instance = 0; instance < count; instance++) apps.push(stack.use(await startApp(env)))
  const visitor = await visit(apps[0]?.url ?? '')
  const body = Buffer.alloc(FILE_BYTES, 'easymirror')
  const ids: string[] = []
  for (let mirror = 0; mirror < MIRRORS; mirror++) ids.push((await upload(visitor, [{ name: 'file.bin', body }])).id)
  const before = await Promise.all(apps.map(doneAt))
  const from = performance.now()
  const hosts = [hostIdSchema.parse('pixeldrain')]
  await Promise.all(ids.map((id) => visitor.call.mirror.start.mutate({ id, hosts })))
  await untilNoneIsLeft()
  const ms = performance.now() - from
  const after = await Promise.all(apps.map(doneAt))
  return { ms, shares: after.map((done, at) => done - (before[at] ?? 0)) }
}

/** Runs on a database, a storage and simulated hosts of its own. */
export async function benchInstances(): Promise<BenchTable[]> {
  await build()
  await using stack = new AsyncDisposableStack()
  const { env } = await openGround(stack)
  const simulated = stack.use(await startHosts(LATENCY_MS))
  const rows: { case: string; value: number }[] = []
  for (const count of COUNTS) {
    const { ms, shares } = await runWith({ ...env, ...simulated.env }, count)
    const what = count === 1 ? '1 instance' : `${count} instances, which did ${shares.join(', ')}`
    rows.push({ case: what, value: MIRRORS / (ms / 1000) })
  }
  const host = `a host that takes 2 at once of an instance and ${LATENCY_MS} ms for each reply`
  return [tableOf(`${MIRRORS} mirrors to ${host}`, 'files/s', rows)]
}
