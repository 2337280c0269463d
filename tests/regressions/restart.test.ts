// A fault of the system that this one replaces: it kept its work in memory.
import { expect, it } from 'vitest'
import { startHosts } from '#tests/mirroring/open-mirroring.ts'
import { startApp } from '#tests/support/app.ts'
import { at, isOver, sampleBytes, untilMirror, upload, visit } from '#tests/support/visitor.ts'

it('work was lost on a restart', async () => {
  const hosts = await startHosts()
  // Nobody works here, so that all of it is still to be done when the process dies.
  const first = await startApp({ database: 'embedded', env: { ...hosts.env, MIRROR_WORKER: 'off' } })
  const before = await visit(first.url)
  const { id } = await upload(before, [{ name: 'waiting.bin', body: sampleBytes(100_000, 1) }])
  await before.call.mirror.start.mutate({ id, hosts: ['gofile', 'pixeldrain'] })
  await first.kill()

  const second = await startApp({ database: 'embedded', dataDirectory: first.dataDirectory, env: hosts.env })
  expect((await untilMirror(at(second.url, before.cookie), id, isOver)).status).toBe('done')
  for (const { ledger } of [hosts.gofile, hosts.pixeldrain]) expect(ledger).toHaveLength(1)
})
