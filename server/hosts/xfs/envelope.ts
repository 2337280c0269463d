// The envelope of XFileSharing's API, `{ status, msg, result }`: its status counts, whatever that of HTTP is.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Verdict } from '#server/hosts/http/json-reply.ts'
import { answerCause, statusError } from '#server/hosts/http/status.ts'

const envelope = z.object({ status: z.coerce.number().int(), msg: z.string().catch('') })

/** The envelope's status, or null when there is no envelope. */
export const envelopeStatus = (body: unknown): number | null => envelope.safeParse(body).data?.status ?? null

/** Sites tell of a wrong key with 400 and with 403. */
const wrongKey = /(invalid|wrong|no such|unknown).*(key|user)|api key/i

/** Reads an envelope's status as if it were HTTP's, whose meanings it has; a number that is none of those is a fault. */
export const envelopeVerdict: Verdict = (body, answer) => {
  const told = envelope.safeParse(body).data
  if (!told || (told.status >= 200 && told.status < 300)) return null
  const cause = answerCause(answer)
  if (told.status < 500 && wrongKey.test(told.msg))
    return new HostError('account', 'does not accept the API key.', { cause })
  if (told.status >= 400 && told.status < 600) return statusError({ ...answer, status: told.status })
  return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
}
