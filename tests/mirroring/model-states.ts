// The state machine of docs/mirroring.md as data: which state may follow which, and what always holds. A test keeps the page and this
// table alike.
import type { FileStatus, GroupState, TransferStatus } from '#db/schema/states.ts'

/** What always holds, by the numbers that docs/mirroring.md gives them. */
export const invariants = {
  I1: 'no link without bytes',
  I2: 'no `done` without a reply that was told to the holder of the lease',
  I3: 'no staging deleted early',
  I4: 'only the holder of a lease writes',
  I5: 'one group per mirror and host',
  I6: 'what is over stays so',
  I7: 'never more bytes than the file has',
  I8: 'a mirror is what its rows say',
  I9: 'tries are bounded',
  I10: 'nothing is sent again unasked',
  I11: 'a host that cannot be asked gets one more try',
  I12: 'nothing waits that nobody comes for',
  I13: 'what is deleted leaves no row',
  I14: 'everything comes to an end',
} as const
export type InvariantId = keyof typeof invariants

/** Tries that a transfer has since its owner asked; one that was taken over from a worker does not count as its fault. */
export const MOST_TRIES = 5

type Next<State extends string> = Readonly<Record<State, readonly State[]>>

export const transferSteps: Next<TransferStatus> = {
  queued: ['running', 'failed', 'cancelled'],
  running: ['running', 'done', 'queued', 'failed', 'cancelled'],
  done: [],
  failed: ['queued'],
  cancelled: [],
}

export const fileSteps: Next<FileStatus> = {
  uploading: ['staged', 'aborted', 'expired'],
  staged: ['released', 'aborted', 'expired'],
  released: [],
  aborted: [],
  expired: [],
}

export const groupSteps: Next<GroupState> = {
  none: ['making', 'wanted'],
  making: ['making', 'made', 'none'],
  wanted: ['saving', 'wanted'],
  saving: ['saving', 'made', 'wanted', 'failed'],
  made: ['wanted'],
  failed: ['wanted'],
}

/** Whether a row can have come from one state to another, by however many steps. */
export function canBecome<State extends string>(steps: Next<State>, from: State, to: State): boolean {
  const seen = new Set<State>([from])
  for (const state of seen) for (const next of steps[state]) seen.add(next)
  return seen.has(to)
}
