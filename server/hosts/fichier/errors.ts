// 1fichier's refusals: `{ status: "KO", message: "… #374" }` from the API, mostly with 403, and pages in French from its nodes.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { Verdict } from '#server/hosts/http/json-reply.ts'
import { retryAfterMs } from '#server/hosts/http/retry-after.ts'
import { answerCause } from '#server/hosts/http/status.ts'

const refusal = z.object({ status: z.literal('KO'), message: z.string().catch('') })

/** What a refusal says, or null when the body is none. */
export const refusalOf = (body: unknown): string | null => refusal.safeParse(body).data?.message ?? null

const numberOf = (message: string): number => Number(/#(\d{1,6})\b/.exec(message)?.[1] ?? 0)

/** An address that asks in floods is locked for about so long, in milliseconds. */
const floodMs = 30_000

const floods = new Set([374, 412])

/** Whether the host found our calls too many. */
export const isFlood = (body: unknown): boolean => floods.has(numberOf(refusalOf(body) ?? ''))

const meanings: Record<number, [HostErrorKind, string]> = {
  93: ['account', 'does not know the account.'],
  186: ['account', 'has blocked the address of this server.'],
  247: ['account', 'does not accept the API key.'],
}

/** Maps refusals by their numbers; others are left to the status, and are faults in a 2xx. */
export const fichierVerdict: Verdict = (body, answer) => {
  const message = refusalOf(body)
  if (message === null || answer.status === 429) return null
  const cause = answerCause(answer)
  const number = numberOf(message)
  if (floods.has(number)) {
    const afterMs = Math.max(retryAfterMs(answer.headers['retry-after']) ?? 0, floodMs)
    return new HostError('retry', 'is being asked too often.', { cause, afterMs })
  }
  const meaning = meanings[number]
  if (meaning) return new HostError(meaning[0], meaning[1], { cause })
  return answer.status < 300 ? new HostError('retry', 'refused without a reason that is known.', { cause }) : null
}

/** Whether a refusal says that there is no such file: seen with 404 and with 403. */
export const isGone = (body: unknown, { status }: Answer): boolean => {
  const message = refusalOf(body)
  return message !== null && (status === 404 || numberOf(message) === 469)
}

/** The first two were seen (B); the others are guesses at words that nobody wrote down. */
const pageMeanings: [words: RegExp, kind: HostErrorKind, sentence: string][] = [
  [/ouvrir le fichier destination/i, 'retry', 'had a node that could not write the file.'],
  [/pas de fichier trouv/i, 'rejected', 'did not find the file in the request.'],
  [/trop (gros|grand|volumineux)|too (large|big)/i, 'rejected', 'says that the file is too large.'],
  [/trop long/i, 'rejected', 'says that the name is too long.'],
]

const nodePage = /<div[^>]*class=["'][^"']*\bbloc2\b[^"']*["'][^>]*>([\s\S]*?)<\/div>/gi

/** The words of the first `bloc2` of a node's page that has any. */
const wordsOf = (text: string): string | undefined =>
  [...text.matchAll(nodePage)].map(([, inner = '']) => inner.replace(/<[^>]*>/g, ' ').trim()).find(Boolean)

/** What a node's page of an error says, or null for an answer that is no such page. */
export function nodePageError(answer: Answer): HostError | null {
  const words = wordsOf(answer.text)
  if (words === undefined) return null
  const [, kind, sentence] = pageMeanings.find(([pattern]) => pattern.test(words)) ?? []
  const cause = answerCause(answer)
  return kind && sentence
    ? new HostError(kind, sentence, { cause })
    : new HostError('retry', 'refused without a reason that is known.', { cause })
}
