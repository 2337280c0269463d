// A cancel before, during and after the bytes: it ends the upload at once, with the reason that was given.
import { describe, expect, test } from 'vitest'
import { failureOf } from './outcomes.ts'
import { groupFor, type Stand, send, TestNote } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

const MiB = 1024 ** 2
const reason = new Error('the user gave up')

export const cancelling = (_: Subject, { usual }: { usual: () => Stand }) =>
  describe('a cancel', () => {
    test('before the upload sends nothing', async () => {
      const stand = usual()
      const group = await groupFor(stand)
      const before = stand.simulator.requests.length
      const source = testSource({ size: MiB })
      const sending = stand.host.upload(source, {
        memory: stand.memory,
        signal: AbortSignal.abort(reason),
        group,
        resume: new TestNote(),
      })
      expect(await failureOf(sending)).toBe(reason)
      expect(stand.simulator.requests).toHaveLength(before)
      expect(source.taken()).toBe(0)
    })

    test('in the middle stops the bytes', async () => {
      const cancel = new AbortController()
      const onProgress = (taken: number) => taken >= 4 * MiB && cancel.abort(reason)
      const source = testSource({ size: 64 * MiB, onProgress })
      expect(await failureOf(send(usual(), source, { signal: cancel.signal }))).toBe(reason)
      await source.released
      expect(source.taken()).toBeLessThan(source.size)
      expect(await usual().held()).toEqual([])
    })

    test('after the last byte does not wait for the answer', async () => {
      const stand = usual()
      stand.simulator.fail({ kind: 'no-reply', stored: true, then: 'hang' })
      const cancel = new AbortController()
      const source = testSource({ size: MiB })
      const failure = failureOf(send(stand, source, { signal: cancel.signal }))
      await expect.poll(() => stand.held(), { timeout: 20_000 }).toHaveLength(1)
      cancel.abort(reason)
      expect(await failure).toBe(reason)
    })
  })
