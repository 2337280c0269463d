// Faults of hosts and the phases in which they can strike, as the simulators take them.
import type { Fault } from '#tests/simulators/fault.ts'

export const phases = [
  'before the first byte',
  'at the first',
  'in the middle',
  'after the last',
  'in the grouping call',
] as const
export type Phase = (typeof phases)[number]

/** Bytes of each file of the table. */
export const SIZE = 200_000

/** Where in the body a fault strikes; after the last byte and in the grouping call it is the whole body. */
const places: Partial<Record<Phase, number>> = {
  'before the first byte': 0,
  'at the first': 1,
  'in the middle': SIZE / 2,
}

/** A fault in a phase, or why there is none. */
export type Strike = Fault | { never: string }

type Placed = { atByte?: number; on?: 'group' }
const placeOf = (phase: Phase): Placed => {
  const atByte = places[phase]
  if (phase === 'in the grouping call') return { on: 'group' }
  return atByte === undefined ? {} : { atByte }
}
const isBefore = (phase: Phase): boolean => places[phase] !== undefined

const status =
  (code: number, more: { retryAfter?: number; body?: string } = {}) =>
  (phase: Phase): Strike => ({ kind: 'status', status: code, ...more, ...placeOf(phase) })

/** What can only be wrong with a reply, which comes after the last byte. */
const ofTheReply =
  (fault: Fault) =>
  (phase: Phase): Strike => {
    if (isBefore(phase)) return { never: 'a 2xx before the last byte is no success, whatever it says: “an early 2xx”' }
    return phase === 'in the grouping call' ? { ...fault, on: 'group' } : fault
  }

/** What a host can only get wrong about a file. */
const ofTheFile =
  (fault: Fault) =>
  (phase: Phase): Strike =>
    phase === 'in the grouping call' ? { never: 'a group has neither size nor digest' } : ofTheReply(fault)(phase)

const silence =
  (kind: 'close' | 'stall') =>
  (phase: Phase): Strike => {
    const then = kind === 'close' ? 'close' : 'hang'
    if (phase === 'in the grouping call') return { kind, atByte: 0, on: 'group' }
    const atByte = places[phase]
    return atByte === undefined ? { kind: 'no-reply', stored: false, then } : { kind, atByte }
  }

const reset = (phase: Phase): Strike => {
  const atByte = places[phase]
  if (phase === 'in the grouping call') return { never: 'its few bytes leave at once: “connection closed”' }
  if (atByte === undefined) return { never: 'once all is sent it is a reply that is lost' }
  return { kind: 'status', status: 500, atByte, lingerMs: 0 }
}

const early = (phase: Phase): Strike =>
  isBefore(phase)
    ? { kind: 'status', status: 200, body: {}, ...placeOf(phase) }
    : { never: 'it is a reply like any other' }

const makers = {
  '500': status(500),
  '429 with Retry-After': status(429, { retryAfter: 120 }),
  '429': status(429),
  '401': status(401),
  '403 with a page': (phase) => ({ kind: 'challenge', ...placeOf(phase) }),
  '413': status(413),
  'connection closed': silence('close'),
  'connection reset': reset,
  stall: silence('stall'),
  'slow reply': ofTheReply({ kind: 'slow-reply', ms: 300 }),
  'a page in a 200': (phase) => ({ kind: 'challenge', status: 200, ...placeOf(phase) }),
  'an early 2xx': early,
  'truncated JSON': ofTheReply({ kind: 'truncated-json' }),
  'an error in a 200': ofTheReply({ kind: 'error-in-200' }),
  'wrong size': ofTheFile({ kind: 'wrong-size' }),
  'wrong digest': ofTheFile({ kind: 'wrong-digest' }),
  'reply lost, stored': ofTheReply({ kind: 'no-reply', stored: true }),
  'reply lost, not stored': ofTheReply({ kind: 'no-reply', stored: false }),
  redirect: status(302, { body: '<html>elsewhere</html>' }),
} as const satisfies Record<string, (phase: Phase) => Strike>

export type FaultName = keyof typeof makers

export const faults: Record<FaultName, (phase: Phase) => Strike> = makers
export const faultNames: FaultName[] = [
  '500',
  '429 with Retry-After',
  '429',
  '401',
  '403 with a page',
  '413',
  'connection closed',
  'connection reset',
  'stall',
  'slow reply',
  'a page in a 200',
  'an early 2xx',
  'truncated JSON',
  'an error in a 200',
  'wrong size',
  'wrong digest',
  'reply lost, stored',
  'reply lost, not stored',
  'redirect',
]
