// Chibisafe's upload by form: one file, whole or as one chunk of it, in a request that is hardly larger than a chunk.
import type { ChibiAlbums } from './chibisafe-albums.ts'
import { type ChibiChunks, type ChunkHead, chunkHead } from './chibisafe-chunks.ts'
import type { ChibiFiles } from './chibisafe-files.ts'
import { chibiRefuse } from './chibisafe-replies.ts'
import type { Exchange } from './exchange.ts'
import { type FilePart, readForm } from './multipart.ts'
import { type Received, receive } from './receiver.ts'
import { json, type Reply } from './reply.ts'
import type { Ground } from './server.ts'

type Parts = {
  ground: Ground
  files: ChibiFiles
  albums: ChibiAlbums
  chunks: ChibiChunks
  chunkSize: number
  maxSize: number
}
type Got = { part: FilePart; received: Received }

/** What a form may hold beside a chunk, in bytes. */
const overhead = 1024

/** Sizes and headers are looked at before the body, the rest after it. */
export async function chibiUpload(exchange: Exchange, parts: Parts): Promise<Reply> {
  const { files, chunkSize, maxSize } = parts
  const quota = files.overQuota()
  if (quota) return quota
  const head = chunkHead(exchange)
  if (head && 'status' in head) return head
  if (head && head.total * chunkSize > maxSize) return chibiRefuse(413, 'Chunked upload is above size limit')
  if ((exchange.length ?? 0) > chunkSize + overhead) return chibiRefuse(413, 'The request is larger than a chunk')
  const got = await oneFile(exchange, parts)
  if ('status' in got) return got
  return head ? chunk(exchange, { ...got, head }, parts) : whole(exchange, got, parts)
}

async function oneFile(exchange: Exchange, { ground }: Parts): Promise<Got | Reply> {
  const got: Got[] = []
  const fault = await readForm(exchange, {
    onFile: async (part) => void got.push({ part, received: await receive(ground.newPath(), part.bytes) }),
  })
  if (fault === 'not-multipart') return chibiRefuse(400, 'Content-Type must be multipart/form-data')
  const [one] = got
  return fault === null && one ? one : chibiRefuse(400, 'The form must hold exactly one file')
}

/** The real parser takes names of parts for Latin-1, so that others come out garbled. */
const asLatin1 = (name: string): string => Buffer.from(name, 'utf8').toString('latin1')

function whole({ headers }: Exchange, { part, received }: Got, { files, albums }: Parts): Reply {
  const original = asLatin1(part.name)
  const upload = { original, type: part.type, album: albums.known(headers['albumuuid']) }
  return files.refusal(original, received.size) ?? json(200, files.keep(received, upload))
}

/** Of a chunk that is not the last, nothing but that it came; the last tells the name in a field before the file. */
async function chunk(
  { headers }: Exchange,
  { part, received, head }: Got & { head: ChunkHead },
  parts: Parts,
): Promise<Reply> {
  const { files, albums, chunks } = parts
  const original = new Map(part.before).get('name') ?? ''
  const isLast = head.number === head.total
  if (isLast && original === '') return chibiRefuse(400, 'The form must hold a name before the file')
  const refusal = chunks.keep(head, received.path)
  if (refusal) return refusal
  if (!isLast) return { status: 204, body: { text: '', type: '' } }
  const joined = await chunks.join(head)
  if ('status' in joined) return joined
  const upload = { original, type: part.type, album: albums.known(headers['albumuuid']) }
  return files.refusal(original, joined.size) ?? json(200, files.keep(joined, upload))
}
