// Tries again where that may help: with growing waits, and not at all while the browser is offline.
import { UploadError } from './upload-error.ts'

const MOST_TRIES = 6
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000

/** Resolves after `ms`, or rejects with the signal's reason. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
  })
}

/** Resolves as soon as the browser believes that it has a network. */
function online(signal: AbortSignal): Promise<void> {
  if (navigator.onLine) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const done = new AbortController()
    const stop = () => {
      done.abort()
      reject(signal.reason)
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true, signal: done.signal })
    window.addEventListener(
      'online',
      () => {
        done.abort()
        resolve()
      },
      { once: true, signal: done.signal },
    )
  })
}

/**
 * Runs `attempt` (given how many came before it) until it succeeds, is refused for good, or six tries are over.
 * Only an `UploadError` of another kind than `refused` is worth a second try.
 * @throws the last error, or the signal's reason
 */
export async function withAttempts<T>(attempt: (before: number) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let before = 0; ; before += 1) {
    await online(signal)
    signal.throwIfAborted()
    try {
      return await attempt(before)
    } catch (error) {
      signal.throwIfAborted()
      const final = !(error instanceof UploadError) || error.kind === 'refused' || before + 1 >= MOST_TRIES
      if (final) throw error
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** before)
      // Half of the wait is chance, so that four connections that broke together do not come back together.
      await pause(wait * (0.5 + Math.random() / 2), signal)
    }
  }
}
