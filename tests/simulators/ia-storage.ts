// The Internet Archive's S3 side: files are put into items, checked by digest, and deleted again.
import type { Exchange } from './exchange.ts'
import { digestFits, type IaHead, isFileName, itemName, readHead } from './ia-head.ts'
import { encodePath, type IaItem, type IaItems } from './ia-items.ts'
import { Uploads } from './ia-multipart.ts'
import { type Received, receive } from './receiver.ts'
import type { Reply } from './reply.ts'
import type { Handler } from './routes.ts'
import { empty, s3Error, xml } from './s3-errors.ts'
import type { Ground } from './server.ts'

export type StorageOptions = {
  ground: Ground
  items: IaItems
  authorization: string
  foreignItems: readonly string[]
  darkItems: readonly string[]
  maxFileSize: number
  /** How many files are refused with SlowDown before one is taken. */
  slowDowns: number
  /** Whether files are sent on to another address first. */
  redirects: boolean
}

type Target = { item: IaItem; name: string }

export class IaStorage {
  readonly #options: StorageOptions
  readonly #uploads: Uploads
  #slowDowns: number

  constructor(options: StorageOptions) {
    this.#options = options
    this.#slowDowns = options.slowDowns
    this.#uploads = new Uploads(() => options.ground.newPath())
  }

  reset(): void {
    this.#slowDowns = this.#options.slowDowns
    this.#uploads.clear()
  }

  readonly #refused = ({ headers: { authorization } }: Exchange): Reply | null => {
    if (authorization === undefined) return s3Error(403, 'AccessDenied')
    return authorization === this.#options.authorization ? null : s3Error(403, 'InvalidAccessKeyId')
  }

  /** A handler for those who have the keys. */
  readonly withKeys =
    (handle: Handler): Handler =>
    (exchange) =>
      this.#refused(exchange) ?? handle(exchange)

  /** All that the head tells is answered before the body is read: who it is, where it goes, how much it is. */
  readonly put: Handler = async (exchange) => {
    const { length, query } = exchange
    if (length === null) return s3Error(411, 'MissingContentLength')
    if (length > this.#options.maxFileSize) return s3Error(400, 'EntityTooLarge')
    if (this.#slowDowns > 0) {
      this.#slowDowns -= 1
      return s3Error(503, 'SlowDown', 'Please reduce your request rate.')
    }
    if (this.#options.redirects && !query.has('node')) return this.#elsewhere(exchange)
    const target = this.#target(exchange)
    if ('status' in target) return target
    const uploadId = query.get('uploadId')
    if (uploadId !== null) return this.#uploads.putPart(exchange, uploadId)
    const received = await receive(this.#options.ground.newPath(), exchange.body())
    return this.#keep(target, received, exchange)
  }

  readonly #elsewhere = ({ path, query }: Exchange): Reply => {
    const more = new URLSearchParams([...query, ['node', 'ia600001']])
    return {
      ...s3Error(307, 'TemporaryRedirect'),
      headers: { location: `${this.#options.ground.origin}${path}?${more}` },
    }
  }

  async #keep({ item, name }: Target, received: Received, { headers }: Exchange): Promise<Reply> {
    if (!digestFits(headers, received.md5)) return s3Error(400, 'BadDigest')
    // Another file may have made the item while this one was on its way.
    const { items } = this.#options
    const made = items.all.get(item.id) ?? item
    items.all.set(made.id, made)
    await items.keep(made, name, received)
    return empty(200)
  }

  /** The item that the file goes to, made where the head asks for it. It is there once it has its first file. */
  #target({ params, headers }: Exchange): Target | Reply {
    const [id, name] = [params['item'] ?? '', params['name'] ?? '']
    const head = readHead(headers)
    if (!itemName.test(id)) return s3Error(400, 'InvalidBucketName')
    if (!isFileName(name)) return s3Error(400, 'InvalidArgument', 'The name cannot be that of a file.')
    if ('wrong' in head) return s3Error(400, 'InvalidArgument', `The header ${head.wrong} is wrong.`)
    if (this.#options.foreignItems.includes(id)) return s3Error(403, 'AccessDenied')
    if (this.#options.darkItems.includes(id)) return s3Error(403, 'AccessDenied', 'The item is dark.')
    const item = this.#options.items.all.get(id) ?? (head.makesItem ? newItem(id, head) : null)
    return item ? { item, name } : s3Error(404, 'NoSuchBucket')
  }

  /** An item with no file yet. */
  readonly makeItem: Handler = ({ params, headers }) => {
    const id = params['item'] ?? ''
    const head = readHead(headers)
    if (!itemName.test(id)) return s3Error(400, 'InvalidBucketName')
    if ('wrong' in head) return s3Error(400, 'InvalidArgument', `The header ${head.wrong} is wrong.`)
    const { foreignItems, darkItems, items } = this.#options
    if ([...foreignItems, ...darkItems].includes(id)) return s3Error(409, 'BucketAlreadyExists')
    if (items.all.has(id)) return s3Error(409, 'BucketAlreadyOwnedByYou')
    items.all.set(id, newItem(id, head))
    return empty(200)
  }

  /** `?uploads` begins parts, `?uploadId=` joins them. */
  readonly post: Handler = async (exchange) => {
    const target = this.#target(exchange)
    if ('status' in target) return target
    const { item, name } = target
    if (exchange.query.has('uploads')) {
      this.#options.items.all.set(item.id, item)
      return this.#uploads.begin(`${item.id}/${name}`)
    }
    const joined = await this.#uploads.join(exchange)
    if ('status' in joined) return joined
    await this.#options.items.keep(item, name, joined)
    return xml(200, '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>')
  }

  readonly remove: Handler = ({ params, query }) => {
    const [id, name] = [params['item'] ?? '', params['name'] ?? '']
    const uploadId = query.get('uploadId')
    if (uploadId !== null) return this.#uploads.abort(uploadId)
    const { items, foreignItems } = this.#options
    if (foreignItems.includes(id)) return s3Error(403, 'AccessDenied')
    const item = items.all.get(id)
    if (!item) return s3Error(404, 'NoSuchBucket')
    if (!items.stored(item, name)) return s3Error(404, 'NoSuchKey')
    items.remove(item, name)
    return empty(204)
  }

  /** Reading on this side leads to the public download. */
  readonly get: Handler = ({ params }) => {
    const [id, name] = [params['item'] ?? '', params['name'] ?? '']
    if (!this.#options.items.seen(id)?.files.some((file) => file.name === name)) return s3Error(404, 'NoSuchKey')
    return empty(307, { location: `${this.#options.ground.origin}/download/${id}/${encodePath(name)}` })
  }
}

const newItem = (id: string, { title = id, mediatype, collection }: IaHead): IaItem => ({
  id,
  title,
  mediatype,
  collection,
  files: [],
})
