// From an answer to a value that was validated, or to the one error that says why there is none.
import type { z } from 'zod'
import type { HostError } from '#server/hosts/errors.ts'
import type { Answer } from './answer.ts'
import { isWebPage, oddReplyError, statusError, webPageError } from './status.ts'

/** A host's own view of an answer, asked before the status is: null leaves it to the status. `body` is JSON or undefined. */
export type Verdict = (body: unknown, answer: Answer) => HostError | null

/** The body as JSON, or undefined. */
export function jsonOf({ text }: Pick<Answer, 'text'>): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Reads a reply: never a web page, then the host's own error words, then the status, then the shape.
 * @throws {HostError} for everything but a whole 2xx of the right shape
 */
export function readJson<T>(answer: Answer, schema: z.ZodType<T>, verdict: Verdict): T {
  if (isWebPage(answer)) throw webPageError(answer)
  const body = jsonOf(answer)
  const error = verdict(body, answer) ?? statusError(answer)
  if (error) throw error
  const parsed = schema.safeParse(body)
  if (!answer.complete || !parsed.success) throw oddReplyError(answer)
  return parsed.data
}
