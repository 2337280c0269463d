// VikingFile's uploads: parts go to presigned addresses as often as one likes, and only the commit makes a file.
import { createHmac, randomUUID } from 'node:crypto'
import type { Exchange } from './exchange.ts'
import { readForm } from './multipart.ts'
import { Parts } from './parts.ts'
import { type Received, receive } from './receiver.ts'
import { json } from './reply.ts'
import type { Handler } from './routes.ts'
import { empty, s3Error } from './s3-errors.ts'
import type { Ground } from './server.ts'
import { fieldsOf, type VikingFiles, vikingError } from './vikingfile-files.ts'

type UploadsOptions = {
  ground: Ground
  files: VikingFiles
  partSize: number
  addressSeconds: number
  maxFileSize: number
  /** What addresses are signed with. */
  secret: string
}

type Upload = { key: string; uploadId: string; size: number; parts: Parts }

const folderOf = (path: string | undefined) => path?.split('/').filter(Boolean).join('/') || null

export class VikingUploads {
  readonly #open = new Map<string, Upload>()
  readonly #options: UploadsOptions

  constructor(options: UploadsOptions) {
    this.#options = options
  }

  clear(): void {
    this.#open.clear()
  }

  readonly begin: Handler = async (exchange) => {
    const { partSize, maxFileSize, ground } = this.#options
    const size = (await fieldsOf(exchange)).get('size')?.[0] ?? ''
    if (!/^[1-9]\d*$/.test(size)) return vikingError('Invalid size')
    if (Number(size) > maxFileSize) return vikingError('File is too large')
    const upload = {
      key: randomUUID(),
      uploadId: randomUUID(),
      size: Number(size),
      parts: new Parts(() => ground.newPath()),
    }
    this.#open.set(upload.key, upload)
    const numberParts = Math.ceil(upload.size / partSize)
    const urls = Array.from({ length: numberParts }, (_, at) => this.#address(upload, at + 1))
    const { uploadId, key } = upload
    return json(200, { uploadId, key, partSize, numberParts, urls })
  }

  #address({ key, uploadId }: Upload, partNumber: number): string {
    const expires = Math.floor(Date.now() / 1000) + this.#options.addressSeconds
    const query = new URLSearchParams({ partNumber: String(partNumber), uploadId, Expires: String(expires) })
    query.set('Signature', this.#sign(key, query))
    return `${this.#options.ground.origin}/parts/${key}?${query}`
  }

  #sign(key: string, query: URLSearchParams): string {
    const signed = ['partNumber', 'uploadId', 'Expires'].map((name) => query.get(name) ?? '')
    return createHmac('sha256', this.#options.secret)
      .update([key, ...signed].join('\n'))
      .digest('hex')
  }

  /** As object storage takes a part: the signature is all the right that it wants, and a second one is a mistake. */
  readonly putPart: Handler = async (exchange) => {
    const { query, params, headers, length } = exchange
    const key = params['key'] ?? ''
    if (query.get('Signature') !== this.#sign(key, query)) return s3Error(403, 'SignatureDoesNotMatch')
    if (Number(query.get('Expires')) * 1000 <= Date.now()) return s3Error(403, 'AccessDenied', 'Request has expired')
    if (headers.authorization !== undefined)
      return s3Error(400, 'InvalidArgument', 'Only one auth mechanism is allowed')
    if (length === null) return s3Error(411, 'MissingContentLength')
    const upload = this.#open.get(key)
    if (!upload) return s3Error(404, 'NoSuchUpload')
    const part = await upload.parts.put(Number(query.get('partNumber')), exchange.body())
    return empty(200, { etag: `"${part.md5}"` })
  }

  readonly complete: Handler = async (exchange) => {
    const fields = await fieldsOf(exchange)
    const field = (name: string) => fields.get(name)?.[0]
    const [name, user, upload] = [field('name'), field('user'), this.#open.get(field('key') ?? '')]
    if (!upload || upload.uploadId !== field('uploadId')) return vikingError('Invalid upload')
    if (!name || name.length > 255) return vikingError('Invalid name')
    if (user === undefined || !this.#options.files.knows(user)) return vikingError('Invalid user')
    if (!this.#fits(upload, field)) return vikingError('Invalid parts')
    this.#open.delete(upload.key)
    return this.#options.files.keep(await upload.parts.join(), { name, user, folder: folderOf(field('path')) })
  }

  /** Whether `parts[i]` name every part once, in order and by its ETag, and the parts are those of the size told first. */
  #fits({ parts, size }: Upload, field: (name: string) => string | undefined): boolean {
    const { partSize } = this.#options
    const count = Math.ceil(size / partSize)
    const named = Array.from({ length: count }, (_, at) => {
      const part = parts.get(at + 1)
      const etag = field(`parts[${at}][ETag]`)?.replaceAll('"', '')
      const due = Math.min(partSize, size - at * partSize)
      return field(`parts[${at}][PartNumber]`) === String(at + 1) && part?.md5 === etag && part?.size === due
    })
    return named.every(Boolean) && field(`parts[${count}][PartNumber]`) === undefined
  }

  /** The older way: one form with `user` and then `file`. */
  readonly putWhole: Handler = async (exchange: Exchange) => {
    const { ground, files, maxFileSize } = this.#options
    const got: { received: Received; name: string; fields: Map<string, string> }[] = []
    const fault = await readForm(exchange, {
      onFile: async ({ field, name, before, bytes }) => {
        if (field !== 'file') return void bytes.resume()
        got.push({ received: await receive(ground.newPath(), bytes), name, fields: new Map(before) })
      },
    })
    const one = got[0]
    if (fault || !one || one.name === '') return vikingError('No file')
    const { received, name, fields } = one
    const user = fields.get('user')
    if (user === undefined || !files.knows(user)) return vikingError('Invalid user')
    if (received.size === 0 || received.size > maxFileSize) return vikingError('Invalid size')
    return files.keep(received, { name, user, folder: folderOf(fields.get('path')) })
  }
}
