// A WebDAV server as small calls: addresses, and the password in the way in which the server asks for it.
import { HostError } from '#server/hosts/errors.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import type { CallRequest } from '#server/hosts/http/call.ts'
import type { Body } from '#server/hosts/http/pump.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { pathSegment } from '#server/hosts/file-name.ts'
import type { Secret } from '#server/ids.ts'
import { asksForBasic, type DigestChallenge, digestAnswer, digestChallenge } from './digest.ts'

export type WebdavConfig = {
  /** The collection that everything goes into, without a slash at its end. */
  url: string
  /** Null for a server that takes files from anyone. */
  account: { username: Secret; password: Secret } | null
  /** Where everybody can read what is in the collection, or null for links to the server itself. */
  publicUrl: string | null
  /** Whether the server tells checksums, as ownCloud does. */
  checksums: boolean
  http: HostHttp
}

/** Names from the base down, percent-encoded, with slashes between them. */
export const pathOf = (...names: string[]): string => names.map(pathSegment).join('/')

export type DavCall = Pick<CallRequest, 'method' | 'headers' | 'body' | 'signal' | 'slow'> & {
  /** As `pathOf` gives it, with a slash at the end for collections; empty for the base. */
  path: string
}

export type DavPut = { path: string; type: string; body: Body; signal: AbortSignal }

export type WebdavApi = {
  config: WebdavConfig
  urlOf(path: string): string
  /** The answer as it came, to the password too. */
  ask(call: DavCall): Promise<Answer>
  /** Makes sure that it is known how the server wants the password: a file can be sent once. */
  ready(signal: AbortSignal): Promise<void>
  /** @throws {HostError} `retry` also when what the password was asked with has run out meanwhile */
  put(put: DavPut): Promise<Answer>
}

/** Strict servers answer in no form that was not asked for. */
const accept = 'application/xml, text/xml;q=0.9, */*;q=0.5'

/**
 * A change that failed for a part of what it was about is answered with 207 (RFC 4918, §13), by some servers also where that
 * was all: then the status inside is the one that counts.
 */
function withStatusInside(answer: Answer, { method }: Pick<DavCall, 'method'>): Answer {
  if (answer.status !== 207 || method === 'PROPFIND') return answer
  const [, inside] = /<(?:[\w-]+:)?status>\s*HTTP\/\d(?:\.\d)?\s+([45]\d\d)/i.exec(answer.text) ?? []
  return inside === undefined ? answer : { ...answer, status: Number(inside) }
}

/** How the server wants the password; `open` is for none, or for one that was not asked for yet. */
type Scheme = 'open' | 'basic' | { challenge: DigestChallenge; count: number }

export function webdavApi(config: WebdavConfig): WebdavApi {
  const { account, http } = config
  let scheme: Scheme | undefined
  const urlOf = (path: string) => `${config.url}/${path}`
  const secrets = account ? [account.password] : []

  function authorization(method: string, url: string): Record<string, string> {
    if (!account || !scheme || scheme === 'open') return {}
    const [username, password] = [account.username.reveal(), account.password.reveal()]
    if (scheme === 'basic')
      return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
    scheme.count += 1
    const { pathname, search } = new URL(url)
    const answering = { username, password, method, target: pathname + search, count: scheme.count }
    return { authorization: digestAnswer(scheme.challenge, answering) }
  }

  /** Learns from a 401; gives whether there is something new in it. */
  function learn({ status, headers }: Answer): boolean {
    if (status !== 401 || !account) return false
    const asked = headers['www-authenticate'] ?? ''
    const challenge = digestChallenge(asked)
    const known = typeof scheme === 'object' ? scheme.challenge.nonce : undefined
    if (challenge && challenge.nonce !== known) {
      scheme = { challenge, count: 0 }
      return true
    }
    if (challenge || scheme === 'basic' || !asksForBasic(asked)) return false
    scheme = 'basic'
    return true
  }

  async function ask(call: DavCall): Promise<Answer> {
    return withStatusInside(await askAsIs(call), call)
  }

  async function askAsIs({ path, headers, ...call }: DavCall): Promise<Answer> {
    const url = urlOf(path)
    const send = () =>
      http.call({ ...call, url, headers: { accept, ...headers, ...authorization(call.method, url) }, secrets })
    const first = await send()
    if (!learn(first)) {
      scheme ??= first.status === 401 ? undefined : 'open'
      return first
    }
    return send()
  }

  return {
    config,
    urlOf,
    ask,
    async ready(signal) {
      if (account && scheme === undefined) await ask({ method: 'PROPFIND', path: '', headers: { depth: '0' }, signal })
    },
    async put({ path, type, body, signal }) {
      const url = urlOf(path)
      const headers = { accept, 'content-type': type, ...authorization('PUT', url) }
      const answer = await http.sendFile({ method: 'PUT', url, headers, body, signal, secrets })
      if (learn(answer)) throw new HostError('retry', 'asks for the password anew.', { cause: answerCause(answer) })
      return answer
    },
  }
}
