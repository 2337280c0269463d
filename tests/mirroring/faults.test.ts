// Hosts that fail, refuse, lie or hang: what becomes of their transfers, and that the others do not notice.
import { beforeAll, expect, it } from 'vitest'
import { isOver, type MirrorView, sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { type Mirroring, openMirroring } from './open-mirroring.ts'

let product: Mirroring

beforeAll(async () => {
  product = await openMirroring({ env: { HOST_IDLE_SECONDS: '3', HOST_REPLY_SECONDS: '3' } })
})

const mirror = async (hosts: string[], size = 300_000) => {
  for (const simulator of [product.pixeldrain, product.gofile, product.bunkr]) simulator.reset()
  const { visitor } = product
  const { id } = await upload(visitor, [{ name: 'file.bin', body: sampleBytes(size, size) }])
  const start = () => visitor.call.mirror.start.mutate({ id, hosts })
  return { id, start, end: () => untilMirror(visitor, id, isOver) }
}

const statesOf = ({ links }: MirrorView) => Object.fromEntries(links.map(({ host, status }) => [host, status]))

it('ends as partly done when one host refuses the account, with the reason, and nothing stays in staging', async () => {
  const { start, end } = await mirror(['pixeldrain', 'gofile', 'bunkr'])
  product.pixeldrain.fail({ kind: 'status', status: 401, times: 9 })
  await start()
  const view = await end()
  expect(view.status).toBe('partial')
  expect(statesOf(view)).toEqual({ bunkr: 'done', gofile: 'done', pixeldrain: 'failed' })
  expect(view.links.find(({ host }) => host === 'pixeldrain')?.error).toMatch(/API key/)
  await expect.poll(() => product.staged(), { timeout: 10_000 }).toEqual([])
})

it('keeps staging when every host has failed, so that a retry can send it', async () => {
  const { id, start, end } = await mirror(['bunkr'])
  product.bunkr.fail({ kind: 'status', status: 403, times: 1, on: 'upload' })
  await start()
  expect(await end()).toMatchObject({ status: 'failed' })
  expect(await product.staged()).toHaveLength(1)
  await product.visitor.call.mirror.retry.mutate({ id })
  const view = await untilMirror(product.visitor, id, ({ status }) => status === 'done')
  expect(view.links[0]).toMatchObject({ host: 'bunkr', status: 'done' })
  await expect.poll(() => product.staged(), { timeout: 10_000 }).toEqual([])
})

it('tries a list again as often as the first time when its owner asks for it', async () => {
  product.pixeldrain.reset()
  const { visitor } = product
  const files = [1, 2].map((seed) => ({ name: `${seed}.bin`, body: sampleBytes(1000, seed) }))
  const { id } = await upload(visitor, files)
  product.pixeldrain.fail({ kind: 'status', on: 'group', status: 500, times: 4 })
  await visitor.call.mirror.start.mutate({ id, hosts: ['pixeldrain'] })
  // The files are there all the same, so a link of theirs stands in.
  expect((await untilMirror(visitor, id, isOver)).links[0]?.url).toContain('/u/')
  product.pixeldrain.fail({ kind: 'status', on: 'group', status: 500 })
  await visitor.call.mirror.retry.mutate({ id })
  const view = await untilMirror(visitor, id, isOver)
  expect(view.links[0]).toMatchObject({ status: 'done', url: expect.stringContaining('/l/') })
})

it('lets no other host wait for one that hangs in the middle of a body', async () => {
  const { id, start, end } = await mirror(['pixeldrain', 'gofile', 'bunkr'], 40_000_000)
  product.gofile.fail({ kind: 'stall', atByte: 1_000_000 })
  await start()
  const live = await untilMirror(product.visitor, id, ({ links }) =>
    ['pixeldrain', 'bunkr'].every((host) => links.some((link) => link.host === host && link.status === 'done')),
  )
  expect(live.links.find(({ host }) => host === 'gofile')?.status).not.toBe('done')
  expect(await end()).toMatchObject({ status: 'done' })
  expect(product.gofile.ledger).toHaveLength(1)
})

it('stops the bytes of what is cancelled, and leaves the rest alone', async () => {
  const { id, start, end } = await mirror(['gofile', 'bunkr'], 20_000_000)
  product.gofile.fail({ kind: 'slow-body', bytesPerSecond: 500_000 })
  await start()
  await untilMirror(product.visitor, id, ({ links }) =>
    links.some(({ host, bytesSent }) => host === 'gofile' && bytesSent > 0),
  )
  await product.visitor.call.mirror.cancel.mutate({ id, host: 'gofile' })
  const view = await end()
  expect(statesOf(view)).toEqual({ bunkr: 'done', gofile: 'cancelled' })
  expect(product.gofile.ledger).toEqual([])
})
