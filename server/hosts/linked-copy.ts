// What the public address of a file tells of it: its size, and whether it is still there.
import { HostError } from './errors.ts'
import type { Call, LinkState } from './host.ts'
import type { Answer } from './http/answer.ts'
import { pause } from './http/pause.ts'
import { answerCause } from './http/status.ts'
import type { HostHttp } from './http.ts'
import { nodeUrl } from './node-url.ts'

export type Linked = {
  http: HostHttp
  /** The address that the host gave. */
  url: string
  /** The address that the operator configured, by which the other is judged. */
  base: string
  /** Statuses that say that the file is gone. */
  gone?: readonly number[]
  /** Asks a second time in full where HEAD finds nothing, since not every server knows HEAD. */
  confirm?: boolean
}

/** A file can be a little later at its address than in the reply, so that is asked again after these pauses, in milliseconds. */
const pauses = [0, 300, 1000]

const isPage = ({ headers }: Answer, url: string) =>
  headers['cf-mitigated'] !== undefined ||
  (/html/i.test(headers['content-type'] ?? '') && !/\.x?html?$/i.test(new URL(url).pathname))

async function ask({ http, url, base, gone = [404], confirm }: Linked, { signal }: Call): Promise<Answer> {
  const { url: address, publicOnly } = nodeUrl(url, base)
  const request = { url: address.href, headers: { accept: '*/*' }, signal, publicOnly }
  const answer = await http.call({ method: 'HEAD', ...request })
  if (!confirm || !gone.includes(answer.status)) return answer
  return http.call({ method: 'GET', ...request, maxBytes: 0 })
}

/**
 * The size of a file that was just sent, as `Content-Length` of its address; null where the host does not tell it there.
 * @throws {HostError} `unknown` when there is nothing at the address, so that it is none of the file
 */
export async function linkedSize(linked: Linked, call: Call): Promise<number | null> {
  let answer: Answer | undefined
  try {
    for (const ms of pauses) {
      await pause(ms, call.signal)
      answer = await ask(linked, call)
      if (!(linked.gone ?? [404]).includes(answer.status)) return sizeIn(answer, linked.url)
    }
  } catch (error) {
    if (error instanceof HostError) return null
    throw error
  }
  throw new HostError('unknown', 'gave a link that leads nowhere.', answer && { cause: answerCause(answer) })
}

function sizeIn(answer: Answer, url: string): number | null {
  const length = answer.headers['content-length'] ?? ''
  const isEncoded = answer.headers['content-encoding'] !== undefined
  if (answer.status !== 200 || isEncoded || isPage(answer, url) || !/^\d{1,15}$/.test(length)) return null
  return Number(length)
}

/** 404, or what else says that the file is gone, is dead; the file itself is alive; a page where a file is due says nothing. */
export async function linkState(linked: Linked, call: Call, page: 'a file' | 'a page' = 'a file'): Promise<LinkState> {
  try {
    const answer = await ask(linked, call)
    if (answer.headers['cf-mitigated'] !== undefined) return 'unknown'
    if ((linked.gone ?? [404]).includes(answer.status)) return 'dead'
    if (answer.status !== 200) return 'unknown'
    return page === 'a file' && isPage(answer, linked.url) ? 'unknown' : 'alive'
  } catch (error) {
    if (error instanceof HostError) return 'unknown'
    throw error
  }
}
