// Sources that do not give what they promised, and adapters that stop in the middle.
import { describe, expect, test } from 'vitest'
import { HostError } from '#server/hosts/errors.ts'
import { failureOf, hostFailureOf } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

const MiB = 1024 ** 2

export const failingSources = (_: Subject, { usual }: { usual: () => Stand }) =>
  describe('sources', () => {
    test.for([0, 1, 2 * MiB, 3 * MiB - 1])('one that ends early, after %i bytes, is not stored', async (endsAfter) => {
      const source = testSource({ size: 3 * MiB, endsAfter })
      const error = await failureOf(send(usual(), source))
      expect(error).not.toBeInstanceOf(HostError)
      expect(await usual().held()).toEqual([])
    })

    test('one that fails in the middle fails the upload with its own error', async () => {
      const error = new Error('staging broke')
      const source = testSource({ size: 8 * MiB, fails: { after: 2 * MiB, error } })
      expect(await failureOf(send(usual(), source))).toBe(error)
      expect(await usual().held()).toEqual([])
    })

    test('one of which the host did not want the rest is let go', async () => {
      usual().simulator.fail({ kind: 'status', status: 413, atByte: MiB })
      const source = testSource({ size: 64 * MiB })
      await hostFailureOf(usual(), send(usual(), source))
      await source.released
      expect(source.taken()).toBeLessThan(source.size)
    })
  })
