// One request from its arrival to its answer: target, signature, operation, and the error document when one of them refuses.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { clearTimeout, setTimeout } from 'node:timers'
import type { Keys, Signer } from './auth/signer.ts'
import { verify } from './auth/verify.ts'
import { exposeToOrigin, preflight } from './buckets/preflight.ts'
import type { Database } from './data/database.ts'
import type { Files } from './data/files.ts'
import { S3Error } from './errors.ts'
import type { Call, Owner } from './request/call.ts'
import { collectHeaders, withHoisted } from './request/headers.ts'
import { sendError } from './request/respond.ts'
import { parseTarget } from './request/target.ts'
import { route } from './router.ts'

export type Service = {
  database: Database
  files: Files
  keys: Keys
  signer: Signer
  prefix: string
  region: string
  owner: Owner
  onRead: Call['onRead']
  onError: (error: unknown) => void
}

type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  requestId: string
  closing: boolean
  /** Whether the client waits for `100 Continue` before it sends the body. */
  awaitsContinue: boolean
}

// A connection on which no byte moves that long is broken. Downloads wait longer: whoever reads them may pass the bytes on to
// somebody slow.
const idleUpload = 120_000
const idleDownload = 600_000
// How long the rest of a refused body is read and thrown away, so that the client gets to see the answer.
const drain = 5000

function prepareResponse({ request, response, requestId }: Exchange): void {
  request.setTimeout(request.method === 'GET' ? idleDownload : idleUpload)
  response.setHeader('x-amz-request-id', requestId)
  response.setHeader('x-amz-id-2', requestId)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
}

async function perform(service: Service, { request, response, closing, awaitsContinue }: Exchange): Promise<void> {
  const { database, keys, signer, prefix } = service
  if (closing) throw new S3Error('ServiceUnavailable', undefined, { headers: { Connection: 'close' } })
  const method = request.method ?? ''
  const target = parseTarget(request.url ?? '', prefix)
  const sent = collectHeaders(request.rawHeaders)
  const asked = { bucket: target.bucket, headers: sent, response }
  if (method === 'OPTIONS') return preflight(database, asked)
  exposeToOrigin(database, asked, method)
  const verified = await verify({ method, target, headers: sent }, signer, keys)
  const headers = verified.kind === 'query' ? withHoisted(sent, target.query) : sent
  const expected = headers.get('x-amz-expected-bucket-owner')
  if (expected !== undefined && expected !== service.owner.id) throw new S3Error('AccessDenied')
  const operation = route(method, target, headers)
  await operation({ ...service, request, response, target, headers, verified, awaitsContinue })
}

function toS3Error(error: unknown, { request }: Exchange, onError: (error: unknown) => void): S3Error {
  if (error instanceof S3Error) return error
  // The client has gone: there is nobody to answer and nothing of ours to mend.
  if (!request.destroyed && !request.errored) onError(error)
  return new S3Error('InternalError', undefined, { cause: error })
}

function drainRest({ request, response }: Exchange): void {
  if (request.complete || request.destroyed) return
  request.resume()
  const watchdog = setTimeout(() => request.destroy(), drain)
  watchdog.unref()
  const stop = () => clearTimeout(watchdog)
  request.once('end', stop).once('close', stop)
  response.once('close', stop)
}

/** Answers one request. Never throws. */
export async function answer(service: Service, exchange: Exchange): Promise<void> {
  const { request, response, requestId } = exchange
  request.on('error', () => undefined)
  response.on('error', () => undefined)
  try {
    prepareResponse(exchange)
    await perform(service, exchange)
  } catch (error) {
    const resource = (request.url ?? '').split('?')[0] ?? ''
    sendError(response, toS3Error(error, exchange, service.onError), { requestId, resource })
  }
  drainRest(exchange)
}
