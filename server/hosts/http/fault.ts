// What a broken connection means for the engine, by how far the request had come.
import { HostError } from '#server/hosts/errors.ts'
import { PrivateAddressError } from '#server/hosts/node-url.ts'

/** `connecting`: nothing left us. `sending`: a part did. `waiting`: all did, and the answer is missing. */
export type Phase = 'connecting' | 'sending' | 'waiting'

const tlsCode = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** What the log may know of a network error: its code and words, not its raw packets or certificates. */
export const networkCause = (error: unknown): Error =>
  new Error(error instanceof Error ? `${codeOf(error)} ${error.message}`.trim() : 'connection failed')

/** The sentence and kind for a connection that failed in `phase`. */
export function connectionError(phase: Phase, error: unknown): HostError {
  const cause = networkCause(error)
  if (error instanceof PrivateAddressError)
    return new HostError('unavailable', 'names an address for uploads that is not a public one.', { cause })
  if (phase === 'connecting' && tlsCode.test(codeOf(error)))
    return new HostError('unavailable', 'has no connection that can be trusted (TLS).', { cause })
  switch (phase) {
    case 'connecting':
      return new HostError('retry', 'could not be reached.', { cause })
    case 'sending':
      return new HostError('retry', 'broke the connection off in the middle.', { cause })
    case 'waiting':
      return new HostError('unknown', 'closed the connection without an answer.', { cause })
  }
}
