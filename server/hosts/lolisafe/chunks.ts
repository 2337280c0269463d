// Chunks of the lolisafe protocol. The server appends them as they arrive and ignores their index, so that a chunk whose
// reply was lost may be there already: no chunk is ever sent twice, the file starts over under a new id.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { Stored } from '#server/hosts/host.ts'
import { readJson } from '#server/hosts/http/json-reply.ts'
import { multipartBody } from '#server/hosts/multipart-body.ts'
import { type Part, sendParts } from '#server/hosts/parts.ts'
import { ask, tokenHeaders } from './api.ts'
import { lolisafeVerdict } from './errors.ts'
import { storedFile } from './stored-file.ts'
import type { LolisafeUpload } from './upload.ts'

const accepted = z.object({ success: z.literal(true) })

/** What is the same for all chunks of a file. */
type Run = { uuid: string; count: number; chunkSize: number }

/** Sends the chunks strictly one after the other, then asks the node to join them. */
export async function uploadInChunks(upload: LolisafeUpload, chunkSize: number): Promise<Stored> {
  const { source } = upload
  const run = { uuid: randomUUID(), count: Math.ceil(source.size / chunkSize), chunkSize }
  await sendParts({ source, partSize: chunkSize, done: 0, send: (part) => sendChunk(upload, run, part) })
  return join(upload, run.uuid)
}

/** The six text fields, in the order that the server reads them; a seventh would be refused. */
async function sendChunk({ config, source, call, node }: LolisafeUpload, run: Run, part: Part) {
  const fields = [
    ['dzuuid', run.uuid],
    ['dzchunkindex', String(part.index)],
    ['dztotalfilesize', String(source.size)],
    ['dzchunksize', String(run.chunkSize)],
    ['dztotalchunkcount', String(run.count)],
    ['dzchunkbyteoffset', String(part.index * run.chunkSize)],
  ] as const
  const { contentType, ...body } = multipartBody(fields, {
    field: 'files[]',
    name: hostFileName(source.name),
    type: 'application/octet-stream',
    size: part.length,
    chunks: part.chunks,
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
