// What a host knows of a file that it has just taken, asked until it knows all of it.
import { HostError } from './errors.ts'
import { pause } from './http/pause.ts'

type Asking<T> = {
  /** Waits before each question, in milliseconds. */
  pauses: readonly number[]
  signal: AbortSignal
  /** Null where the host does not have the file yet. */
  ask: () => Promise<T | null>
  /** Whether nothing more is to come. */
  isWhole?: (known: T) => boolean
}

/**
 * Asks until the answer is whole or the pauses are over. The upload is over too, so a failing question is not a failed
 * upload: what is not known in the end stays open.
 * @returns the last that was known, or null
 * @throws the reason of `signal`, once that is aborted
 */
export async function settled<T>({ pauses, signal, ask, isWhole = () => true }: Asking<T>): Promise<T | null> {
  let known: T | null = null
  for (const ms of pauses) {
    await pause(ms, signal)
    try {
      known = (await ask()) ?? known
      if (known !== null && isWhole(known)) return known
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (error.kind === 'account') break
    }
  }
  return known
}
