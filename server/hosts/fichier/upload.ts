// A file to 1fichier: a ticket, one multipart POST to its node, then the links. Once the node has said where the outcome will
// stand, the file is there, and nothing is ever sent again for want of a link.
import { HostError } from '#server/hosts/errors.ts'
import type { Source, Stored, UploadCall } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf } from '#server/hosts/http/json-reply.ts'
import { isWebPage, oddReplyError, statusError, webPageError } from '#server/hosts/http/status.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { type FichierApi, keyHeaders } from './api.ts'
import type { FichierConfig } from './config.ts'
import { fichierVerdict, nodePageError } from './errors.ts'
import { awaitOutcome } from './outcome.ts'
import { newTicket, nodeOf, noteOf, type Ticket, ticketNoteIn } from './ticket.ts'

/**
 * Sends one file. The ticket is noted before the first byte, so that an attempt after a crash finds what this one left.
 * @throws {HostError} `unknown` when the file went out whole and the node does not tell what came of it
 */
export async function uploadFile(api: FichierApi, source: Source, call: UploadCall): Promise<Stored> {
  if (source.size === 0) throw new HostError('rejected', 'does not take empty files.')
  const earlier = await earlierCopy(api.config, source, call)
  if (earlier) return earlier
  const ticket = await newTicket(api, call)
  await call.resume.save(noteOf({ ticket, taken: false }))
  try {
    const answer = await send(api.config, { source, ticket, call })
    if (!isTaken(answer, ticket)) throw refusalError(answer)
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    if (error.kind === 'unknown') return outcomeOf(api.config, { ticket, call, error })
    await call.resume.save(null)
    throw error
  }
  await call.resume.save(noteOf({ ticket, taken: true }))
  return outcomeOf(api.config, { ticket, call, error: null })
}

/**
 * What an earlier attempt at this very transfer left, where its node still tells.
 * @throws {HostError} `unknown` when the node took the file then and does not answer now: it is not to have it twice
 */
async function earlierCopy(config: FichierConfig, { size }: Source, call: UploadCall): Promise<Stored | null> {
  const note = ticketNoteIn(await call.resume.load())
  if (!note) return null
  const { ticket, taken } = note
  const outcome = await awaitOutcome(config, ticket, { call, forMs: taken ? config.askForMs : 0 })
  if (outcome.stored) return outcome.stored.size === size ? outcome.stored : null
  if (taken && outcome.lastError) throw withoutLink(outcome.lastError)
  return null
}

const withoutLink = (cause: HostError | null) =>
  new HostError('unknown', 'took the file and does not tell its link.', { cause })

type Sending = { source: Source; ticket: Ticket; call: UploadCall }

/** `POST /upload.cgi?id={id}` with `file[]`; the node gets the key, as it must. */
async function send(config: FichierConfig, { source, ticket, call }: Sending): Promise<Answer> {
  const { url, publicOnly } = nodeOf(ticket, config.apiUrl)
  const { contentType, ...body } = multipartBody([], filePart('file[]', source))
  return config.http.sendFile({
    method: 'POST',
    url: `${url.origin}/upload.cgi?id=${ticket.id}`,
    headers: { ...keyHeaders(config), 'content-type': contentType },
    body,
    signal: call.signal,
    publicOnly,
  })
}

/** A redirect to the page of this ticket's outcome, which is not followed with the bytes. */
function isTaken({ status, headers }: Answer, { id }: Ticket): boolean {
  const { location } = headers
  if (status < 301 || status > 303 || location === undefined || !URL.canParse(location, 'http://node')) return false
  const { pathname, searchParams } = new URL(location, 'http://node')
  return pathname === '/end.pl' && searchParams.get('xid') === id
}

/** A page, but one of the node's own server, as all its errors are pages. */
const isBusy = ({ status, headers }: Answer) => status === 429 && headers['cf-mitigated'] === undefined

/** The error of an answer that sends us to no outcome. */
const refusalError = (answer: Answer): HostError =>
  nodePageError(answer) ??
  (isWebPage(answer) && !isBusy(answer) ? webPageError(answer) : null) ??
  fichierVerdict(jsonOf(answer), answer) ??
  statusError(answer) ??
  oddReplyError(answer)

type Sent = {
  ticket: Ticket
  call: UploadCall
  /** Why the node's own answer is missing, or null where the node has taken the file. */
  error: HostError | null
}

async function outcomeOf(config: FichierConfig, { ticket, call, error }: Sent): Promise<Stored> {
  const outcome = await awaitOutcome(config, ticket, { call, forMs: config.askForMs })
  if (outcome.stored) return outcome.stored
  if (error && !outcome.lastError) throw new HostError('retry', 'did not keep the file.', { cause: error.cause })
  throw error ?? withoutLink(outcome.lastError)
}
