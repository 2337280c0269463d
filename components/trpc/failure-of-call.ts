// What there is to tell somebody whose call failed, before it is said in the language of the page.
import { TRPCClientError } from '@trpc/client'

/** Whether the server answered at all, if only to refuse. */
export const isAnswered = (error: unknown): boolean =>
  !(error instanceof TRPCClientError) || (error.data !== undefined && error.data !== null)

/** The server's own sentence; null where it sent none that people can read. */
const sentenceOf = (error: unknown): string | null => {
  const message = error instanceof Error ? error.message : ''
  // What a browser says of a lost connection is no sentence, and neither is a list of faults in JSON.
  return isAnswered(error) && /^[A-Z“][^\n]*\.$/.test(message) ? message : null
}

/** What there is to say: the server's own sentence where it sent one, else whether it answered at all. */
export function failureOfCall(error: unknown): { sentence: string } | { key: 'refused' | 'silent' } {
  const sentence = sentenceOf(error)
  if (sentence !== null) return { sentence }
  return { key: isAnswered(error) ? 'refused' : 'silent' }
}
