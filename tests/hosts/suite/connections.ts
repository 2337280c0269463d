// Connections that break, hang or never come to be: what was not sent whole may be sent again, the rest is unknown.
import { describe, expect, test } from 'vitest'
import type { HostErrorKind } from '#server/hosts/errors.ts'
import type { Fault } from '#tests/simulators/fault.ts'
import { hostFailureOf } from './outcomes.ts'
import { groupFor, type Stand, send } from './stand.ts'
import type { Subject } from './subject.ts'
import { testSource } from './test-source.ts'

const MiB = 1024 ** 2

const broken: [title: string, fault: Fault, size: number, kind: HostErrorKind][] = [
  ['closed at the first byte', { kind: 'close', atByte: 1 }, 64 * MiB, 'retry'],
  ['closed in the middle', { kind: 'close', atByte: 5 * MiB }, 64 * MiB, 'retry'],
  ['reset in the middle', { kind: 'status', status: 500, atByte: 5 * MiB, lingerMs: 0 }, 64 * MiB, 'retry'],
  ['closed without a reply', { kind: 'no-reply', stored: false }, MiB, 'unknown'],
]

const silent: [title: string, fault: Fault, size: number, kind: HostErrorKind][] = [
  ['in the middle of the body', { kind: 'stall', atByte: MiB }, 64 * MiB, 'retry'],
  ['after the last byte', { kind: 'no-reply', stored: false, then: 'hang' }, MiB, 'unknown'],
]

export const connections = ({ means = {} }: Subject, { usual }: { usual: () => Stand }) =>
  describe('a connection', () => {
    test.for(broken)('%s', async ([title, fault, size, kind]) => {
      const stand = usual()
      stand.simulator.fail(fault)
      const error = await hostFailureOf(stand, send(stand, testSource({ size })))
      expect(stand.simulator.faultsLeft()).toBe(0)
      expect(error.kind).toBe(means[title] ?? kind)
      expect(await stand.held()).toEqual([])
    })

    test.for(silent)('that falls silent %s is left', async ([title, fault, size, kind]) => {
      const stand = usual()
      const group = await groupFor(stand)
      stand.simulator.fail(fault)
      const sending = send(stand, testSource({ size }), { host: stand.impatient, group })
      const error = await hostFailureOf(stand, sending)
      expect(stand.simulator.faultsLeft()).toBe(0)
      expect(error.kind).toBe(means[title] ?? kind)
      expect(await stand.held()).toEqual([])
    })

    test('to nobody', async () => {
      const stand = usual()
      const error = await hostFailureOf(stand, send(stand, testSource({ size: 10 }), { host: stand.unreachable }))
      expect(error).toMatchObject({ kind: 'retry', message: 'could not be reached.' })
    })
  })
