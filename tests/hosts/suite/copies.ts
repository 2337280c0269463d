// What comes after the upload: the link, finding a copy whose reply was lost, checking, deleting.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { FindInput, UploadCall } from '#server/hosts/host.ts'
import { lacking } from './lacking.ts'
import { expectWhole, hostFailureOf } from './outcomes.ts'
import { callOf, groupFor, type Stand, send, TestNote } from './stand.ts'
import type { Subject } from './subject.ts'
import { digestsOf, type TestSource, testSource } from './test-source.ts'

type Stands = { usual: () => Stand }

export const copies = (subject: Subject, { usual }: Stands) =>
  describe('a copy', () => {
    test('is what its link leads to', async () => {
      const source = testSource({ size: 100_000 })
      const bytes = await usual().download(await send(usual(), source))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(await source.digest('sha256'))
    })
    lostReplies(subject, { usual })
    checks(subject, { usual })
    removals(subject, { usual })
  })

const findInput = async (source: TestSource, since: Date): Promise<FindInput> => {
  const { fileId, mirrorId, name, size } = source
  return { fileId, mirrorId, name, size, digests: await digestsOf(source), since }
}

function lostReplies({ lacks }: Subject, { usual }: Stands): void {
  /** Uploads, and the reply is lost on the way. */
  const lose = async (stored: boolean) => {
    const stand = usual()
    const source = testSource({ size: 50_000, name: 'lost & found.bin' })
    const since = new Date()
    const call: UploadCall = { ...callOf(stand), group: await groupFor(stand), resume: new TestNote() }
    stand.simulator.fail({ kind: 'no-reply', stored })
    expect(await hostFailureOf(stand, stand.host.upload(source, call))).toMatchObject({ kind: 'unknown' })
    return { stand, source, call, find: async () => stand.host.find?.(await findInput(source, since), call) }
  }

  if (lacks['lost reply']) {
    lacking('is found by the adapter itself when the reply is lost', lacks['lost reply'], async () => {
      const stand = usual()
      stand.simulator.fail({ kind: 'no-reply', stored: true })
      const source = testSource({ size: 50_000 })
      await expectWhole(stand, source, await send(stand, source))
      expect(stand.simulator.faultsLeft()).toBe(0)
    })
    return
  }
  if (lacks.find) {
    lacking('cannot be found after a lost reply', lacks.find, async () => {
      const { stand, source, call } = await lose(true)
      expect('find' in stand.host).toBe(false)
      const again = await stand.host.upload(source.again(), call)
      expect([source.size, null]).toContain(again.size)
      expect(await stand.held()).toHaveLength(stand.host.resendIsSafe ? 1 : 2)
    })
    return
  }
  test('is found after a lost reply', async () => {
    const { stand, source, find } = await lose(true)
    const found = await find()
    if (!found) throw new Error('It was not found.')
    await expectWhole(stand, source, found)
    expect(
      createHash('sha256')
        .update(await stand.download(found))
        .digest('hex'),
    ).toBe(await source.digest('sha256'))
  })
  test('that was lost with its reply is not found', async () => {
    expect(await (await lose(false)).find()).toBeNull()
  })
}

function checks({ lacks }: Subject, { usual }: Stands): void {
  if (lacks.check) {
    lacking('cannot be checked', lacks.check, async () => {
      const stored = await send(usual(), testSource({ size: 10 }))
      expect((await usual().host.check?.(stored, callOf(usual()))) ?? 'unknown').toBe('unknown')
    })
    return
  }
  test('is alive, and dead once it is deleted', async () => {
    const stand = usual()
    const stored = await send(stand, testSource({ size: 10 }))
    expect(await stand.host.check?.(stored, callOf(stand))).toBe('alive')
    await (stand.host.remove ? stand.host.remove(stored, callOf(stand)) : stand.reset())
    expect(await stand.host.check?.(stored, callOf(stand))).toBe('dead')
  })
  test.for([
    ['out of order', { kind: 'status', status: 503, on: 'any', times: 10 }],
    ['behind a challenge page', { kind: 'challenge', status: 403, on: 'any', times: 10 }],
    ['hanging up', { kind: 'close', atByte: 0, on: 'any', times: 10 }],
  ] as const)('is of unknown state while the host is %s', async ([, fault]) => {
    const stand = usual()
    const stored = await send(stand, testSource({ size: 10 }))
    stand.simulator.fail(fault)
    expect(await stand.host.check?.(stored, callOf(stand))).toBe('unknown')
  })
}

function removals({ lacks }: Subject, { usual }: Stands): void {
  if (lacks.remove) {
    lacking('cannot be deleted', lacks.remove, () => expect('remove' in usual().host).toBe(false))
    return
  }
  test('is deleted once, and nothing is wrong about a second time', async () => {
    const stand = usual()
    const stored = await send(stand, testSource({ size: 10 }))
    expect('remove' in stand.host).toBe(true)
    await stand.host.remove?.(stored, callOf(stand))
    expect(await stand.held()).toEqual([])
    await stand.host.remove?.(stored, callOf(stand))
  })
  test('that the host did not delete is not deleted', async () => {
    const stand = usual()
    const stored = await send(stand, testSource({ size: 10 }))
    stand.simulator.fail({ kind: 'status', status: 500, on: 'any', times: 10 })
    const error = await hostFailureOf(stand, Promise.resolve(stand.host.remove?.(stored, callOf(stand))))
    expect(error.kind).toBe('retry')
    expect(await stand.held()).toHaveLength(1)
  })
}
