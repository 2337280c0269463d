// What hosts in object storage need of it, `local` and the kind `s3`, and what a failing storage means for a transfer.
import { AppError } from '#server/errors.ts'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { excerpt } from '#server/hosts/http/redact.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause, isWebPage, oddReplyError, statusError, webPageError } from '#server/hosts/http/status.ts'

type UploadPart = { key: string; uploadId: string; partNumber: number; size: number }

/** Object storage as uploads use it. */
export type ObjectStorage = {
  /** Bytes of each part but the last of a file of `size` bytes. */
  partSizeFor(size: number): number
  /** URLs that take exactly `size` bytes. */
  presignPut(key: string, size: number): Promise<string>
  presignPart(part: UploadPart): Promise<string>
  /** Gives the upload's id. */
  createUpload(key: string): Promise<string>
  completeUpload(key: string, uploadId: string, parts: { partNumber: number; etag: string }[]): Promise<void>
  abortUpload(key: string, uploadId: string): Promise<void>
  /** The parts that came whole, in order, or null where there is no such upload; left out where none is ever gone on with. */
  listParts?(key: string, uploadId: string): Promise<ListedPart[] | null>
}

export type ListedPart = { partNumber: number; etag: string; size: number }

/** The functions of the object storage, given by the registry, so that this adapter needs no client of its own. */
export type LocalStorage = ObjectStorage & {
  keyOf(file: { mirrorId: string; fileId: string }): string
  /** `size` in bytes and `etag` with its quotes, or null where there is no such object. */
  head(key: string, signal: AbortSignal): Promise<{ size: number; etag: string } | null>
  /** Resolves also when there is no such object. */
  delete(key: string): Promise<void>
}

const shutOut = ['account', 'has a storage that does not accept its keys.'] as const
const elsewhere = ['account', 'has a storage that is in another region.'] as const
const full = ['account', 'has no space left.'] as const
const busy = ['retry', 'has a storage that is busy.'] as const

/** Codes of S3's error documents (API reference, "Error responses") and of servers that speak its language. */
const meanings: Record<string, readonly [HostErrorKind, string]> = {
  AccessDenied: shutOut,
  AccountProblem: shutOut,
  AllAccessDisabled: shutOut,
  InvalidAccessKeyId: shutOut,
  InvalidBucketName: shutOut,
  InvalidToken: shutOut,
  ExpiredToken: shutOut,
  NoSuchBucket: shutOut,
  RequestTimeTooSkewed: shutOut,
  SignatureDoesNotMatch: shutOut,
  AuthorizationHeaderMalformed: elsewhere,
  IllegalLocationConstraintException: elsewhere,
  PermanentRedirect: elsewhere,
  QuotaExceeded: full,
  InsufficientStorage: full,
  XMinioStorageFull: full,
  EntityTooLarge: ['rejected', 'says that the file is too large.'],
  InternalError: busy,
  OperationAborted: busy,
  RequestTimeout: busy,
  ServiceUnavailable: busy,
  SlowDown: busy,
  IncompleteBody: ['retry', 'did not get the whole file into its storage.'],
  BadDigest: ['retry', 'did not get the whole file into its storage.'],
  InvalidPart: ['retry', 'lost the parts of the file.'],
  InvalidPartOrder: ['retry', 'lost the parts of the file.'],
  NoSuchUpload: ['retry', 'lost the parts of the file.'],
}

/** The code of an error document, with whatever status it came, or null. */
export const errorCode = ({ text }: Answer): string | null => /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? null

/**
 * The headers of an answer to bytes that storage has taken.
 * @throws {HostError} for everything but a 2xx
 */
export function takenHeaders(answer: Answer): Answer['headers'] {
  if (isWebPage(answer)) throw webPageError(answer)
  const cause = answerCause(answer)
  const meaning = meanings[errorCode(answer) ?? '']
  const afterMs = retryAfterMs(answer.headers['retry-after'])
  if (meaning) throw new HostError(...meaning, afterMs === undefined ? { cause } : { cause, afterMs })
  const error = statusError(answer)
  if (error) throw error
  if (!answer.complete) throw oddReplyError(answer)
  return answer.headers
}

/** The client's own errors hold requests and answers, so that the log gets their words only. */
function storageError(error: unknown, lost: HostErrorKind): HostError {
  if (error instanceof HostError)
    return error.kind === 'unknown' ? new HostError(lost, error.message, { cause: error.cause }) : error
  const { name, message } = error instanceof Error ? error : new Error('no error was given')
  const cause = new Error(excerpt(`${name}: ${message}`, []))
  const meaning = meanings[name]
  if (meaning) return new HostError(...meaning, { cause })
  if (error instanceof AppError) return new HostError('retry', 'did not get the parts of the file together.', { cause })
  return new HostError(lost, 'could not reach its storage.', { cause })
}

type Asking = {
  signal: AbortSignal
  /** What it means when no answer came. */
  lost: 'retry' | 'unknown'
}

/**
 * Asks storage something that moves no file.
 * @throws {HostError} in place of any error of storage
 * @throws the reason of `signal`, once that is aborted
 */
export async function askStorage<T>(ask: () => Promise<T>, { signal, lost }: Asking): Promise<T> {
  signal.throwIfAborted()
  try {
    return await ask()
  } catch (error) {
    signal.throwIfAborted()
    throw storageError(error, lost)
  }
}
