// GoFile's envelope: `{ status: "ok" | "error-…", data }`, with an error's HTTP status or with 200.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Verdict } from '#server/hosts/http/json-reply.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause } from '#server/hosts/http/status.ts'

const envelope = z.object({ status: z.string().regex(/^[\w-]{1,64}$/) })

/** Limits that are hit again and again lead to a ban of the address, so this is the least wait, in milliseconds. */
const rateLimitMs = 5000

const meanings: [code: RegExp, kind: HostErrorKind, sentence: string][] = [
  [/^error-limit/i, 'account', 'says that the account is full.'],
  [/^error-(token|auth|accountId|notPremium|owner|notOwner)/i, 'account', 'does not accept the account.'],
  [/^error-notFound/i, 'rejected', 'does not have this any more.'],
  [/^error-.*(size|large)/i, 'rejected', 'says that the file is too large.'],
  [/^error-field/i, 'rejected', 'did not understand the request.'],
]

/** The envelope's word, or null when there is no envelope. */
export const envelopeStatus = (body: unknown): string | null => envelope.safeParse(body).data?.status ?? null

/** Maps the envelope's error codes, whatever the HTTP status; unknown ones are left to that, and are faults in a 2xx. */
export const gofileVerdict: Verdict = (body, answer) => {
  const code = envelopeStatus(body)
  const cause = answerCause(answer)
  const asked = retryAfterMs(answer.headers['retry-after'])
  if (answer.status === 429 || /^error-rate-?limit/i.test(code ?? ''))
    return new HostError('retry', 'is being asked too often.', { cause, afterMs: Math.max(asked ?? 0, rateLimitMs) })
  if (code === null || code === 'ok') return null
  for (const [pattern, kind, sentence] of meanings)
    if (pattern.test(code)) return new HostError(kind, sentence, { cause })
  return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
}
