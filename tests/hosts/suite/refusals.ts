// Refusals, whole and early, honest and disguised as success: each has one name.
import { describe, expect, test } from 'vitest'
import type { HostErrorKind } from '#server/hosts/errors.ts'
import type { Fault } from '#tests/simulators/fault.ts'
import { hostFailureOf } from './outcomes.ts'
import { type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

const MiB = 1024 ** 2

const meanings: [title: string, fault: Fault, kind: HostErrorKind, leastAfterMs: number][] = [
  ['401', { kind: 'status', status: 401 }, 'account', 0],
  ['413', { kind: 'status', status: 413 }, 'rejected', 0],
  ['429 with Retry-After in seconds', { kind: 'status', status: 429, retryAfter: 7 }, 'retry', 7000],
  ['429 with Retry-After in fractions', { kind: 'status', status: 429, retryAfter: '6.5' }, 'retry', 6500],
  ['429 with a date', { kind: 'status', status: 429, retryAfter: soon() }, 'retry', 60_000],
  ['500', { kind: 'status', status: 500 }, 'retry', 0],
  ['a redirect', { kind: 'status', status: 302, body: '<html>elsewhere</html>' }, 'unavailable', 0],
  ['200 with an error inside', { kind: 'error-in-200' }, 'retry', 0],
  ['200 with a web page', { kind: 'challenge', status: 200 }, 'unavailable', 0],
  ['403 with a challenge page', { kind: 'challenge', status: 403 }, 'unavailable', 0],
]

function soon(): string {
  return new Date(Date.now() + 600_000).toUTCString()
}

export const refusals = ({ means = {} }: Subject, { usual }: { usual: () => Stand }) =>
  describe('refusals', () => {
    test.for(meanings)('%s', async ([title, fault, kind, leastAfterMs]) => {
      const stand = usual()
      stand.simulator.fail(fault)
      const error = await hostFailureOf(stand, send(stand, testSource({ size: 100_000 })))
      expect(stand.simulator.faultsLeft()).toBe(0)
      expect(error.kind).toBe(means[title] ?? kind)
      expect(error.afterMs ?? 0).toBeGreaterThanOrEqual(leastAfterMs)
      expect(await stand.held()).toEqual([])
    })

    test.for([
      ['413', { kind: 'status', status: 413, atByte: MiB }, 'rejected'],
      ['401', { kind: 'status', status: 401, atByte: MiB }, 'account'],
      ['a challenge page', { kind: 'challenge', atByte: MiB }, 'unavailable'],
    ] as const)('%s in the middle of the body is heard, and stops it', async ([title, fault, kind]) => {
      const stand = usual()
      stand.simulator.fail(fault)
      const source = testSource({ size: 64 * MiB })
      expect(await hostFailureOf(stand, send(stand, source))).toMatchObject({
        kind: means[`${title} in the middle`] ?? kind,
      })
      expect(source.taken()).toBeLessThan(source.size)
      expect(await stand.held()).toEqual([])
    })

    test('one that repeats what we sent tells it to nobody', async () => {
      const stand = usual()
      const told = stand.secrets.map((secret) => `key=${secret} https://host.example/?token=${secret}`).join(' ')
      stand.simulator.fail({ kind: 'status', status: 500, body: `<html>${told}</html>` })
      await hostFailureOf(stand, send(stand, testSource({ size: 100 })))
      stand.simulator.fail({ kind: 'status', status: 400, body: { message: told } })
      await hostFailureOf(stand, send(stand, testSource({ size: 100 })))
      expect(stand.simulator.faultsLeft()).toBe(0)
    })
  })
