// What is at a path of a WebDAV server: PROPFIND, or HEAD where the server knows no properties.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import type { Digests } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { answerCause, oddReplyError } from '#server/hosts/http/status.ts'
import { xmlNumber, xmlOf, xmlText } from '#server/hosts/http/xml-reply.ts'
import { byteCount } from '#server/hosts/taken.ts'
import type { WebdavApi } from './api.ts'
import { expectDone } from './errors.ts'

export type Found = {
  /** In bytes; null where the server does not say, as of a collection. */
  size: number | null
  digests: Digests
}

const property = z.object({
  getcontentlength: xmlNumber.optional().catch(undefined),
  checksums: z.array(z.unknown()).optional(),
})
const propstat = z.object({ status: xmlText, prop: z.tuple([z.union([property, z.string()])]) })
const resource = z.object({ href: xmlText.pipe(z.string().min(1)), propstat: z.array(propstat).optional() })
const multistatus = z.object({ multistatus: z.tuple([z.object({ response: z.array(resource).min(1) })]) })

const question = {
  type: 'application/xml; charset=utf-8',
  text:
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">' +
    '<d:prop><d:getcontentlength/><d:resourcetype/><oc:checksums/></d:prop></d:propfind>',
}

/** Servers that take files and tell no properties, as nginx does, refuse the method. */
const knowsNoProperties = ({ status }: Answer) => status === 405 || status === 501

const resourcesOf = (answer: Answer): z.infer<typeof resource>[] => {
  expectDone(answer)
  const parsed = multistatus.safeParse(xmlOf(answer))
  if (answer.status !== 207 || !parsed.success) throw oddReplyError(answer)
  return parsed.data.multistatus[0].response
}

/**
 * What the server has at the path, or null.
 * @throws {HostError} when it does not say
 */
export async function look(api: WebdavApi, path: string, signal: AbortSignal): Promise<Found | null> {
  const answer = await api.ask({ method: 'PROPFIND', path, headers: { depth: '0' }, body: question, signal })
  if (answer.status === 404) return null
  if (knowsNoProperties(answer)) return lookAtHead(api, path, signal)
  const [first] = resourcesOf(answer)
  const known = first?.propstat?.find(({ status }) => / 200\b/.test(status))?.prop[0]
  const { getcontentlength: size = null, checksums } = typeof known === 'object' ? known : {}
  return { size, digests: digestsIn(JSON.stringify(checksums ?? '')) }
}

async function lookAtHead(api: WebdavApi, path: string, signal: AbortSignal): Promise<Found | null> {
  const answer = await api.ask({ method: 'HEAD', path, signal })
  if (answer.status === 404) return null
  // nginx shows no folder to anybody, and so says that there is one.
  if (answer.status === 403 && (path === '' || path.endsWith('/'))) return { size: null, digests: {} }
  expectDone(answer)
  return { size: byteCount.safeParse(answer.headers['content-length']).data ?? null, digests: {} }
}

/** ownCloud's words: `SHA1:… MD5:… ADLER32:…`. */
function digestsIn(words: string): Digests {
  const sha1 = /\bSHA1:([0-9a-f]{40})\b/i.exec(words)?.[1]?.toLowerCase()
  return sha1 === undefined ? {} : { sha1 }
}

/**
 * The last part of the path of everything in a collection, percent-decoded; null where there is no such collection.
 * @throws {HostError} `rejected` where the server knows no properties
 */
export async function namesIn(api: WebdavApi, path: string, signal: AbortSignal): Promise<string[] | null> {
  const answer = await api.ask({ method: 'PROPFIND', path, headers: { depth: '1' }, body: question, signal })
  if (answer.status === 404) return null
  if (knowsNoProperties(answer))
    throw new HostError('rejected', 'does not tell what is in the folder, which stays.', { cause: answerCause(answer) })
  const own = new URL(api.urlOf(path)).pathname
  return resourcesOf(answer)
    .map(({ href }) => new URL(href, api.urlOf(path)).pathname)
    .filter((each) => decoded(each).replace(/\/$/, '') !== decoded(own).replace(/\/$/, ''))
    .map((each) => decoded(each.replace(/\/$/, '').split('/').at(-1) ?? ''))
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
