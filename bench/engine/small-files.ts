// What the machinery costs small files: a thousand of them to three hosts, over the same posts made by a bare loop.
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { z } from 'zod'
import { database } from '#db/connection.ts'
import { isOver } from '#db/schema/states.ts'
import { hostIdSchema, type MirrorId } from '#server/ids.ts'
import { queue } from '#server/jobs/queue.ts'
import { startMirror } from '../staged-file.ts'
import { type Aim, type BenchTable, tableOf, targetTable } from '../table.ts'
import { startChild } from './child.ts'
import { hostsAt } from './contest.ts'
import { openGround } from './ground.ts'
import { startSinks } from './sinks.ts'

const FILES = 1_000
const FILE_BYTES = 16 * 1024
const HOSTS = 3
const POLL_MS = 20

async function untilOver(id: MirrorId): Promise<void> {
  for (;;) {
    const mirror = await database().query.mirrors.findFirst({ where: (row, { eq }) => eq(row.id, id) })
    if (mirror && isOver(mirror.status)) {
      if (mirror.status !== 'done') throw new Error(`The mirror is ${mirror.status}.`)
      return
    }
    await sleep(POLL_MS)
  }
}

/** Milliseconds until all is settled, by the worker of a process of its own. */
async function timeOfWorker(env: Record<string, string>, urls: readonly string[]): Promise<number> {
  const hosts = hostsAt(urls)
  await using worker = startChild({ file: 'worker-process.ts', env: { LOG_LEVEL: 'error', ...env } })
  const begin = async (files: number) => {
    const mirror = await startMirror(
      files,
      FILE_BYTES,
      hosts.map(({ id }) => hostIdSchema.parse(id)),
    )
    const from = performance.now()
    const drained = worker.ask({ hosts }, z.literal('drained'))
    await untilOver(mirror)
    const ms = performance.now() - from
    // Staging is taken away meanwhile and after it.
    await drained
    return ms
  }
  await begin(HOSTS)
  return await begin(FILES)
}

/** Milliseconds of the same posts, from memory, with so many at once. */
async function timeOfLoop(urls: readonly string[], atOnce: number): Promise<number> {
  const agent = new Agent({ connections: Math.ceil(atOnce / urls.length), pipelining: 1 })
  const body = Buffer.alloc(FILE_BYTES, 'easymirror')
  const posts = Array.from({ length: FILES }, (_, file) => urls.map((url) => `${url}/file-${file}`)).flat()
  const next = posts.values()
  const from = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const url of next) {
        const answer = await request(url, { method: 'PUT', body, dispatcher: agent })
        await answer.body.json()
      }
    }),
  )
  const ms = performance.now() - from
  await agent.close()
  return ms
}

/** Runs on a database, a storage and servers of its own. */
export async function benchSmallFiles(): Promise<BenchTable[]> {
  await using stack = new AsyncDisposableStack()
  const { env } = await openGround(stack)
  stack.defer(async () => (await queue()).stop({ graceful: false }))
  const aims: Aim[] = []
  const rates: { case: string; value: number }[] = []
  let atOnce = 1
  // The slow ones first: with them the worker has as many posts at once as it may, and the loop gets as many.
  for (const answerAfterMs of [20, 0]) {
    await using sinks = await startSinks({ hosts: HOSTS, answerAfterMs })
    const own = await timeOfWorker(env, sinks.urls)
    for (const { mostAtOnce } of await sinks.takeFacts()) atOnce = Math.max(atOnce, mostAtOnce)
    const bare = await timeOfLoop(sinks.urls, atOnce)
    const rate = (ms: number) => (FILES * HOSTS) / (ms / 1000)
    const hosts = answerAfterMs === 0 ? 'hosts that answer at once' : `hosts that answer after ${answerAfterMs} ms`
    rates.push({ case: `bare loop, ${atOnce} at once, ${hosts}`, value: rate(bare) })
    rates.push({ case: `the worker, ${hosts}`, value: rate(own) })
    aims.push({ case: `the worker over a bare loop, ${hosts}`, value: bare / own, target: { atLeast: 0.5 } })
  }
  const what = `${FILES} files of ${FILE_BYTES / 1024} KiB to ${HOSTS} hosts`
  return [tableOf(what, 'transfers/s', rates), targetTable(`${what}: ratio`, 'times', aims)]
}
