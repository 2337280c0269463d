// What to tell somebody whose call failed.
import { TRPCClientError } from '@trpc/client'

/** The server's own sentence where it sent one; else one that says whether it answered at all. Ends with a full stop. */
export function errorSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const answered = !(error instanceof TRPCClientError) || (error.data !== undefined && error.data !== null)
  // What a browser says of a lost connection is no sentence, and neither is a list of faults in JSON.
  if (answered && /^[A-Z“][^\n]*\.$/.test(message)) return message
  return answered ? 'EasyMirror could not do this.' : 'EasyMirror did not answer.'
}
