// One PUT of bytes to a presigned URL. XMLHttpRequest, because fetch does not tell how much has gone out.
import { fetcher } from '@uppy/core/utils'
import { UploadError } from './upload-error.ts'

type Put = {
  url: string
  headers: Readonly<Record<string, string>>
  body: Blob
  signal: AbortSignal
  /** Called with the bytes of this PUT that have gone out so far. */
  onBytes: (sent: number) => void
}

// Storage answers within seconds of the last byte, and a line on which nothing moves for a minute is dead.
const IDLE_MS = 60_000

/**
 * Sends `body` and gives the ETag that storage answered with, quotes and all, or null where it shows none.
 * Tries once; never names the URL in an error, since it is a key to the object.
 * @throws {UploadError} of kind `line` (nothing reached us back), `busy` or `refused`; `AbortError` when `signal` fired
 */
export async function putBytes({ url, headers, body, signal, onBytes }: Put): Promise<{ etag: string | null }> {
  const idle = new AbortController()
  let watchdog = setTimeout(() => idle.abort(), IDLE_MS)
  const alive = () => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => idle.abort(), IDLE_MS)
  }
  let status = 0
  try {
    // Uppy's fetcher would send to the same URL again by itself; ours is signed anew for each try, so it gets none.
    const xhr = await fetcher(url, {
      method: 'PUT',
      headers: { ...headers },
      body,
      retries: 0,
      shouldRetry: () => false,
      signal: AbortSignal.any([signal, idle.signal]),
      onUploadProgress: (event) => {
        alive()
        onBytes(Math.min(event.loaded, body.size))
      },
      onAfterResponse: (answer) => {
        status = answer.status
      },
    })
    return { etag: xhr.getResponseHeader('etag') }
  } catch (cause) {
    signal.throwIfAborted()
    throw UploadError.ofStatus(status, cause)
  } finally {
    clearTimeout(watchdog)
  }
}
