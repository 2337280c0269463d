// The machine dies in the middle of the work, and the next start goes on with it.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { startApp } from '#tests/support/app.ts'
import { at, isOver, sampleBytes, untilMirror, upload, visit } from '#tests/support/visitor.ts'
import { startHosts } from './open-mirroring.ts'

const MB = 1_000_000

it('comes to the same end after SIGKILL in the middle of a transfer, with nothing twice at a host', async () => {
  const hosts = await startHosts({ bytesPerSecond: 6 * MB })
  const files = [
    { name: 'large.bin', body: sampleBytes(36 * MB, 1) },
    { name: 'small.txt', body: sampleBytes(1_000, 2) },
  ]
  const first = await startApp({ database: 'embedded', env: hosts.env })
  const before = await visit(first.url)
  const { id } = await upload(before, files)
  await before.call.mirror.start.mutate({ id, hosts: ['pixeldrain', 'gofile', 'bunkr'] })
  // Between a host's commit and its answer no kill can be told from one before; this one comes in the middle of bytes.
  await untilMirror(
    before,
    id,
    ({ links, fileLinks }) => fileLinks.length === 3 && links.every(({ bytesSent }) => bytesSent > 2 * MB),
  )
  await first.kill()
  for (const { ledger } of [hosts.pixeldrain, hosts.gofile, hosts.bunkr])
    expect(ledger.map(({ name }) => name)).toEqual(['small.txt'])

  const second = await startApp({ database: 'embedded', dataDirectory: first.dataDirectory, env: hosts.env })
  const after = at(second.url, before.cookie)
  const view = await untilMirror(after, id, isOver)
  expect(view.status).toBe('done')
  const digests = files.map(({ body }) => createHash('sha256').update(body).digest('hex')).toSorted()
  for (const { ledger } of [hosts.pixeldrain, hosts.gofile, hosts.bunkr])
    expect(ledger.map(({ sha256 }) => sha256).toSorted()).toEqual(digests)
  for (const { groups } of [hosts.gofile, hosts.bunkr])
    expect(groups.filter((group) => group.files.length > 0)).toHaveLength(1)
})

it('goes on by itself after SIGTERM and a new start', async () => {
  const hosts = await startHosts({ bytesPerSecond: 6 * MB })
  const first = await startApp({ database: 'embedded', env: { ...hosts.env, DRAIN_SECONDS: '0' } })
  const before = await visit(first.url)
  const { id } = await upload(before, [{ name: 'large.bin', body: sampleBytes(18 * MB, 3) }])
  await before.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await untilMirror(before, id, ({ links }) => links.some(({ bytesSent }) => bytesSent > 2 * MB))
  expect(await first.stop()).toMatchObject({ code: 0 })

  const second = await startApp({ database: 'embedded', dataDirectory: first.dataDirectory, env: hosts.env })
  const view = await untilMirror(at(second.url, before.cookie), id, isOver)
  expect(view.status).toBe('done')
  expect(hosts.gofile.ledger).toHaveLength(1)
})
