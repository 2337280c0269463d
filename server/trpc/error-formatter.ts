// What a caller hears of an error: a code, a sentence, and messages by field; never a cause.
import { TRPCError, type TRPCDefaultErrorShape } from '@trpc/server'
import { z } from 'zod'
import { AppError, type ErrorCode, type FieldErrors } from '#server/errors.ts'
import { log } from '#server/log.ts'
import type { Context } from './context.ts'

const trpcCodes = {
  UNAUTHORIZED: 'UNAUTHORIZED',
  NOT_FOUND: 'NOT_FOUND',
  BAD_REQUEST: 'BAD_REQUEST',
  CONFLICT: 'CONFLICT',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
} satisfies Record<ErrorCode, TRPCError['code']>

/** A foreseen error as tRPC's, which decides about the HTTP status. */
export const toTrpcError = (error: AppError): TRPCError =>
  new TRPCError({ code: trpcCodes[error.code], message: error.message, cause: error })

/** `formErrors` are about the input as a whole, `fieldErrors` about its fields by name: what zod's `flattenError` gives. */
export type FlatErrors = { formErrors: string[]; fieldErrors: FieldErrors }

function flatErrorsOf({ code, cause }: TRPCError): FlatErrors | null {
  if (cause instanceof AppError) return cause.fields ? { formErrors: [], fieldErrors: cause.fields } : null
  if (code !== 'BAD_REQUEST' || !(cause instanceof z.ZodError)) return null
  const { formErrors, fieldErrors } = z.flattenError(cause)
  return { formErrors, fieldErrors: { ...fieldErrors } }
}

/** The first thing that is wrong with an input: our own sentence where the schema has one, else zod's words with their place. */
function inputSentence({ issues: [first] }: z.ZodError): string {
  if (first === undefined) return 'The input is not as expected.'
  if (first.message.endsWith('.')) return first.message
  return `The input is not as expected: ${[first.path.join('.'), first.message].filter(Boolean).join(': ')}.`
}

function sentenceOf(error: TRPCError, requestId: string | undefined): string {
  const { code, cause } = error
  if (code === 'BAD_REQUEST' && cause instanceof z.ZodError) return inputSentence(cause)
  if (code !== 'INTERNAL_SERVER_ERROR') return error.message
  return `Something went wrong on our side. It was noted as ${requestId ?? 'a fault of the server'}.`
}

type Failure = { shape: TRPCDefaultErrorShape; error: TRPCError; ctx: Context | undefined }

/**
 * `data` has tRPC's `code`, `httpStatus` and `path`, and `zodError` where fields are to blame (BAD_REQUEST, CONFLICT);
 * `message` is for people.
 */
export function formatError({ shape, error, ctx }: Failure) {
  const { code, httpStatus, path } = shape.data
  return {
    code: shape.code,
    message: sentenceOf(error, ctx?.requestId),
    data: { code, httpStatus, ...(path !== undefined && { path }), zodError: flatErrorsOf(error) },
  }
}

/** Writes down what a caller is not told. */
export function logFailure({
  error,
  path,
  ctx,
}: {
  error: TRPCError
  path?: string | undefined
  ctx?: Context | undefined
}) {
  const facts = { requestId: ctx?.requestId, path, err: error.cause ?? error }
  if (error.code === 'INTERNAL_SERVER_ERROR') log.error(facts, 'a call failed')
  else if (error.cause instanceof AppError && error.cause.cause !== undefined) log.warn(facts, 'a call was refused')
  else log.debug(facts, 'a call was refused')
}

/** The headers of an answer with these errors: when to come again, where one of them says so. */
export function errorHeaders(errors: readonly TRPCError[]): Headers {
  const seconds = errors.flatMap(({ cause }) => (cause instanceof AppError ? (cause.retryAfterSeconds ?? []) : []))
  return new Headers(seconds.length > 0 ? { 'retry-after': String(Math.max(...seconds)) } : {})
}
