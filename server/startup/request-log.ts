// Each request has a number, which its answer and its log lines carry, and one line of its own at level debug.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { log } from '#server/log.ts'
import { requestIdFrom, runWithRequestId } from '#server/request-id.ts'
import type { Handler } from './front.ts'

/** Whoever has the id of a mirror can see it, so that no line has the whole of one. */
const withoutIds = (path: string) =>
  path.replace(/([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '$1…')

/** The path without what may open something: presigned URLs and the inputs of calls are in the query. */
const pathOf = ({ url = '' }: IncomingMessage) => withoutIds(url.split('?', 1)[0] ?? '')

/** Lets `handler` answer under a number. */
export function answerNumbered(handler: Handler, request: IncomingMessage, response: ServerResponse): void {
  const from = performance.now()
  const id = requestIdFrom(request.headers['x-request-id'])
  response.setHeader('X-Request-Id', id)
  runWithRequestId(id, (over) => {
    response.once('close', () => {
      const { method } = request
      const { statusCode: status, writableFinished } = response
      const ms = Math.round(performance.now() - from)
      log.debug(
        { method, path: pathOf(request), status, ms, ...(!writableFinished && { cut: true }) },
        'a request is answered',
      )
      over()
    })
    handler(request, response)
  })
}
