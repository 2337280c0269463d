// 0x0 (The Null Pointer) and sites that run it: an address in return, and a token to delete by. Facts: docs/hosts/nullpointer.md.
import { z } from 'zod'
import { HostError } from './errors.ts'
import type { Call, Host, Source, Stored, StoredRef } from './host.ts'
import type { Answer } from './http/answer.ts'
import { statusError, webPageError } from './http/status.ts'
import type { HostHttp } from './http.ts'
import { type CommonSettings, defineKind, factsOf } from './kind.ts'
import { linkedSize, linkState } from './linked-copy.ts'
import { filePart, multipartBody } from './multipart-body.ts'
import { isTextPage, readAddress } from './text-reply.ts'
import { Secret } from '#server/ids.ts'

const settings = z.strictObject({
  /** After how many hours the file should go; the site's own rule by size counts where it is shorter. */
  hours: z.int().min(1).max(100_000).exactOptional(),
  /** Asks for an address that is hard to guess. */
  secret: z.boolean().default(true),
})

export type NullpointerSettings = z.infer<typeof settings>

/** The server comes with a limit of 256 MiB for the whole form, of which this is left for the file. In bytes. */
const usualLimit = 256 * 1024 * 1024 - 4096

/** Not there, and not there any more by law. */
const gone = [404, 451]

const token = z.string().regex(/^[\x21-\x7e]{1,200}$/)
const epochMs = z.coerce.number().int().positive().max(8.64e15)

/** What the headers tell of a new file. A file that was there before has no token. */
function extraIn({ headers }: Answer): Record<string, string> {
  const known = token.safeParse(headers['x-token']).data
  const expires = epochMs.safeParse(headers['x-expires']).data
  return {
    ...(known !== undefined && { token: known }),
    ...(expires !== undefined && { expiresAt: new Date(expires).toISOString() }),
  }
}

type Site = { common: CommonSettings; own: NullpointerSettings; http: HostHttp }

async function uploadFile({ common, own, http }: Site, source: Source, call: Call): Promise<Stored> {
  const fields: [string, string][] = []
  if (own.hours !== undefined) fields.push(['expires', String(own.hours)])
  if (own.secret) fields.push(['secret', ''])
  const { contentType, ...body } = multipartBody(fields, filePart('file', source))
  const answer = await http.sendFile({
    method: 'POST',
    url: `${common.url}/`,
    headers: { accept: '*/*', 'content-type': contentType },
    body,
    signal: call.signal,
  })
  const url = readAddress(answer, common.url)
  const size = await linkedSize({ http, url: url.href, base: common.url, gone }, call)
  return { id: url.pathname.slice(1), url: url.href, size, digests: {}, extra: extraIn(answer) }
}

/** The token is for the machine that gave it, whatever the address says. */
function isSameSite(url: string, base: string): boolean {
  return URL.canParse(url) && new URL(url).host === new URL(base).host
}

/** `POST {url}` with the token. Without one the file was there before us, and belongs to whoever sent it first. */
async function removeFile({ common, http }: Site, { url, extra }: StoredRef, call: Call): Promise<void> {
  const known = extra?.['token']
  if (known === undefined || !isSameSite(url, common.url)) {
    if ((await linkState({ http, url, base: common.url, gone }, call)) === 'dead') return
    throw new HostError('rejected', 'had the file before, and keeps it.')
  }
  const form = [['token', known] as const, ['delete', ''] as const]
  const secrets = [new Secret(known)]
  const headers = { accept: '*/*' }
  const answer = await http.call({ method: 'POST', url, headers, form, secrets, signal: call.signal })
  if (gone.includes(answer.status)) return
  if (isTextPage(answer)) throw webPageError(answer)
  if (answer.status === 401) throw new HostError('rejected', 'does not accept the token of the file, and keeps it.')
  const error = statusError(answer)
  if (error) throw error
}

export const nullpointer = (common: CommonSettings, own: NullpointerSettings, http: HostHttp) => {
  const site = { common, own, http }
  return {
    ...factsOf(common, {
      maxFileSize: usualLimit,
      retention: '30 days to a year, the less the larger a file is',
      retentionDays: 30,
    }),
    digests: [],
    resendIsSafe: true,
    upload: (source, call) => uploadFile(site, source, call),
    check: ({ url }, call) => linkState({ http, url, base: common.url, gone }, call),
    remove: (stored, call) => removeFile(site, stored, call),
  } satisfies Host
}

export const nullpointerKind = defineKind({ kind: 'nullpointer', settings, open: nullpointer })
