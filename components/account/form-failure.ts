// What is wrong with a form that was sent: sentences beside fields, or one for the whole.
import { isTRPCClientError } from '@trpc/client'
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

/** @returns the server's sentences beside those of the form's fields that have any */
export function fieldErrorsOf(error: unknown, shown: ReadonlySet<string>): FieldErrors {
  const given = isTRPCClientError<AppRouter>(error) ? error.data?.zodError?.fieldErrors : undefined
  return Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => shown.has(name)))
}
