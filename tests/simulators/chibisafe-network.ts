// Chibisafe with network storage: it gives an address that is signed, takes the bytes there, and is told when they are there.
import { z } from 'zod'
import type { ChibiAlbums } from './chibisafe-albums.ts'
import { type ChibiFiles, storedName } from './chibisafe-files.ts'
import { chibiRefuse, storageRefuse } from './chibisafe-replies.ts'
import { shortId } from './ids.ts'
import { type Received, receive } from './receiver.ts'
import { json } from './reply.ts'
import type { Handler } from './routes.ts'
import type { Ground } from './server.ts'

type Expected = { name: string; contentType: string; size: number; signature: string; received?: Received }

const uploadBody = z.object({ contentType: z.string().min(1), size: z.int().min(0), name: z.string() })
const processBody = z.object({ identifier: z.string(), name: z.string(), type: z.string().min(1) })

export class ChibiNetwork {
  readonly #expected = new Map<string, Expected>()
  readonly #ground: Ground
  readonly #files: ChibiFiles
  readonly #albums: ChibiAlbums

  constructor(ground: Ground, files: ChibiFiles, albums: ChibiAlbums) {
    this.#ground = ground
    this.#files = files
    this.#albums = albums
  }

  clear(): void {
    this.#expected.clear()
  }

  readonly begin: Handler = async (exchange) => {
    const body = uploadBody.safeParse(await exchange.json())
    if (!body.success) return chibiRefuse(400, 'The body must hold contentType, size and name')
    const { name, size, contentType } = body.data
    const refusal = this.#files.overQuota() ?? this.#files.refusal(name, size)
    if (refusal) return refusal
    const identifier = storedName(name)
    const signature = shortId(64)
    this.#expected.set(identifier, { name, contentType, size, signature })
    const url = `${this.#ground.origin}/storage/${identifier}?X-Amz-Expires=3600&X-Amz-Signature=${signature}`
    return json(200, { url, identifier, publicUrl: this.#files.urlOf(identifier) })
  }

  /** The signature is of the length and the type that were told before. */
  readonly put: Handler = async (exchange) => {
    const expected = this.#expected.get(exchange.params['identifier'] ?? '')
    const isSigned =
      expected !== undefined &&
      expected.signature === exchange.query.get('X-Amz-Signature') &&
      expected.size === exchange.length &&
      expected.contentType === exchange.headers['content-type']
    if (!isSigned) return storageRefuse(403, 'SignatureDoesNotMatch')
    expected.received = await receive(this.#ground.newPath(), exchange.body())
    return { status: 200, headers: { etag: `"${expected.received.md5}"` }, body: { text: '', type: '' } }
  }

  /** Only now the file is there; a second time there is nothing to process any more. */
  readonly process: Handler = async (exchange) => {
    const body = processBody.safeParse(await exchange.json())
    if (!body.success) return chibiRefuse(400, 'The body must hold identifier, name and type')
    const { identifier, name, type } = body.data
    const received = this.#expected.get(identifier)?.received
    if (!received) return chibiRefuse(404, 'The file could not be found in the storage')
    const refusal = this.#files.refusal(name, received.size)
    if (refusal) return refusal
    this.#expected.delete(identifier)
    const album = this.#albums.known(exchange.headers['albumuuid'])
    return json(200, this.#files.keep(received, { original: name, type, album, name: identifier }))
  }
}
