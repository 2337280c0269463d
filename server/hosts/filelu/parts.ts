// Large files to FileLu: parts one after the other to one server, then the request to join them, which is answered before
// that is done. An upload that broke off goes on with the first part that is missing.
import { z } from 'zod'
import { HostError } from '#server/hosts/errors.ts'
import { hostFileName } from '#server/hosts/file-name.ts'
import type { Source, UploadCall } from '#server/hosts/host.ts'
import { nodeUrl } from '#server/hosts/node-url.ts'
import { expectSuccess, expectTaken, type Part, readNote, sendParts } from '#server/hosts/parts.ts'
import { settled } from '#server/hosts/settled.ts'
import { byteCount } from '#server/hosts/taken.ts'
import { Secret } from '#server/ids.ts'
import { read } from '#server/hosts/xfs/api.ts'
import type { FileluConfig } from './config.ts'
import { codeInFolder, folderOf } from './files.ts'

/** As it may stand in a header. */
const line = z.string().regex(/^[^\p{Cc}]{1,4096}$/u)
const session = z.object({ upload_id: line, sess_id: line, server: line, object_path: line })
const begun = z.object({ status: z.coerce.number(), result: session })

const unfinished = z.object({
  session,
  size: byteCount,
  partSize: byteCount.refine((size) => size > 0),
  /** Parts that the server has. */
  done: byteCount,
})
type Unfinished = z.infer<typeof unfinished>

type Upload = { config: FileluConfig; source: Source; call: UploadCall }

/** Waits before each look for a file whose parts are being joined, in milliseconds. */
const joiningPauses = [0, 500, 1000, 2000, 4000, 8000, 16_000]

/**
 * Sends what the server does not have yet, and gives the code of the file.
 * @throws {HostError} `unknown` when the file is not to be seen in time
 */
export async function uploadInParts(config: FileluConfig, source: Source, call: UploadCall): Promise<string> {
  const upload = { config, source, call }
  const note = await readNote(call.resume, unfinished)
  const known = note && note.size === source.size ? note : null
  const going = known ?? (await begin(upload))
  await sendParts({
    source,
    partSize: going.partSize,
    done: going.done,
    send: (part) => sendPart(upload, going, part),
  })
  await join(upload, going, known !== null)
  const code = await settled({
    pauses: joiningPauses,
    signal: call.signal,
    ask: () => codeInFolder(config, source, call),
  })
  if (code === null) throw new HostError('unknown', 'took the file and does not show it yet.')
  return code
}

const keep = ({ call }: Upload, going: Unfinished) => call.resume.save(JSON.stringify(going))

/** `GET /multipart/init` */
async function begin(upload: Upload): Promise<Unfinished> {
  const { config, source, call } = upload
  const query = { filename: hostFileName(source.name), folder_path: folderOf(source) }
  const { result } = await read(config, { path: '/multipart/init', query, signal: call.signal }, begun)
  const going = { session: result, size: source.size, partSize: config.partSize, done: 0 }
  await keep(upload, going)
  return going
}

/** Header values are bytes: those of the path's UTF-8, as rclone sends them. */
const headersOf = ({ upload_id, sess_id, object_path }: Unfinished['session']): Record<string, string> => ({
  'x-rc-upload-id': upload_id,
  'x-sess-id': sess_id,
  'x-object-path': Buffer.from(object_path).toString('latin1'),
})

/** `PUT {server}?partNumber=N&uploadId=…` */
async function sendPart(upload: Upload, going: Unfinished, { index, length, chunks }: Part): Promise<void> {
  const { config, call } = upload
  const { session: on } = going
  const { url, publicOnly } = nodeUrl(on.server, config.apiUrl)
  url.searchParams.set('partNumber', String(index + 1))
  url.searchParams.set('uploadId', on.upload_id)
  const answer = await config.http.sendFile({
    method: 'PUT',
    url: url.href,
    headers: { ...headersOf(on), 'x-rc-part-no': String(index + 1) },
    body: { length, chunks },
    signal: call.signal,
    secrets: [new Secret(on.sess_id)],
    publicOnly,
  })
  await expectTaken(answer, call.resume)
  going.done = index + 1
  await keep(upload, going)
}

/** `POST {server}`, answered with 202 before the parts are joined. `goesOn`: an earlier attempt may have come so far. */
async function join({ config, call }: Upload, { session: on }: Unfinished, goesOn: boolean): Promise<void> {
  const { url, publicOnly } = nodeUrl(on.server, config.apiUrl)
  const answer = await config.http.call({
    method: 'POST',
    url: url.href,
    headers: headersOf(on),
    secrets: [new Secret(on.sess_id)],
    signal: call.signal,
    slow: true,
    publicOnly,
  })
  if (goesOn) return expectTaken(answer, call.resume)
  expectSuccess(answer)
}
