// One question to a source: sent without anything of ours, redirects followed by hand and checked like the first address.
import type { IncomingHttpHeaders } from 'node:http'
import { type Agent, type Dispatcher, request } from 'undici'
import { connectionError, FetchError } from './fetch-error.ts'
import { credentialsOf, sourceUrl } from './source-url.ts'

export const MOST_REDIRECTS = 5
const redirects = new Set([301, 302, 303, 307, 308])

/** Bytes as they are: what is compressed on the way has no size that is known before. */
const ownHeaders = { 'user-agent': 'EasyMirror/0.1', accept: '*/*', 'accept-encoding': 'identity' }

export type Question = {
  url: URL
  method: 'GET' | 'HEAD'
  headers?: Record<string, string>
  agent: Agent
  /** How long the server may send nothing, in milliseconds. */
  idleMs: number
  signal: AbortSignal
}

export type Reply = {
  status: number
  headers: IncomingHttpHeaders
  body: Dispatcher.ResponseData['body']
  /** Where the redirects led. */
  url: URL
}

/** Lets go of a body that nobody wants; its connection ends. */
export function drop({ body }: Pick<Reply, 'body'>): void {
  body.on('error', () => undefined)
  body.destroy()
}

/**
 * Asks, and gives the answer whatever its status.
 * @throws {FetchError} when there is none, or when redirects lead nowhere
 * @throws the reason of `signal`, once that is aborted
 */
export async function ask(question: Question): Promise<Reply> {
  let { url } = question
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const reply = await askOnce({ ...question, url })
    const { location } = reply.headers
    if (!redirects.has(reply.status) || location === undefined) return reply
    drop(reply)
    url = nextUrl(location, url)
  }
  throw new FetchError(`The address leads on to other addresses more than ${MOST_REDIRECTS} times.`)
}

/** Where a redirect leads. A name and password go along to the same server alone. */
function nextUrl(location: string, from: URL): URL {
  const url = sourceUrl(location, from)
  if (url.origin !== from.origin || url.username !== '') return url
  url.username = from.username
  url.password = from.password
  return url
}

async function askOnce({ url, method, headers = {}, agent, idleMs, signal }: Question): Promise<Reply> {
  try {
    const answer = await request(url.origin + url.pathname + url.search, {
      dispatcher: agent,
      method,
      headers: { ...ownHeaders, ...credentialsOf(url), ...headers },
      signal,
    })
    return { status: answer.statusCode, headers: answer.headers, body: answer.body, url }
  } catch (error) {
    signal.throwIfAborted()
    throw connectionError(error, idleMs)
  }
}
