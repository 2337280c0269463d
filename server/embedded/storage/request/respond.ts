// How calls are answered: nothing, an XML document, or S3's error document.
import type { ServerResponse } from 'node:http'
import type { S3Error } from '#server/embedded/storage/errors.ts'
import { document, element, errorDocument, type Markup } from '#server/embedded/storage/xml.ts'

export type Answer = { status?: number; headers?: Record<string, string> }

/** Answers without a body. */
export function sendEmpty(response: ServerResponse, { status = 200, headers = {} }: Answer = {}): void {
  if (status !== 204 && status !== 304) response.setHeader('Content-Length', 0)
  response.writeHead(status, headers).end()
}

function sendText(response: ServerResponse, text: string, { status = 200, headers = {} }: Answer): void {
  response
    .writeHead(status, { 'Content-Type': 'application/xml', 'Content-Length': Buffer.byteLength(text), ...headers })
    .end(text)
}

/** Answers with a document in S3's namespace. */
export const sendXml = (
  response: ServerResponse,
  { root, children, ...answer }: Answer & { root: string; children: readonly Markup[] },
): void => sendText(response, document(root, children), answer)

/**
 * Answers with an error. When the answer has begun, the connection is broken instead, so that nobody takes half of an object
 * for the whole.
 * @param resource the path without its query, which may hold a signature
 */
export function sendError(
  response: ServerResponse,
  error: S3Error,
  { requestId, resource }: { requestId: string; resource: string },
): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  for (const name of ['ETag', 'Last-Modified', 'Content-Length']) if (error.status !== 304) response.removeHeader(name)
  if (error.status === 304) return sendEmpty(response, { status: 304, headers: error.headers })
  const text = errorDocument([
    element('Code', error.code),
    element('Message', error.message),
    ...Object.entries(error.details).map(([name, value]) => element(name, value)),
    element('Resource', resource),
    element('RequestId', requestId),
    element('HostId', requestId),
  ])
  sendText(response, text, { status: error.status, headers: error.headers })
}
