// What is wrong with a form that was sent: sentences beside fields, or one for the whole.
import { isTRPCClientError, TRPCClientError } from '@trpc/client'
import { errorSentence } from '#components/trpc/error-sentence.ts'
import type { AppRouter } from '#server/routers/root.ts'

export type FieldErrors = Readonly<Record<string, readonly string[]>>

export type FormFailure = {
  /** About the form as a whole; null where its fields say it all. */
  sentence: string | null
  fields: FieldErrors
}

/** Thrown by what a form does when it knows itself what is wrong. */
export class FormError extends Error {
  override readonly name = 'FormError'
  readonly failure: FormFailure

  constructor(failure: Partial<FormFailure>) {
    super('The form was refused.')
    this.failure = { sentence: null, fields: {}, ...failure }
  }
}

/** A call that got no answer, and what `fetch` throws in that case. */
const isSilence = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof TRPCClientError && (error.data === undefined || error.data === null))

/**
 * @param shown the names of the fields that the form has: what is wrong with another is said about the whole
 * @param silent what is said where nobody answered
 */
export function failureOf(error: unknown, shown: ReadonlySet<string>, silent: string): FormFailure {
  if (error instanceof FormError) return error.failure
  const given = isTRPCClientError<AppRouter>(error) ? error.data?.zodError?.fieldErrors : undefined
  const fields = Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => shown.has(name)))
  if (Object.keys(fields).length > 0) return { sentence: null, fields }
  return { sentence: isSilence(error) ? silent : errorSentence(error), fields: {} }
}
