// PixelDrain's named errors (`value` in the reply), from its API documentation and its own web client.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Verdict } from '#server/hosts/http/json-reply.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause } from '#server/hosts/http/status.ts'

const refusal = z.object({ success: z.literal(false), value: z.string() })

const meanings: Record<string, [HostErrorKind, string]> = {
  authentication_required: ['account', 'does not accept the API key.'],
  authentication_failed: ['account', 'does not accept the API key.'],
  unauthorized: ['account', 'does not accept the API key.'],
  forbidden: ['account', 'says that this belongs to another account.'],
  user_out_of_space: ['account', 'has no space left for the account.'],
  ip_banned: ['account', 'has banned the address of this server.'],
  no_file: ['rejected', 'does not take empty files.'],
  file_too_large: ['rejected', 'says that the file is too large.'],
  name_too_long: ['rejected', 'says that the name is too long.'],
  json_parse_failed: ['rejected', 'did not understand the request.'],
  too_many_files: ['rejected', 'does not take so many files in one list.'],
  title_too_long: ['rejected', 'says that the name of the list is too long.'],
  description_too_long: ['rejected', 'says that a description is too long.'],
  cannot_create_empty_list: ['rejected', 'does not take empty lists.'],
  list_file_not_found: ['rejected', 'does not have one of the files any more.'],
  file_not_found: ['rejected', 'does not have this file.'],
  not_found: ['rejected', 'does not have this file.'],
  list_not_found: ['rejected', 'does not have this list.'],
  internal: ['retry', 'had a fault of its own.'],
  writing: ['retry', 'could not write the file.'],
}

/** The error that PixelDrain names, or null when it names none. */
export const errorValue = (body: unknown): string | null => refusal.safeParse(body).data?.value ?? null

/** Maps a named error, whatever the status; a name that nobody documented is left to the status, and is a fault in a 2xx. */
export const pixeldrainVerdict: Verdict = (body, answer) => {
  const value = errorValue(body)
  if (value === null) return null
  const cause = answerCause(answer)
  const meaning = meanings[value]
  if (meaning === undefined)
    return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
  const [kind, sentence] = meaning
  const afterMs = kind === 'retry' ? retryAfterMs(answer.headers['retry-after']) : undefined
  return new HostError(kind, sentence, afterMs === undefined ? { cause } : { cause, afterMs })
}
