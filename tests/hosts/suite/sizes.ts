// Sizes: one byte, where the adapter changes its way, the limit, and one byte more.
import { describe, expect, test } from 'vitest'
import { lacking } from './lacking.ts'
import { expectWhole, hostFailureOf } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

export const sizes = ({ lacks }: Subject, { small }: { small: () => Stand }) =>
  describe('sizes', () => {
    test('a file of one byte arrives', async () => {
      const source = testSource({ size: 1 })
      await expectWhole(small(), source, await send(small(), source))
    })

    test('files around each seam arrive', async () => {
      const stand = small()
      for (const seam of stand.seams)
        for (const size of [seam - 1, seam, seam + 1]) {
          const source = testSource({ size })
          await stand.reset()
          await expectWhole(stand, source, await send(stand, source))
        }
    })

    if (lacks.limit) {
      lacking('no limit is in reach', lacks.limit, () => {
        const { maxFileSize } = small().host.limits
        expect(maxFileSize === null || maxFileSize > 1024 ** 4).toBe(true)
      })
      return
    }

    test('a file of exactly the limit arrives', async () => {
      const source = testSource({ size: small().limit ?? 0 })
      await expectWhole(small(), source, await send(small(), source))
    })

    test('a file of one byte more is rejected, and nothing is kept of it', async () => {
      const source = testSource({ size: (small().limit ?? 0) + 1 })
      expect(await hostFailureOf(small(), send(small(), source))).toMatchObject({ kind: 'rejected' })
      expect(await small().held()).toEqual([])
    })
  })
