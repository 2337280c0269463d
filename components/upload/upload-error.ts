// What can go wrong between the browser and staging, in a sentence for the person who waits.

/**
 * - `line`: no answer came, or nothing moved; the same again may work.
 * - `busy`: storage asks for patience.
 * - `stale`: the signed address is no longer good; a new one may be.
 * - `refused`: the same again will not work.
 */
export type UploadErrorKind = 'line' | 'busy' | 'stale' | 'refused'

const sentences: Record<UploadErrorKind, string> = {
  line: 'The connection to storage broke. What has arrived is kept.',
  busy: 'Storage is too busy to take this file. What has arrived is kept.',
  stale: 'Storage no longer takes this upload. Try again to start it anew.',
  refused: 'Storage refused this file. Nothing of it was kept.',
}

export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly kind: UploadErrorKind

  constructor(kind: UploadErrorKind, sentence: string = sentences[kind], options?: { cause?: unknown }) {
    super(sentence, options)
    this.kind = kind
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
