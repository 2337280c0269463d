// What can go wrong between the browser and staging. The words for it are in the messages, part `upload.faults`.
import type { UploadFault } from './upload-view.ts'

/**
 * - `line`: no answer came, or nothing moved; the same again may work.
 * - `busy`: storage asks for patience.
 * - `stale`: the signed address is no longer good; a new one may be.
 * - `refused`: the same again will not work.
 */
export type UploadErrorKind = 'line' | 'busy' | 'stale' | 'refused'

export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly kind: UploadErrorKind
  /** The server's own words, where it sent some. */
  readonly sentence: string | null

  constructor(kind: UploadErrorKind, sentence?: string, options?: { cause?: unknown }) {
    super(sentence ?? kind, options)
    this.kind = kind
    this.sentence = sentence ?? null
  }

  /** The error behind an HTTP status of storage; 0 means that no answer came. */
  static ofStatus(status: number, cause: unknown): UploadError {
    return new UploadError(kindOf(status), undefined, { cause })
  }
}

function kindOf(status: number): UploadErrorKind {
  if (status === 0 || status === 408) return 'line'
  if (status === 429 || status >= 500) return 'busy'
  // An expired signature answers 403; S3 calls an upload that it has forgotten 404.
  if (status === 401 || status === 403 || status === 404) return 'stale'
  return 'refused'
}

/** What a page is told of an error; one that is not ours means that the same again will not help. */
export const faultOf = (error: unknown): UploadFault =>
  error instanceof UploadError ? { kind: error.kind, sentence: error.sentence } : { kind: 'refused', sentence: null }
