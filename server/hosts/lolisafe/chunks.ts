// Chunks of the lolisafe protocol. The server appends them as they arrive and ignores their index, so that a chunk whose
// reply was lost may be there already: no chunk is ever sent twice, the file starts over under a new id.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type ChunkSlicer, chunkSlicer } from '#server/hosts/chunk-slicer.ts'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { Stored } from '#server/hosts/host.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { multipartBody } from '#server/hosts/multipart-body.ts'
import { ask, tokenHeaders } from './api.ts'
import { lolisafeVerdict } from './errors.ts'
import { storedFile } from './stored-file.ts'
import type { LolisafeUpload } from './upload.ts'

const accepted = z.object({ success: z.literal(true) })

type Chunk = { uuid: string; index: number; count: number; chunkSize: number; size: number }

/** Sends the chunks strictly one after the other, then asks the node to join them. */
export async function uploadInChunks(upload: LolisafeUpload, chunkSize: number): Promise<Stored> {
  const { size } = upload.source
  const count = Math.ceil(size / chunkSize)
  const uuid = randomUUID()
  const slicer = chunkSlicer(upload.source.take())
  try {
    for (let index = 0; index < count; index += 1) {
      const chunk = { uuid, index, count, chunkSize, size: Math.min(chunkSize, size - index * chunkSize) }
      await sendChunk(upload, slicer, chunk).catch(startOver)
    }
  } finally {
    slicer.close()
  }
  return join(upload, uuid)
}

/** A chunk of unknown end is a failed file and not an unknown one: nothing is kept of it before the joining. */
const startOver = (error: unknown): never => {
  if (error instanceof HostError && error.kind === 'unknown')
    throw new HostError('retry', error.message, { cause: error.cause })
  throw error
}

/** The six text fields, in the order that the server reads them; a seventh would be refused. */
async function sendChunk({ config, source, call, node }: LolisafeUpload, slicer: ChunkSlicer, chunk: Chunk) {
  const fields = [
    ['dzuuid', chunk.uuid],
    ['dzchunkindex', String(chunk.index)],
    ['dztotalfilesize', String(source.size)],
    ['dzchunksize', String(chunk.chunkSize)],
    ['dztotalchunkcount', String(chunk.count)],
    ['dzchunkbyteoffset', String(chunk.index * chunk.chunkSize)],
  ] as const
  const { contentType, ...body } = multipartBody(fields, {
    field: 'files[]',
    name: hostFileName(source.name),
    type: 'application/octet-stream',
    size: chunk.size,
    chunks: slicer.next(chunk.size),
  })
  const answer = await config.http.sendFile({
    method: 'POST',
    url: node.uploadUrl,
    headers: {
      ...tokenHeaders(config),
      'content-type': contentType,
      striptags: '0',
      ...(config.albumOnChunks && call.group && { albumid: call.group.id }),
    },
    body,
    signal: call.signal,
    publicOnly: node.publicOnly,
  })
  readJson(answer, accepted, lolisafeVerdict)
}

/** `finishchunks`; the numeric size makes the server itself refuse a wrong total. Hashing and moving may take minutes. */
async function join({ config, source, call, rules, node }: LolisafeUpload, uuid: string): Promise<Stored> {
  const file = {
    uuid,
    original: hostFileName(source.name),
    type: source.type,
    size: source.size,
    albumid: call.group ? Number(call.group.id) : null,
    filelength: null,
    age: rules.age,
  }
  const answer = await ask(config, {
    method: 'POST',
    path: '',
    url: node.finishUrl,
    json: { files: [file] },
    headers: { striptags: '0' },
    signal: call.signal,
    slow: true,
    publicOnly: node.publicOnly,
  })
  return storedFile(answer)
}
