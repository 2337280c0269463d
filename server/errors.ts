// The errors that callers of this product see: a code, a sentence for people, and a cause for the log.

/** Codes of the public surface; `server/trpc/error-formatter.ts` maps each to a tRPC code. */
export type ErrorCode =
  | 'UNAUTHORIZED'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'CONFLICT'
  | 'TOO_MANY_REQUESTS'
  | 'PAYLOAD_TOO_LARGE'

/** Messages by input field, as zod's `flattenError` gives them, so that a form can show each beside its field. */
export type FieldErrors = Record<string, string[]>

type Details = {
  cause?: unknown
  fields?: FieldErrors
  /** With TOO_MANY_REQUESTS: whole seconds after which the same may work, for `Retry-After`. */
  retryAfterSeconds?: number
}

/**
 * An error that was foreseen. `message` is shown to the user as it is, so it never holds a secret, a URL or a path;
 * `cause` goes to the log only.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly fields: FieldErrors | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, sentence: string, { cause, fields, retryAfterSeconds }: Details = {}) {
    super(sentence, { cause })
    this.code = code
    this.fields = fields
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** An error about one field of an input: its sentence stands beside that field. */
export const fieldError = (code: 'BAD_REQUEST' | 'CONFLICT', field: string, sentence: string): AppError =>
  new AppError(code, sentence, { fields: { [field]: [sentence] } })

/** What is missing and what belongs to somebody else are told apart nowhere, so this is the only way to say either. */
export const notFound = (what: string): AppError => new AppError('NOT_FOUND', `This ${what} does not exist.`)
