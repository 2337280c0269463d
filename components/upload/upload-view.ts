// What a page sees of files on their way into staging, whoever brings them there.
import type { UploadErrorKind } from './upload-error.ts'

export type UploadState = 'waiting' | 'uploading' | 'paused' | 'staged' | 'failed' | 'cancelled'

/** Why a file failed; `sentence` is the server's own, where it sent one. */
export type UploadFault = { kind: UploadErrorKind; sentence: string | null }

export type UploadView = {
  id: string
  name: string
  /** The folder that it came in, or null. */
  path: string | null
  size: number
  sent: number
  state: UploadState
  /** Bytes in a second, or null while there is nothing to say. */
  rate: number | null
  secondsLeft: number | null
  fault: UploadFault | null
}

export type UploadsView = {
  /** Who sends them to storage: this browser, or the server, which fetches them from elsewhere. */
  by: 'browser' | 'server'
  /** A file that has not changed is the same object as before. */
  files: readonly UploadView[]
  bytes: number
  sent: number
  rate: number | null
  secondsLeft: number | null
  /** Nothing is on its way or waiting to be. */
  settled: boolean
}

/** Files on their way, as something to watch and to steer; what a state does not allow does nothing. */
export type Uploads = {
  subscribe: (listener: () => void) => () => void
  view: () => UploadsView
  pause: (id: string) => void
  resume: (id: string) => void
  retry: (id: string) => void
  /** Gives a file up: what has arrived of it is thrown away, and no host gets it. */
  cancel: (id: string) => void
  pauseAll: () => void
  resumeAll: () => void
  /** Those that failed. */
  retryAll: () => void
  /** Those that are not in staging yet. */
  cancelAll: () => void
  /** Lets go of every file of a mirror that is no more: there is nothing left to give up at the server. */
  drop: () => void
}

const sameFile = (a: UploadView, b: UploadView): boolean =>
  a.state === b.state &&
  a.sent === b.sent &&
  a.rate === b.rate &&
  a.secondsLeft === b.secondsLeft &&
  a.fault?.kind === b.fault?.kind &&
  a.fault?.sentence === b.fault?.sentence

/** `next`, or `before` where it says the same, so that a row that has not changed need not be drawn again. */
export const unlessSame = (before: UploadView | undefined, next: UploadView): UploadView =>
  before !== undefined && sameFile(before, next) ? before : next

/** Nothing of these files is left to do: each is in staging, or was given up. */
export const isFinished = ({ files }: UploadsView): boolean =>
  files.every(({ state }) => state === 'staged' || state === 'cancelled')

/** How many files are in each state. */
export function countStates(files: readonly UploadView[]): Record<UploadState, number> {
  const counts = { waiting: 0, uploading: 0, paused: 0, staged: 0, failed: 0, cancelled: 0 }
  for (const { state } of files) counts[state] += 1
  return counts
}
