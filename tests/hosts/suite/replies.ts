// Replies to a file that was stored: false ones are passed on for the engine to judge, broken ones are no success.
import { describe, expect, test } from 'vitest'
import { expectWhole, hostFailureOf } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { digestsOf, testSource } from './test-source.ts'

export const replies = ({ lacks }: Subject, { usual }: { usual: () => Stand }) =>
  describe('replies', () => {
    if (lacks.reply) {
      test(`the body of one is not looked at: ${lacks.reply}`, async () => {
        const source = testSource({ size: 1000 })
        usual().simulator.fail({ kind: 'invalid-json' })
        await expectWhole(usual(), source, await send(usual(), source))
        expect(usual().simulator.faultsLeft()).toBe(0)
      })
      return
    }

    test('a wrong size is told as the host told it', async () => {
      usual().simulator.fail({ kind: 'wrong-size' })
      const stored = await send(usual(), testSource({ size: 1000 }))
      expect(stored.size).toBe(1001)
    })

    test('a wrong digest is told as the host told it', async () => {
      usual().simulator.fail({ kind: 'wrong-digest' })
      const source = testSource({ size: 1000 })
      const { digests } = await send(usual(), source)
      expect(Object.keys(digests)).toEqual([...usual().host.digests])
      for (const [, told] of Object.entries(digests)) expect(Object.values(await digestsOf(source))).not.toContain(told)
    })

    test.for(['missing-id', 'invalid-json', 'truncated-json', 'cut-reply', 'huge-reply'] as const)(
      'one with %s leaves it unknown whether the file is there',
      async (kind) => {
        usual().simulator.fail({ kind })
        expect(await hostFailureOf(usual(), send(usual(), testSource({ size: 1000 })))).toMatchObject({
          kind: 'unknown',
        })
        expect(await usual().held()).toHaveLength(1)
      },
    )
  })
