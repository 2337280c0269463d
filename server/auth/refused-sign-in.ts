// The answer to a sign-in that next-auth has no words for: one try too many, or a fault on our side.
import { baseUrl } from '#server/base-url.ts'
import { AppError } from '#server/errors.ts'
import { log } from '#server/log.ts'

/** Where next-auth sends people, and what the page there is told. */
export const SIGN_IN_PAGE = '/signin'

const FAULT = 'INTERNAL_SERVER_ERROR'

/** `url` is what next-auth's own client looks at: it finds the error in its query. */
function answer(headers: Headers, { error, message, status }: { error: string; message: string; status: number }) {
  const url = `${baseUrl(headers)}${SIGN_IN_PAGE}?error=${error}`
  return Response.json({ error, message, url }, { status, headers: { 'cache-control': 'no-store' } })
}

/** 429 with `Retry-After`, or 500 for what was not foreseen, which goes to the log. */
export function refusedSignIn(headers: Headers, refusal: unknown): Response {
  if (!(refusal instanceof AppError)) {
    log.error({ err: refusal }, 'a sign-in failed')
    return answer(headers, { error: FAULT, message: 'Something went wrong on our side. Try again.', status: 500 })
  }
  const { code, message, retryAfterSeconds } = refusal
  const refused = answer(headers, { error: code, message, status: 429 })
  if (retryAfterSeconds !== undefined) refused.headers.set('retry-after', String(retryAfterSeconds))
  return refused
}

/** Bytes of the longest form that makes sense here. */
const MOST_BYTES = 16 * 1024

/** Whether a call is as short as it says beforehand; next-auth reads it whole. */
export const isSmallCall = (headers: Headers): boolean =>
  !headers.has('transfer-encoding') && Number(headers.get('content-length') ?? 0) <= MOST_BYTES

/** 413 in the form of the other refusals. */
export const tooLargeCall = (): Response =>
  Response.json({ error: 'PAYLOAD_TOO_LARGE', message: 'This is too large for a form.' }, { status: 413 })
