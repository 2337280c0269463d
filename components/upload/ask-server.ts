// The product's own calls fail in two ways: the line broke (try again), or it said no (with a sentence to show).
import { TRPCClientError } from '@trpc/client'
import { UploadError } from './upload-error.ts'

/**
 * Runs a call and sorts its failure.
 * @throws {UploadError} of kind `line` when no answer came, `busy` when it was too early, `refused` with the server's sentence
 */
export async function askServer<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    signal.throwIfAborted()
    const status = statusOf(cause)
    if (status === undefined) throw new UploadError('line', undefined, { cause })
    if (status === 429 || status >= 500) throw new UploadError('busy', undefined, { cause })
    throw new UploadError('refused', cause instanceof Error ? cause.message : undefined, { cause })
  }
}

/** The HTTP status of the server's "no"; undefined when there was no answer of its own. */
function statusOf(cause: unknown): number | undefined {
  if (!(cause instanceof TRPCClientError)) return undefined
  const data: unknown = cause.data
  return typeof data === 'object' && data !== null && 'httpStatus' in data && typeof data.httpStatus === 'number'
    ? data.httpStatus
    : undefined
}
