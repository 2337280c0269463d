// A file to VikingFile: parts to the addresses that it gives, then the request that makes a file of them. An upload that
// broke off goes on with the first part that is missing.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { ResumeNote, Source, Stored, UploadCall } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { answerCause, oddReplyError } from '#server/hosts/http/status.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { expectTaken, type Part, readNote, sendParts } from '#server/hosts/parts.ts'
import { byteCount, publicLink, remoteId } from '#server/hosts/taken.ts'
import { ask, isBusy, refusalOf, type VikingfileConfig, vikingfileVerdict } from './api.ts'

const opaque = z.string().min(1).max(4096)
const partSize = byteCount.refine((size) => size > 0)

const begun = z.object({ uploadId: opaque, key: opaque, partSize, urls: z.array(opaque).min(1) })

/** What a later attempt needs: the upload, what the host has of it, and the addresses of the rest. */
const unfinished = z.object({
  uploadId: opaque,
  key: opaque,
  partSize,
  size: byteCount,
  etags: z.array(opaque),
  urls: z.array(opaque),
})
type Unfinished = z.infer<typeof unfinished>

const finished = z.object({ hash: remoteId, url: publicLink, size: byteCount.nullish().catch(null) })

/** A file of a terabyte has ten thousand addresses. In bytes. */
const longReply = 16 * 1024 * 1024

type Upload = { config: VikingfileConfig; source: Source; call: UploadCall }

/** How many parts a file has. */
const countOf = ({ size, partSize: bytes }: Pick<Unfinished, 'size' | 'partSize'>) => Math.ceil(size / bytes)

const isOf = ({ size }: Source, note: Unfinished) =>
  note.size === size && note.etags.length + note.urls.length === countOf(note)

/** Sends what the host does not have yet. Nothing exists there before the last request, so that parts are never in doubt. */
export async function uploadFile(config: VikingfileConfig, source: Source, call: UploadCall): Promise<Stored> {
  const upload = { config, source, call }
  const note = await readNote(call.resume, unfinished)
  const known = note && isOf(source, note) ? note : null
  if (known && known.etags.length === countOf(known)) return finishOrSend(upload, known)
  return send(upload, known ?? (await begin(upload)))
}

/** All parts are there, and the last request was lost: it is made again. Refused, it leaves the file to be sent anew. */
async function finishOrSend(upload: Upload, known: Unfinished): Promise<Stored> {
  const answer = await finish(upload, known)
  if (!isRefused(answer)) return storedFile(answer)
  return send(upload, await begin(upload))
}

async function send(upload: Upload, going: Unfinished): Promise<Stored> {
  const { source, call } = upload
  const { partSize: bytes } = going
  const done = going.etags.length
  await sendParts({ source, partSize: bytes, done, send: (part) => sendPart(upload, going, part) })
  const answer = await finish(upload, going)
  if (isRefused(answer)) await call.resume.save(null)
  if (isRefused(answer) && done > 0)
    throw new HostError('retry', 'does not know the begun upload any more.', { cause: answerCause(answer) })
  return storedFile(answer)
}

const keep = (resume: ResumeNote, going: Unfinished) => resume.save(JSON.stringify(going))

/** `POST /get-upload-url`: the size of parts is the host's choice, and there is an address for each. */
async function begin({ config, source, call: { signal, resume } }: Upload): Promise<Unfinished> {
  const { size } = source
  const form = [['size', String(size)]] as const
  const call = { path: '/get-upload-url', form, signal, reads: true, maxBytes: longReply } as const
  const answer = await ask(config, call)
  const { urls, ...upload } = readJson(answer, begun, vikingfileVerdict)
  const going: Unfinished = { ...upload, size, etags: [], urls }
  if (urls.length !== countOf(going)) throw oddReplyError(answer)
  await keep(resume, going)
  return going
}

/** PUTs one part without any credential; the storage's `ETag` is its receipt. */
async function sendPart({ config, call }: Upload, going: Unfinished, { length, chunks }: Part): Promise<void> {
  const { url, publicOnly } = nodeUrl(going.urls[0] ?? '', config.apiUrl)
  const body = { length, chunks }
  const { signal, resume } = call
  const answer = await config.http.sendFile({ method: 'PUT', url: url.href, headers: {}, body, signal, publicOnly })
  await expectTaken(answer, resume)
  const { etag } = answer.headers
  if (etag === undefined || !answer.complete) throw oddReplyError(answer)
  going.etags.push(etag)
  going.urls.shift()
  await keep(resume, going)
}

/** `POST /complete-upload`, after which the file is there. */
function finish({ config, source, call }: Upload, going: Unfinished): Promise<Answer> {
  const form = [
    ['key', going.key],
    ['uploadId', going.uploadId],
    ['name', hostFileName(source.name)],
    ['user', config.user?.reveal() ?? ''],
    ...going.etags.flatMap((etag, at): [string, string][] => [
      [`parts[${at}][PartNumber]`, String(at + 1)],
      [`parts[${at}][ETag]`, etag],
    ]),
  ] as const
  return ask(config, { path: '/complete-upload', form, signal: call.signal, slow: true })
}

/** Whether the upload is over and nothing came of it; a host that is busy says nothing of it. */
function isRefused(answer: Answer): boolean {
  const words = refusalOf(jsonOf(answer))
  return words !== null && !isBusy(words) && answer.status < 500 && answer.status !== 429
}

function storedFile(answer: Answer): Stored {
  const { hash, url, size } = readJson(answer, finished, vikingfileVerdict)
  return { id: hash, url, size: size ?? null, digests: {} }
}
