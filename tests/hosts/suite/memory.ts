// Memory: a slow host holds the source back, and a large file costs no more than a small one.
import { describe, expect, test } from 'vitest'
import { expectWhole } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

const MiB = 1024 ** 2

export const memory = (_: Subject, { usual }: { usual: () => Stand }) =>
  describe('memory', () => {
    test('the source is never far ahead of a slow host', async () => {
      const stand = usual()
      const { simulator } = stand
      simulator.fail({ kind: 'slow-body', bytesPerSecond: 48 * MiB })
      let ahead = 0
      const read = () => simulator.requests.reduce((most, { bytes }) => Math.max(most, bytes), 0)
      const onProgress = (taken: number) => {
        ahead = Math.max(ahead, taken - read())
      }
      const source = testSource({ size: 64 * MiB, onProgress })
      await expectWhole(stand, source, await send(stand, source))
      expect(simulator.faultsLeft()).toBe(0)
      // What the operating system holds for a connection on one machine, on both sides.
      expect(ahead).toBeLessThan(16 * MiB)
    })

    test('128 MiB take no more than a little', async () => {
      const stand = usual()
      const held = () => process.memoryUsage().arrayBuffers
      const before = held()
      let most = 0
      const onProgress = () => {
        most = Math.max(most, held() - before)
      }
      const source = testSource({ size: 128 * MiB, onProgress })
      await expectWhole(stand, source, await send(stand, source))
      // Half of it would be no little; what the collector has not come to yet on a busy machine is counted too.
      expect(most).toBeLessThan(128 * MiB)
    })
  })
