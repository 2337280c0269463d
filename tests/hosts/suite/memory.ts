// Memory: a slow host holds the source back, and what is under way is a small part of a large file.
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { expectWhole } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

const MiB = 1024 ** 2
const SIZE = 64 * MiB

setFlagsFromString('--expose-gc')
const collector = new Script('gc()')

/** Bytes that somebody still holds on to: what only the collector has not come to yet is none of them. */
function held(): number {
  collector.runInNewContext()
  return process.memoryUsage().arrayBuffers
}

export const memory = (_: Subject, { usual }: { usual: () => Stand }) =>
  describe('memory', () => {
    test('stays flat, and the source is never far ahead of a slow host', async () => {
      const stand = usual()
      const { simulator } = stand
      simulator.fail({ kind: 'slow-body', bytesPerSecond: 48 * MiB })
      const before = held()
      let ahead = 0
      let least = Number.POSITIVE_INFINITY
      const read = () => simulator.requests.reduce((largest, { bytes }) => Math.max(largest, bytes), 0)
      const onProgress = (taken: number) => {
        ahead = Math.max(ahead, taken - read())
        if (taken > SIZE / 2 && taken % (8 * MiB) === 0) least = Math.min(least, held() - before)
      }
      const source = testSource({ size: SIZE, onProgress })
      await expectWhole(stand, source, await send(stand, source))
      expect(simulator.faultsLeft()).toBe(0)
      // What the operating system holds for a connection on one machine, on both sides.
      expect(ahead).toBeLessThan(16 * MiB)
      // Bytes that are free already may still be counted, so single looks tell too much; whoever keeps what went by has half of it at each.
      expect(least).toBeLessThan(24 * MiB)
    })
  })
