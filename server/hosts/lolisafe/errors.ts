// Errors of the lolisafe protocol: `{ success: false, description, code? }`, told apart by the words of the description.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Verdict } from '#server/hosts/http/json-reply.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause } from '#server/hosts/http/status.ts'

const refusal = z.object({
  success: z.literal(false),
  description: z.string().catch(''),
  code: z.number().optional().catch(undefined),
})

/** The code of an invalid token. */
const invalidToken = 10_001

type Meaning = { words: RegExp; kind: HostErrorKind; sentence: string; afterMs?: number }

/** From the server's source (controllers/uploadController.js, albumsController.js, authController.js). */
const meanings: Meaning[] = [
  {
    words: /^previous chunk upload is still/i,
    kind: 'retry',
    sentence: 'lost the thread of the chunks.',
    afterMs: 1000,
  },
  { words: /^(invalid file uuid|invalid chunks count)/i, kind: 'retry', sentence: 'lost the thread of the chunks.' },
  {
    words: /^(written bytes|resulting physical file size)/i,
    kind: 'retry',
    sentence: 'put the chunks together wrongly.',
  },
  { words: /^failed to allocate a unique name/i, kind: 'retry', sentence: 'found no name for the file.' },
  { words: /files are not permitted/i, kind: 'rejected', sentence: 'does not take this type of file.' },
  { words: /^empty files are not allowed/i, kind: 'rejected', sentence: 'does not take empty files.' },
  { words: /^file too large/i, kind: 'rejected', sentence: 'says that the file is too large.' },
  { words: /^threat/i, kind: 'rejected', sentence: 'takes the file for malware.' },
  { words: /retention|upload age/i, kind: 'account', sentence: 'does not allow the account to keep files so long.' },
  { words: /(album name already in use|already an album)/i, kind: 'rejected', sentence: 'has an album of this name.' },
]

/** The least wait after a 429, which carries no Retry-After here, in milliseconds. */
const rateLimitMs = 2000

/** After too many bad tokens an address is shut out for this long, in milliseconds. */
const authFailuresMs = 10 * 60_000

/** The words of a refusal, or null when the body is none. */
export const descriptionOf = (body: unknown): string | null => refusal.safeParse(body).data?.description ?? null

/** Whether an album could not be made because one of its name is there. */
export const isNameInUse = (body: unknown): boolean => /already (in use|an album)/i.test(descriptionOf(body) ?? '')

/** Maps refusals by code and words, whatever the status; a refusal in a 2xx is a fault. */
export const lolisafeVerdict: Verdict = (body, answer) => {
  const cause = answerCause(answer)
  if (answer.status === 429) {
    const floor = /auth/i.test(answer.text) ? authFailuresMs : rateLimitMs
    const afterMs = Math.max(retryAfterMs(answer.headers['retry-after']) ?? 0, floor)
    return new HostError('retry', 'is being asked too often.', { cause, afterMs })
  }
  const refused = refusal.safeParse(body).data
  if (!refused) return null
  if (refused.code === invalidToken || /^invalid token|^no token/i.test(refused.description))
    return new HostError('account', 'does not accept the token.', { cause })
  const meaning = meanings.find(({ words }) => words.test(refused.description))
  if (meaning) {
    const { kind, sentence, afterMs } = meaning
    return new HostError(kind, sentence, afterMs === undefined ? { cause } : { cause, afterMs })
  }
  return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
}
