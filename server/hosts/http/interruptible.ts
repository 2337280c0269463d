// Waits that something outside can end. Unlike racing with one long-lived promise, a million waits leave nothing behind.

export type Interruptible = {
  /** Ends the present wait and every later one; only the first call counts. */
  interrupt(): void
  /** Whether `interrupt` was called. */
  interrupted(): boolean
  /**
   * Waits for `promise`; one wait at a time.
   * @throws {Interruption} when interrupted
   */
  wait<T>(promise: Promise<T>): Promise<T>
}

export class Interruption extends Error {}

export function interruptible(): Interruptible {
  let over = false
  let wake: ((reason: Interruption) => void) | undefined
  return {
    interrupt() {
      over = true
      wake?.(new Interruption())
    },
    interrupted: () => over,
    wait<T>(promise: Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        promise.then(resolve, reject)
        wake = reject
        if (over) reject(new Interruption())
      })
    },
  }
}
