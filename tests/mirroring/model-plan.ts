// What one attempt at a host meets, as data: the property test draws it, the model host plays it.
import type { HostErrorKind } from '#server/hosts/errors.ts'

/** Places in an upload: nothing taken yet, some bytes taken, all taken, and stored but not told. */
export const points = ['before', 'middle', 'after', 'stored'] as const
export type Point = (typeof points)[number]

/** A host's refusals while it takes bytes; `unknown` only ever comes after the last of them. */
export type Refusal = Exclude<HostErrorKind, 'unknown'>

export type UploadPlan =
  | { kind: 'fine' }
  | { kind: 'refuse'; error: Refusal; at: 'before' | 'middle' | 'after' }
  /** All was sent and no answer came; the copy is there or is not. */
  | { kind: 'lost'; stored: boolean }
  /** The host keeps something else and says so. */
  | { kind: 'spoil'; what: 'size' | 'digest' }
  /** The worker's whole process stands still there, or only this upload hangs. */
  | { kind: 'hold'; at: Point; who: 'worker' | 'upload' }

/** The same for the call that makes the group or list. */
export type GroupPlan =
  | { kind: 'fine' }
  | { kind: 'refuse'; error: Refusal }
  | { kind: 'lost'; stored: boolean }
  | { kind: 'hold'; at: 'before' | 'stored' }

export type AttemptPlan = { upload: UploadPlan; group: GroupPlan; find: 'fine' | 'retry' }

export const fine: AttemptPlan = { upload: { kind: 'fine' }, group: { kind: 'fine' }, find: 'fine' }
