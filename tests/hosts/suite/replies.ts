// Replies to a file that was stored: false ones are passed on for the engine to judge, broken ones are no success.
import { describe, expect, test } from 'vitest'
import { HostError } from '#server/hosts/errors.ts'
import type { Stored } from '#server/hosts/host.ts'
import { verify } from '#server/mirroring/verification.ts'
import { lacking } from './lacking.ts'
import { expectWhole, hostFailureOf } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { digestsOf, type TestSource, testSource } from './test-source.ts'

/** The engine takes such a copy for none of the file. */
async function expectRefused(source: TestSource, stored: Stored): Promise<void> {
  const digests = await digestsOf(source)
  expect(() => verify(stored, { size: source.size, digests })).toThrow(HostError)
}

/** Nothing in the host's reply is changed by the fault, so that the file counts as stored. */
async function expectNoReplyOf(stand: Stand, kind: 'wrong-size'): Promise<void> {
  stand.simulator.fail({ kind })
  const source = testSource({ size: 1000 })
  await expectWhole(stand, source, await send(stand, source))
}

export const replies = ({ lacks }: Subject, { usual }: { usual: () => Stand }) =>
  describe('replies', () => {
    if (lacks.reply) {
      lacking('the body of one is not looked at', lacks.reply, async () => {
        const source = testSource({ size: 1000 })
        usual().simulator.fail({ kind: 'invalid-json' })
        await expectWhole(usual(), source, await send(usual(), source))
        expect(usual().simulator.faultsLeft()).toBe(0)
      })
      return
    }

    if (lacks.size) lacking('a size is not told', lacks.size, () => expectNoReplyOf(usual(), 'wrong-size'))
    else
      test('a wrong size is told as the host told it, and refused', async () => {
        usual().simulator.fail({ kind: 'wrong-size' })
        const source = testSource({ size: 1000 })
        const stored = await send(usual(), source)
        expect(stored.size).toBe(1001)
        await expectRefused(source, stored)
      })

    if (lacks.digest) lacking('a digest is not told', lacks.digest, () => expect(usual().host.digests).toEqual([]))
    else
      test('a wrong digest is told as the host told it, and refused', async () => {
        usual().simulator.fail({ kind: 'wrong-digest' })
        const source = testSource({ size: 1000 })
        const stored = await send(usual(), source)
        expect(usual().host.digests).toEqual(expect.arrayContaining(Object.keys(stored.digests)))
        expect(Object.keys(stored.digests)).not.toEqual([])
        await expectRefused(source, stored)
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
