// The form that takes files at a site of the XFileSharing family, and its reply, whose failures come with a status of 200.
import { z } from 'zod'
import { HostError, type HostErrorKind } from '#server/hosts/errors.ts'
import type { Source } from '#server/hosts/host.ts'
import { readJson, type Verdict } from '#server/hosts/http/json-reply.ts'
import { answerCause } from '#server/hosts/http/status.ts'
import type { HostHttp } from '#server/hosts/http.ts'
import { filePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { remoteId } from '#server/hosts/taken.ts'
import { Secret } from '#server/ids.ts'
import { envelopeVerdict } from './envelope.ts'

/** Where the next file goes: the reply to `/upload/server`, asked for each file. */
export const uploadServer = z.object({ status: z.coerce.number(), sess_id: z.string().min(1), result: z.string() })

const taken = z.object({ file_code: remoteId, file_status: z.literal('OK'), domain: z.string().nullish() })
const reply = z.tuple([taken], z.unknown())

/** What is looked at before the shape: a reason in place of `OK`, or a code that is none. */
const refused = z.array(z.object({ file_code: z.string().nullish(), file_status: z.string() })).min(1)

/** Reasons are the site's own words. */
const reasons: [words: RegExp, kind: HostErrorKind, sentence: string][] = [
  [/disk space|quota|storage|not enough space/i, 'account', 'has no space left for the account.'],
  [/too (big|large)|max.*size|size.*limit/i, 'rejected', 'says that the file is too large.'],
  [/extension|(file )?type|not allowed|unallowed/i, 'rejected', 'does not take this type of file.'],
  [/empty|null file|zero/i, 'rejected', 'does not take empty files.'],
  [/banned|copyright|dmca/i, 'rejected', 'may not take this file.'],
]

const uploadVerdict: Verdict = (body, answer) => {
  const [file] = refused.safeParse(body).data ?? []
  if (!file) return envelopeVerdict(body, answer)
  const cause = answerCause(answer)
  if (file.file_status !== 'OK') {
    for (const [pattern, kind, sentence] of reasons)
      if (pattern.test(file.file_status)) return new HostError(kind, sentence, { cause })
    return new HostError('retry', 'refused without a reason that is known.', { cause })
  }
  // Even with `OK`, these two say that there is no file.
  if (file.file_code === '' || file.file_code === 'undef')
    return new HostError('retry', 'took the file and gave no link.', { cause })
  return null
}

type Upload = {
  http: HostHttp
  /** The address that the operator configured. */
  base: string
  server: z.infer<typeof uploadServer>
  fields: readonly (readonly [name: string, value: string])[]
  fileField: string
  source: Source
  signal: AbortSignal
}

/** The file as the site has taken it. `domain` is where its links lead, at sites that say so. */
export type TakenFile = { code: string; domain: string | null }

/**
 * Sends one file with the session that belongs to the server; the API key goes to no server.
 * @throws {HostError} `unavailable` when the server's address is not acceptable
 */
export async function sendForm({ http, base, server, fields, fileField, source, signal }: Upload): Promise<TakenFile> {
  const { url, publicOnly } = nodeUrl(server.result, base)
  const form = multipartBody([['sess_id', server.sess_id], ...fields], filePart(fileField, source))
  const { contentType, ...body } = form
  const answer = await http.sendFile({
    method: 'POST',
    url: url.href,
    headers: { 'content-type': contentType },
    body,
    signal,
    secrets: [new Secret(server.sess_id)],
    publicOnly,
  })
  const [file] = readJson(answer, reply, uploadVerdict)
  return { code: file.file_code, domain: file.domain ?? null }
}
