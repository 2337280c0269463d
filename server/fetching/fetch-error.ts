// What goes wrong with an address that files are fetched from, in words that never repeat the address.

/** `message` is a whole sentence for people. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  /** Whether the same may work a little later. */
  readonly passes: boolean

  constructor(sentence: string, { passes = false, cause }: { passes?: boolean; cause?: unknown } = {}) {
    super(sentence, { cause })
    this.passes = passes
  }
}

/** A connection to an address that is nobody's business was about to be made. */
export class PrivateAddressError extends Error {
  constructor() {
    super('The address is not a public one.')
  }
}

export const privateAddress = (): FetchError =>
  new FetchError('This address is not on the public internet, so nothing is fetched from it.')

const certificateCode = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/

/** Of several addresses of one name, the last one that was tried. */
const rootOf = (error: unknown): unknown => {
  if (error instanceof AggregateError) return rootOf(error.errors.at(-1))
  return error
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Only the code is kept for the log, since the words of such an error name the server. */
const causeOf = (code: string): Error => new Error(code === '' ? 'The connection failed.' : code)

/**
 * What a request failed with, for people.
 * @param idleMs how long the server was waited for, in milliseconds
 */
export function connectionError(error: unknown, idleMs: number): FetchError {
  if (error instanceof FetchError) return error
  const root = rootOf(error)
  if (root instanceof PrivateAddressError) return privateAddress()
  const code = codeOf(root)
  const cause = causeOf(code)
  if (code === 'ENOTFOUND') return new FetchError('There is no server of this name.', { cause })
  if (code === 'EAI_AGAIN')
    return new FetchError('The name of the server could not be looked up.', { passes: true, cause })
  if (certificateCode.test(code)) return new FetchError('The server’s certificate is not valid.', { cause })
  if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code))
    return new FetchError(`The server has sent nothing for ${Math.ceil(idleMs / 1000)} s.`, { passes: true, cause })
  if (/^UND_ERR_(SOCKET|RES_CONTENT_LENGTH_MISMATCH|ABORTED)$|^ECONNRESET$|^EPIPE$/.test(code))
    return new FetchError('The server broke the connection off.', { passes: true, cause })
  if (/^HPE_|^UND_ERR_/.test(code) && code !== 'UND_ERR_CONNECT_TIMEOUT')
    return new FetchError('The server gave an answer that makes no sense.', { passes: true, cause })
  return new FetchError('The server could not be reached.', { passes: true, cause })
}

const refusals: Record<number, string> = {
  401: 'The server asks for a password before it gives this file out (401).',
  403: 'The server does not give this file out (403).',
  404: 'The server has no file at this address (404).',
  410: 'The server does not have this file any more (410).',
  429: 'The server is being asked too often (429).',
  451: 'The server may not give this file out by law (451).',
}

/** What a status that brings no file means. */
export function statusError(status: number): FetchError {
  const passes = status >= 500 || status === 408 || status === 425 || status === 429
  return new FetchError(refusals[status] ?? `The server answered with an error (${status}).`, { passes })
}
