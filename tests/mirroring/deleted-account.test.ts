// An account that is deleted while its files are on their way: the bytes stop, the pages go, storage is emptied.
import { expect, it } from 'vitest'
import { refusalOf } from '#tests/support/refusal.ts'
import { sampleBytes, untilMirror, upload } from '#tests/support/visitor.ts'
import { openMirroring } from './open-mirroring.ts'

const SIZE = 20_000_000

it('stops what is under way, and leaves nothing behind', async () => {
  const product = await openMirroring()
  const { visitor, gofile, app } = product
  const { id } = await upload(visitor, [{ name: 'file.bin', body: sampleBytes(SIZE, 1) }])
  gofile.fail({ kind: 'slow-body', bytesPerSecond: 500_000 })
  await visitor.call.mirror.start.mutate({ id, hosts: ['gofile'] })
  await untilMirror(visitor, id, ({ links }) => links.some(({ bytesSent }) => bytesSent > 0))
  const page = await fetch(`${app.url}/mirror/${id}`)
  expect(page.status).toBe(200)

  await visitor.call.account.delete.mutate({ confirm: 'guest' })
  expect((await fetch(`${app.url}/mirror/${id}`)).status).toBe(404)
  expect(await refusalOf(visitor.call.mirror.get.query({ id }))).toMatchObject({ code: 'NOT_FOUND' })
  expect(await refusalOf(visitor.call.account.me.query())).toMatchObject({ code: 'UNAUTHORIZED' })

  // All of it would take 40 s at this pace.
  const arrived = () => gofile.requests.reduce((sum, { bytes }) => sum + bytes, 0)
  let before = -1
  const grown = () => {
    const more = arrived() - before
    before += more
    return more
  }
  await expect.poll(grown, { interval: 1_000, timeout: 20_000 }).toBe(0)
  expect(arrived()).toBeLessThan(SIZE)
  expect(gofile.ledger).toEqual([])
  await expect.poll(() => product.staged(), { timeout: 20_000 }).toEqual([])
  expect(app.log()).not.toMatch(/"level":"(error|fatal)"/)
})
