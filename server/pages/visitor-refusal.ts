// What a program gets that asks for something of a mirror that it may not see.
import { mirrorAccess } from '#server/auth/mirror-access.ts'
import { AppError } from '#server/errors.ts'
import type { MirrorId } from '#server/ids.ts'

/** None of it is to be kept, and no other site is to learn the address. */
export const PRIVATE_HEADERS = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }

const say = (sentence: string, status: number, more: Record<string, string> = {}) =>
  new Response(`${sentence}\n`, {
    status,
    headers: { ...PRIVATE_HEADERS, 'content-type': 'text/plain; charset=utf-8', ...more },
  })

/** What there is no more, or never was. */
export const notHere = (): Response => say('There is no such file here, or not any more.', 404)

/** The answer for whoever may not see the mirror, or null for whoever may. */
export async function refuseVisitor(id: MirrorId, headers: Headers): Promise<Response | null> {
  try {
    const { state } = await mirrorAccess(id, headers)
    if (state === 'open') return null
    return state === 'locked' ? say('This mirror asks for a password.', 401) : notHere()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'TOO_MANY_REQUESTS') throw error
    return say(error.message, 429, { 'retry-after': String(error.retryAfterSeconds ?? 1) })
  }
}
