// SIGKILL in the middle of a fetch: the next start goes on with it, and what was in staging is not fetched again.
import { expect, it } from 'vitest'
import { startApp } from '#tests/support/app.ts'
import { at, isOver, sampleBytes, untilMirror, visit } from '#tests/support/visitor.ts'
import { sha256, type SourceFile, startSource } from './source.ts'

const MiB = 1024 ** 2

it('is gone on with by the next start', async () => {
  const source = await startSource()
  const body = sampleBytes(34 * MiB, 1)
  const file: SourceFile = { body, pauseMs: 20 }
  const url = source.put('/file.bin', file)
  const env = { FETCH_ALLOW: '127.0.0.1' }
  const app = await startApp({ database: 'embedded', env })
  const visitor = await visit(app.url)
  const { id } = await visitor.call.mirror.create.mutate({ files: [{ url }] })
  await visitor.call.mirror.start.mutate({ id, hosts: ['local'] })
  await untilMirror(visitor, id, ({ fetching }) => (fetching[0]?.bytes ?? 0) > 17 * MiB)
  await app.kill()
  file.pauseMs = 0
  const again = await startApp({ database: 'embedded', dataDirectory: app.dataDirectory, env })
  const view = await untilMirror(at(again.url, visitor.cookie), id, isOver)
  expect([view.status, view.files.map((one) => one.sha256)]).toEqual(['done', [sha256(body)]])
  const ranges = source.asked.filter(({ method }) => method === 'GET').map(({ range }) => range)
  expect([ranges[0], ranges.length]).toEqual([null, 2])
  expect(ranges[1]).toMatch(/^bytes=(16777216|33554432)-$/)
}, 120_000)
