// The named moments of a transfer's life, told to whoever listens: nobody in production, the chaos suite in tests.
import { channel } from 'node:diagnostics_channel'
import type { FileId, HostId } from '#server/ids.ts'

/** In about the order in which a transfer comes by; a process may be killed at any of them. */
export const points = [
  'claimed',
  'group-claimed',
  'group-made',
  'group-kept',
  'asking-for-copy',
  'read-opened',
  'first-byte',
  'middle',
  'last-byte',
  'answered',
  'verified',
  'differs',
  'settling',
  'settled-uncommitted',
  'settled',
  'list-claimed',
  'list-made',
  'list-kept',
  'staging-deleting',
  'staging-deleted',
] as const
export type Point = (typeof points)[number]

/** What is known there of whose moment it is. */
export type PointFacts = { host?: HostId; fileId?: FileId }

/** The channel on which they are told; the message is a `Reached`. Names are global to a process, in each copy of this module. */
export const POINTS_CHANNEL = 'easymirror.transfer.point'
export type Reached = { point: Point; facts: PointFacts }

const told = channel(POINTS_CHANNEL)

/** Tells that a point is reached; costs a look at a flag while nobody listens. Subscribers are called before it returns. */
export function reached(point: Point, facts: PointFacts): void {
  if (told.hasSubscribers) told.publish({ point, facts } satisfies Reached)
}

type Bytes = { given: number; piece: number; size: number }

/** Tells when the first, the middle or the last byte of a file is in the newest piece of those that a host was given. */
export function reachedBytes({ given, piece, size }: Bytes, facts: PointFacts): void {
  if (!told.hasSubscribers) return
  const before = given - piece
  if (before === 0) reached('first-byte', facts)
  if (before < size / 2 && given >= size / 2) reached('middle', facts)
  if (given === size) reached('last-byte', facts)
}
