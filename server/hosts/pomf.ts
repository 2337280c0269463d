// Pomf and Uguu, and sites of their kind: one form, JSON in return, files for hours or for good. Facts: docs/hosts/pomf.md.
import { z } from 'zod'
import { HostError } from './errors.ts'
import { extensionsRule } from './extensions.ts'
import type { Host, Source, Stored, UploadCall } from './host.ts'
import { readJson } from './http/json-reply.ts'
import { type Verdict } from './http/json-reply.ts'
import { answerCause, oddReplyError, statusError } from './http/status.ts'
import type { HostHttp } from './http.ts'
import { type CommonSettings, defineKind, factsOf } from './kind.ts'
import { linkedSize, linkState } from './linked-copy.ts'
import { filePart, multipartBody } from './multipart-body.ts'
import { errorInWords } from './refusal-words.ts'
import { byteCount, hexDigest } from './taken.ts'
import { addressIn } from './text-reply.ts'

const settings = z.strictObject({
  /** Where the form goes, under `url`. */
  path: z
    .string()
    .regex(/^\/[\w./?=&-]*$/)
    .default('/upload.php'),
  /** What the site's `hash` is: SHA-1 at those of the old Pomf. That of Uguu cannot be compared. */
  hash: z.literal('sha1').exactOptional(),
  /** Extensions that the site does not take. */
  refused: extensionsRule.exactOptional(),
})

export type PomfSettings = z.infer<typeof settings>

/** What most of these sites take, in bytes. */
const usualLimit = 128 * 1024 * 1024

const reply = z.object({
  success: z.literal(true),
  files: z
    .array(
      z.object({
        url: z.string().max(2048),
        hash: z.string().nullish().catch(null),
        size: byteCount.nullish().catch(null),
      }),
    )
    .length(1),
})

const refusal = z.object({
  success: z.literal(false),
  errorcode: z.coerce.number().int().catch(0),
  description: z.string().catch(''),
})

/** Refusals have a code like HTTP's; a limit of the rate is a 500 of which only the words tell. */
const verdict: Verdict = (body, answer) => {
  const refused = refusal.safeParse(body).data
  if (!refused) return null
  const { errorcode, description } = refused
  const cause = answerCause(answer)
  const status = errorcode >= 400 && errorcode < 600 ? errorcode : answer.status
  const isClear = status >= 400 && status < 500
  return (isClear ? statusError({ ...answer, status }) : null) ?? errorInWords(description, 'retry', cause)
}

const digest = hexDigest(20)

type Site = { common: CommonSettings; own: PomfSettings; http: HostHttp }

async function uploadFile({ common, own, http }: Site, source: Source, call: UploadCall): Promise<Stored> {
  const base = common.url
  const { contentType, ...body } = multipartBody([], filePart('files[]', source))
  const answer = await http.sendFile({
    method: 'POST',
    url: `${base}${own.path}`,
    headers: { 'content-type': contentType },
    body,
    signal: call.signal,
  })
  const [file] = readJson(answer, reply, verdict).files
  const url = file && addressIn(file.url, base)
  if (!url) throw oddReplyError(answer)
  const sha1 = own.hash === 'sha1' ? digest.safeParse(file.hash).data : undefined
  return {
    id: url.pathname.slice(1),
    url: url.href,
    size: file.size ?? (await linkedSize({ http, url: url.href, base }, call)),
    digests: sha1 === undefined ? {} : { sha1 },
  }
}

export const pomf = (common: CommonSettings, own: PomfSettings, http: HostHttp) => {
  const refuses = ({ name }: Pick<Source, 'name'>) => (own.refused?.(name) ? 'does not take this type of file.' : null)
  return {
    ...factsOf(common, { maxFileSize: usualLimit }),
    digests: own.hash === 'sha1' ? ['sha1'] : [],
    resendIsSafe: false,
    refuses,
    async upload(source, call) {
      const sentence = refuses(source)
      if (sentence !== null) throw new HostError('rejected', sentence)
      return uploadFile({ common, own, http }, source, call)
    },
    check: ({ url }, call) => linkState({ http, url, base: common.url }, call),
  } satisfies Host
}

export const pomfKind = defineKind({ kind: 'pomf', settings, open: pomf })
