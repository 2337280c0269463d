// A call that needs a session, by a browser that may be nobody yet: it becomes a guest first.
import { TRPCClientError } from '@trpc/client'
import { becomeGuest, hasSession } from './guest-session.ts'

/**
 * Makes the call as whoever this browser is, or as a new guest.
 * @throws {Error} with a sentence to show
 */
export async function asSomebody<T>(call: () => Promise<T>): Promise<T> {
  if (!(await hasSession())) await becomeGuest()
  try {
    return await call()
  } catch (error) {
    if (!isUnauthorized(error)) throw error
    // The cookie was there but no longer good for anything.
    await becomeGuest()
    return call()
  }
}

function isUnauthorized(error: unknown): boolean {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined
  return typeof data === 'object' && data !== null && 'code' in data && data.code === 'UNAUTHORIZED'
}
