// How a call was refused.
import { isTRPCClientError } from '@trpc/client'
import type { AppRouter } from '#server/routers/root.ts'

export type Refusal = { code: string; status: number; message: string; fields: Record<string, string[]> | undefined }

/**
 * The error that a call ends with, as its caller sees it.
 * @throws {Error} when the call succeeds, or ends without an answer
 */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!isTRPCClientError<AppRouter>(outcome)) throw new Error('The call was not refused.', { cause: outcome })
  const { data, message } = outcome
  if (!data) throw new Error('The call got no answer.', { cause: outcome })
  return { code: data.code, status: data.httpStatus, message, fields: data.zodError?.fieldErrors }
}
