// Accounts: one that the host knows is accepted, another is told as one that it does not, and an outage says nothing of either.
import { describe, expect, test } from 'vitest'
import { lacking } from './lacking.ts'
import { hostFailureOf } from './outcomes.ts'
import { callOf, type Stand } from './stand.ts'
import type { Subject } from './subject.ts'

export const accounts = ({ lacks }: Subject, { usual }: { usual: () => Stand }) =>
  describe('an account', () => {
    if (lacks.account) {
      lacking('is not asked for', lacks.account, () => expect('checkAccount' in usual().host).toBe(false))
      return
    }

    test('that the host knows is accepted', async () => {
      expect('checkAccount' in usual().host).toBe(true)
      await usual().host.checkAccount?.(callOf(usual()))
    })

    test('that it does not know is refused', async () => {
      const stand = usual()
      const asking = stand.wrongAccount?.checkAccount?.(callOf(stand))
      expect(await hostFailureOf(stand, Promise.resolve(asking))).toMatchObject({ kind: 'account' })
    })

    test('is not at fault when the host is out of order', async () => {
      const stand = usual()
      stand.simulator.fail({ kind: 'status', status: 503, on: 'any' })
      const error = await hostFailureOf(stand, Promise.resolve(stand.host.checkAccount?.(callOf(stand))))
      expect(['retry', 'unavailable']).toContain(error.kind)
    })
  })
