// The HTTP status of a page: Next answers with 200 or 404, and some of our pages are neither.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { processWide } from '#server/process-wide.ts'

/** Unauthorized, Gone, Unavailable For Legal Reasons (RFC 9110, RFC 7725). */
export type PageStatus = 401 | 410 | 451

type Answer = { request: IncomingMessage; response: ServerResponse }

const answers = () => processWide('page-status', () => new AsyncLocalStorage<Answer>())

/** Runs `work`, in which pages that are part of the answer can set its status. */
export const runWithAnswer = <T>(answer: Answer, work: () => T): T => answers().run(answer, work)

/**
 * To be called while a page is rendered, before anything of it is sent. What Next's own navigation fetches stays 200: it takes
 * anything else for a fault, and loads the page as a whole.
 */
export function setPageStatus(status: PageStatus): void {
  const answer = answers().getStore()
  if (answer && answer.request.headers['rsc'] === undefined) answer.response.statusCode = status
}
