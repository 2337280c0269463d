// KrakenFiles' refusals: `{ status: 500, data: { message } }`, and a page while its service is down.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { readJson, type Verdict } from '#server/hosts/http/json-reply.ts'
import { answerCause } from '#server/hosts/http/status.ts'

const refusal = z.object({ status: z.number().min(400), data: z.object({ message: z.string() }) })

/** The first two are from the API's page (A); the last is a guess at words that nobody wrote down. */
const meanings: [words: RegExp, kind: HostErrorKind, sentence: string][] = [
  [/no available servers/i, 'retry', 'has no server for uploads now.'],
  [/serverAccessToken has already been used/i, 'retry', 'wants a new token for the upload.'],
  [/too (large|big)|(max(imum)?|exceeds).* size|size limit/i, 'rejected', 'says that the file is too large.'],
]

/** Maps refusals by their words, whatever the status; others are left to it, and are faults in a 2xx. */
const krakenfilesVerdict: Verdict = (body, answer) => {
  const refused = refusal.safeParse(body).data
  if (!refused) return null
  const cause = answerCause(answer)
  const meaning = meanings.find(([words]) => words.test(refused.data.message))
  if (meaning) return new HostError(meaning[1], meaning[2], { cause })
  return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
}

/** Its service was out for weeks, so that it is asked again in hours only; in milliseconds. */
const outageMs = 3 * 3600_000

/**
 * The `data` of a reply.
 * @throws {HostError} for everything but a whole reply of this shape
 */
export function readData<T>(answer: Answer, data: z.ZodType<T>): T {
  if (/sorry, service unavailable/i.test(answer.text))
    throw new HostError('unavailable', 'is out of service.', { cause: answerCause(answer), afterMs: outageMs })
  return readJson(answer, z.object({ status: z.literal(200), data }), krakenfilesVerdict).data
}
