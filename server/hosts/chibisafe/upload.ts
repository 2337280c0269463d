// A file to chibisafe: whole, in chunks, or by way of the storage beside the site.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { Source, Stored, UploadCall } from '#server/hosts/host.ts'
import type { Answer } from '#server/hosts/http/answer.ts'
import { jsonOf, readJson } from '#server/hosts/http/json-reply.ts'
import { isWebPage, statusError, webPageError } from '#server/hosts/http/status.ts'
import { filePart, type FilePart, multipartBody } from '#server/hosts/multipart-body.ts'
import { readNote, sendParts } from '#server/hosts/parts.ts'
import { byteCount } from '#server/hosts/taken.ts'
import { type ChibisafeConfig, chibisafeVerdict, keyHeader, type SiteRules, siteRules } from './api.ts'
import { uploadToNetwork } from './network.ts'
import { storedFile } from './stored-file.ts'

export type ChibisafeUpload = { config: ChibisafeConfig; source: Source; call: UploadCall; rules: SiteRules }

/** @throws {HostError} `rejected` for an empty or too large file, before a byte goes out */
export async function uploadFile(config: ChibisafeConfig, source: Source, call: UploadCall): Promise<Stored> {
  if (source.size === 0) throw new HostError('rejected', 'does not take empty files.')
  const rules = await siteRules(config, call.signal)
  if (source.size > rules.maxFileSize) throw new HostError('rejected', 'says that the file is too large.')
  const upload = { config, source, call, rules }
  const answer = await send(upload)
  const stored = await storedFile(config, answer, call)
  await call.resume.save(null)
  return stored
}

function send(upload: ChibisafeUpload): Promise<Answer> {
  const { source, rules } = upload
  if (rules.usesNetworkStorage) return uploadToNetwork(upload)
  const isPlain = /^[\x20-\x7e]*$/.test(source.name) && !source.name.includes('"')
  return isPlain && source.size <= rules.chunkSize ? sendWhole(upload) : sendInChunks(upload)
}

type Form = { headers?: Record<string, string>; fields?: readonly (readonly [string, string])[]; file: FilePart }

function sendForm({ config, call }: ChibisafeUpload, { headers, fields = [], file }: Form): Promise<Answer> {
  const { contentType, ...body } = multipartBody(fields, file)
  return config.http.sendFile({
    method: 'POST',
    url: `${config.apiUrl}/upload`,
    headers: {
      ...keyHeader(config),
      ...(call.group && { albumuuid: call.group.id }),
      ...headers,
      'content-type': contentType,
    },
    body,
    signal: call.signal,
  })
}

/** In one request. The site reads names there as Latin-1, so that others go in chunks, of which one is enough. */
const sendWhole = (upload: ChibisafeUpload) => sendForm(upload, { file: filePart('file', upload.source) })

const unfinished = z.object({ uuid: z.uuid(), size: byteCount, chunkSize: byteCount, done: byteCount })
type Unfinished = z.infer<typeof unfinished>

/**
 * Each chunk lies under its number, so that sending one again does no harm; the one of the last number joins them all, and
 * its answer is that of the file.
 */
async function sendInChunks(upload: ChibisafeUpload): Promise<Answer> {
  const { source, call, rules } = upload
  const { chunkSize } = rules
  const { size } = source
  const note = await readNote(call.resume, unfinished)
  const goesOn = note !== null && note.size === size && note.chunkSize === chunkSize
  const going = goesOn ? note : { uuid: randomUUID(), size, chunkSize, done: 0 }
  const total = Math.ceil(size / chunkSize)
  let end: { answer: Answer } | { error: unknown } | undefined
  await sendParts({
    source,
    partSize: chunkSize,
    done: Math.min(going.done, total - 1),
    async send({ index, length, chunks }) {
      const sending = sendChunk(upload, { uuid: going.uuid, number: index + 1, total, length, chunks })
      // Of the last one an unknown end is one of the file.
      if (index + 1 === total) {
        end = await sending.then((answer) => ({ answer })).catch((error: unknown) => ({ error }))
        return
      }
      expectChunk(await sending)
      await keep(upload, { ...going, done: index + 1 })
    },
  })
  // Chunks that an earlier attempt left may be gone, and then the joining fails each time.
  if (goesOn) await call.resume.save(null)
  if (!end) throw new Error('A file of chunks had no last one.')
  if ('error' in end) throw end.error
  return end.answer
}

const keep = ({ call }: ChibisafeUpload, going: Unfinished) => call.resume.save(JSON.stringify(going))

type Chunk = { uuid: string; number: number; total: number; length: number; chunks: AsyncIterable<Uint8Array> }

function sendChunk(upload: ChibisafeUpload, { uuid, number, total, length, chunks }: Chunk): Promise<Answer> {
  const name = hostFileName(upload.source.name)
  return sendForm(upload, {
    headers: { 'chibi-uuid': uuid, 'chibi-chunks-total': String(total), 'chibi-chunk-number': String(number) },
    fields: [['name', name]],
    file: { field: 'file', name, type: upload.source.type, size: length, chunks },
  })
}

/** 204 for each chunk but the last. */
function expectChunk(answer: Answer): void {
  if (isWebPage(answer)) throw webPageError(answer)
  const error = chibisafeVerdict(jsonOf(answer), answer) ?? statusError(answer)
  if (error) throw error
  if (answer.status !== 204) readJson(answer, z.never(), chibisafeVerdict)
}
